#include <string.h>

#include "own_file.h"

/// SQLite's own files take no more than 0x1FFFF bytes at once: of larger pieces that are a multiple
/// of 0x20000 they write nothing, and say that the disk is full (os_unix.c, seekAndWriteFd). A page
/// and its header, which is the most that is ever handed over, have up to 0x10018.
enum { max_gathered_bytes = 120 << 10 };

/// An open log. The system's own file follows it in the same block.
typedef struct {
  own_file own;
  unsigned char *gathered;
  /// Where in the log the gathered bytes begin, and how many there are.
  sqlite3_int64 offset;
  int count;
} log_file;

const size_t log_bytes = sizeof(log_file);

static log_file *log_of(sqlite3_file *file) { return (log_file *)file; }

/// Writes what was gathered. Where that fails it is gone, and who asked is told: nothing of it was
/// part of a commit yet.
static int flush(sqlite3_file *file) {
  log_file *log = log_of(file);
  if (log->count == 0) return SQLITE_OK;
  int count = log->count;
  log->count = 0;
  sqlite3_file *below = file_below(file);
  return below->pMethods->xWrite(below, log->gathered, count, log->offset);
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  log_file *log = log_of(file);
  int goes_on = log->count > 0 && offset == log->offset + log->count;
  if (!goes_on || count > max_gathered_bytes - log->count) {
    int code = flush(file);
    if (code != SQLITE_OK) return code;
    log->offset = offset;
  }
  memcpy(log->gathered + log->count, bytes, (size_t)count);
  log->count += count;
  return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  int code = flush(file);
  return code != SQLITE_OK ? code : own_read(file, bytes, count, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int code = flush(file);
  return code != SQLITE_OK ? code : own_truncate(file, size);
}

static int log_sync(sqlite3_file *file, int flags) {
  int code = flush(file);
  return code != SQLITE_OK ? code : own_sync(file, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
  int code = flush(file);
  return code != SQLITE_OK ? code : own_size(file, size);
}

static int log_close(sqlite3_file *file) {
  int code = flush(file);
  int closed = own_close(file);
  sqlite3_free(log_of(file)->gathered);
  return code != SQLITE_OK ? code : closed;
}

// Version 1: a log is neither shared memory nor mapped.
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    OWN_METHODS_PASSED_ON,
};

int log_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags, int *flags_out) {
  unsigned char *gathered = sqlite3_malloc(max_gathered_bytes);
  if (!gathered) {
    file->pMethods = NULL;
    return SQLITE_NOMEM;
  }
  int code = own_open(system, name, file, sizeof(log_file), flags, flags_out);
  if (code == SQLITE_OK) {
    log_of(file)->gathered = gathered;
    file->pMethods = &log_methods;
  } else {
    sqlite3_free(gathered);
  }
  return code;
}
