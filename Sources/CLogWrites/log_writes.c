#include <string.h>

#include "own_file.h"

/// SQLite's own files take no more than 0x1FFFF bytes at once: of larger pieces that are a multiple
/// of 0x20000 they write nothing, and say that the disk is full (os_unix.c, seekAndWriteFd). A page
/// and its header, which is the most that is ever handed over, have up to 0x10018.
enum { max_gathered_bytes = 120 << 10 };

/// A file that grows with a sync has its new length synced too, in a write of its own. So whenever
/// the log grows, zeros are laid out ahead of it, half as much as there is within these bounds: all
/// but a few commits then write over bytes that are there. To SQLite zeros are no frames, and end
/// the log as its end would.
enum { min_ahead_bytes = 256 << 10, max_ahead_bytes = 2 << 20 };
static const unsigned char zeros[max_gathered_bytes];

/// An open log. The system's own file follows it in the same block.
typedef struct {
  own_file own;
  unsigned char *gathered;
  /// Where in the log the gathered bytes begin, and how many there are.
  sqlite3_int64 offset;
  int count;
  /// How long the file is, what was laid out ahead included.
  sqlite3_int64 size;
} log_file;

const size_t log_bytes = sizeof(log_file);

static log_file *log_of(sqlite3_file *file) { return (log_file *)file; }

/// Lays zeros out behind what was just written. Where that fails the log grows as it is written,
/// and what there is no room for is found out then.
static void lay_out_ahead(sqlite3_file *file) {
  log_file *log = log_of(file);
  sqlite3_file *below = file_below(file);
  sqlite3_int64 ahead = log->size / 2;
  if (ahead < min_ahead_bytes) ahead = min_ahead_bytes;
  if (ahead > max_ahead_bytes) ahead = max_ahead_bytes;
  for (sqlite3_int64 end = log->size + ahead; log->size < end;) {
    sqlite3_int64 rest = end - log->size;
    int count = rest < max_gathered_bytes ? (int)rest : max_gathered_bytes;
    if (below->pMethods->xWrite(below, zeros, count, log->size) != SQLITE_OK) return;
    log->size += count;
  }
}

/// Writes what was gathered. Where that fails it is gone, and who asked is told: nothing of it was
/// part of a commit yet.
static int flush(sqlite3_file *file) {
  log_file *log = log_of(file);
  if (log->count == 0) return SQLITE_OK;
  int count = log->count;
  log->count = 0;
  sqlite3_file *below = file_below(file);
  int code = below->pMethods->xWrite(below, log->gathered, count, log->offset);
  sqlite3_int64 end = log->offset + count;
  if (code != SQLITE_OK || end <= log->size) return code;
  log->size = end;
  lay_out_ahead(file);
  return SQLITE_OK;
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
  if (code == SQLITE_OK) code = own_truncate(file, size);
  if (code == SQLITE_OK) log_of(file)->size = size;
  return code;
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
    code = own_size(file, &log_of(file)->size);
    if (code == SQLITE_OK) {
      log_of(file)->gathered = gathered;
      file->pMethods = &log_methods;
      return SQLITE_OK;
    }
    own_close(file);
  }
  sqlite3_free(gathered);
  return code;
}
