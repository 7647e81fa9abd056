#include "clogwrites.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

/// SQLite's own files take no more than 0x1FFFF bytes at once: of larger pieces that are a multiple
/// of 0x20000 they write nothing, and say that the disk is full (os_unix.c, seekAndWriteFd).
enum { max_gathered_bytes = 120 << 10 };

/// A file that grows with a sync has its new length synced too, in a write of its own. So whenever
/// the log grows, zeros are laid out ahead of it, half as much as there is within these bounds: all
/// but a few commits then write over bytes that are there. To SQLite zeros are no frames, and end
/// the log as its end would.
enum { min_ahead_bytes = 256 << 10, max_ahead_bytes = 2 << 20 };
static const unsigned char zeros[max_gathered_bytes];

/// An open log. The system's own file follows it in the same block.
typedef struct {
  sqlite3_file base;
  sqlite3_file *file;
  unsigned char *gathered;
  /// Where in the log the gathered bytes begin, and how many there are.
  sqlite3_int64 offset;
  int count;
  /// How long the file is, what was laid out ahead included.
  sqlite3_int64 size;
} log_file;

static log_file *log_of(sqlite3_file *file) { return (log_file *)file; }
static sqlite3_file *file_of(sqlite3_file *file) { return log_of(file)->file; }

/// Lays zeros out behind what was just written. Where that fails the log grows as it is written,
/// and what there is no room for is found out then.
static void lay_out_ahead(log_file *log) {
  sqlite3_int64 ahead = log->size / 2;
  if (ahead < min_ahead_bytes) ahead = min_ahead_bytes;
  if (ahead > max_ahead_bytes) ahead = max_ahead_bytes;
  for (sqlite3_int64 end = log->size + ahead; log->size < end;) {
    sqlite3_int64 rest = end - log->size;
    int count = rest < max_gathered_bytes ? (int)rest : max_gathered_bytes;
    int code = log->file->pMethods->xWrite(log->file, zeros, count, log->size);
    if (code != SQLITE_OK) return;
    log->size += count;
  }
}

/// Writes what was gathered. Where that fails it is gone, and who asked is told: nothing of it was
/// part of a commit yet.
static int flush(log_file *log) {
  if (log->count == 0) return SQLITE_OK;
  int count = log->count;
  log->count = 0;
  int code = log->file->pMethods->xWrite(log->file, log->gathered, count, log->offset);
  sqlite3_int64 end = log->offset + count;
  if (code != SQLITE_OK || end <= log->size) return code;
  log->size = end;
  lay_out_ahead(log);
  return SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  log_file *log = log_of(file);
  int goes_on = log->count > 0 && offset == log->offset + log->count;
  if (!goes_on || count > max_gathered_bytes - log->count) {
    int code = flush(log);
    if (code != SQLITE_OK) return code;
    log->offset = offset;
  }
  // A frame is a page at most, and none of ours is that long.
  if (count > max_gathered_bytes) return SQLITE_IOERR_WRITE;
  memcpy(log->gathered + log->count, bytes, (size_t)count);
  log->count += count;
  return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  int code = flush(log_of(file));
  if (code != SQLITE_OK) return code;
  return file_of(file)->pMethods->xRead(file_of(file), bytes, count, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int code = flush(log_of(file));
  if (code == SQLITE_OK) code = file_of(file)->pMethods->xTruncate(file_of(file), size);
  if (code == SQLITE_OK) log_of(file)->size = size;
  return code;
}

static int log_sync(sqlite3_file *file, int flags) {
  int code = flush(log_of(file));
  return code != SQLITE_OK ? code : file_of(file)->pMethods->xSync(file_of(file), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
  int code = flush(log_of(file));
  return code != SQLITE_OK ? code : file_of(file)->pMethods->xFileSize(file_of(file), size);
}

static int log_close(sqlite3_file *file) {
  int code = flush(log_of(file));
  int closed = file_of(file)->pMethods->xClose(file_of(file));
  sqlite3_free(log_of(file)->gathered);
  return code != SQLITE_OK ? code : closed;
}

static int log_lock(sqlite3_file *file, int level) {
  return file_of(file)->pMethods->xLock(file_of(file), level);
}

static int log_unlock(sqlite3_file *file, int level) {
  return file_of(file)->pMethods->xUnlock(file_of(file), level);
}

static int log_is_reserved(sqlite3_file *file, int *is_reserved) {
  return file_of(file)->pMethods->xCheckReservedLock(file_of(file), is_reserved);
}

static int log_control(sqlite3_file *file, int operation, void *argument) {
  return file_of(file)->pMethods->xFileControl(file_of(file), operation, argument);
}

static int log_sector_size(sqlite3_file *file) {
  return file_of(file)->pMethods->xSectorSize(file_of(file));
}

static int log_characteristics(sqlite3_file *file) {
  return file_of(file)->pMethods->xDeviceCharacteristics(file_of(file));
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
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_is_reserved,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_characteristics,
};

static sqlite3_vfs *system_vfs;

static int log_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
  (void)vfs;
  if (!(flags & SQLITE_OPEN_WAL)) {
    return system_vfs->xOpen(system_vfs, name, file, flags, flags_out);
  }
  log_file *log = log_of(file);
  memset(log, 0, sizeof *log);
  log->file = (sqlite3_file *)(log + 1);
  log->gathered = sqlite3_malloc(max_gathered_bytes);
  if (!log->gathered) return SQLITE_NOMEM;
  int code = system_vfs->xOpen(system_vfs, name, log->file, flags, flags_out);
  if (code == SQLITE_OK) code = log->file->pMethods->xFileSize(log->file, &log->size);
  if (code == SQLITE_OK) {
    file->pMethods = &log_methods;
    return SQLITE_OK;
  }
  if (log->file->pMethods) log->file->pMethods->xClose(log->file);
  sqlite3_free(log->gathered);
  return code;
}

static sqlite3_vfs own_vfs;
static const char *own_name;

static void make(void) {
  system_vfs = sqlite3_vfs_find(NULL);
  if (!system_vfs) return;
  own_vfs = *system_vfs;
  own_vfs.pNext = NULL;
  own_vfs.zName = "gathered-log";
  own_vfs.szOsFile = (int)sizeof(log_file) + system_vfs->szOsFile;
  own_vfs.xOpen = log_open;
  if (sqlite3_vfs_register(&own_vfs, 0) == SQLITE_OK) own_name = own_vfs.zName;
}

const char *clogwrites_vfs(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make);
  return own_name;
}
