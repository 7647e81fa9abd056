// The system's Jansson. What C says with macros is typed here for Swift.
#ifndef COMMENTD_CJANSSON_SHIM_H
#define COMMENTD_CJANSSON_SHIM_H
#include <jansson.h>
#include <stdlib.h>

static inline void *cjansson_allocate(size_t count) {
  void *block = malloc(count);
  if (!block) abort();
  return block;
}

/// From now on the process ends where Jansson finds no memory, as it does where Swift finds none:
/// else a text that is JSON would be refused as one that is none.
static inline void cjansson_end_without_memory(void) {
  json_set_alloc_funcs(cjansson_allocate, free);
}

/// Strict parsing: any value at the top, duplicate member names and NUL refused.
static inline json_t *cjansson_load(const char *bytes, size_t n, json_error_t *error) {
  return json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, error);
}

/// Why the last parse failed.
static inline int cjansson_is_numeric_overflow(const json_error_t *error) {
  return json_error_code(error) == json_error_numeric_overflow;
}

static inline int cjansson_type(const json_t *value) { return json_typeof(value); }
static inline void cjansson_release(json_t *value) { json_decref(value); }
#endif
