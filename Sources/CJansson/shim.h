// The system's Jansson. What C says with macros is typed here for Swift.
#ifndef COMMENTD_CJANSSON_SHIM_H
#define COMMENTD_CJANSSON_SHIM_H
#include <jansson.h>

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
