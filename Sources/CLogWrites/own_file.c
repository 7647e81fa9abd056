#include "own_file.h"

#include <pthread.h>
#include <string.h>

#include "clogwrites.h"

int own_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, size_t size, int flags,
    int *flags_out) {
  memset(file, 0, size);
  ((own_file *)file)->file = (sqlite3_file *)((char *)file + size);
  return system->xOpen(system, name, file_below(file), flags, flags_out);
}

int own_close(sqlite3_file *file) { return file_below(file)->pMethods->xClose(file_below(file)); }

int own_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return file_below(file)->pMethods->xRead(file_below(file), bytes, count, offset);
}

int own_truncate(sqlite3_file *file, sqlite3_int64 size) {
  return file_below(file)->pMethods->xTruncate(file_below(file), size);
}

int own_sync(sqlite3_file *file, int flags) {
  return file_below(file)->pMethods->xSync(file_below(file), flags);
}

int own_size(sqlite3_file *file, sqlite3_int64 *size) {
  return file_below(file)->pMethods->xFileSize(file_below(file), size);
}

int own_lock(sqlite3_file *file, int level) {
  return file_below(file)->pMethods->xLock(file_below(file), level);
}

int own_unlock(sqlite3_file *file, int level) {
  return file_below(file)->pMethods->xUnlock(file_below(file), level);
}

int own_is_reserved(sqlite3_file *file, int *is_reserved) {
  return file_below(file)->pMethods->xCheckReservedLock(file_below(file), is_reserved);
}

int own_control(sqlite3_file *file, int operation, void *argument) {
  return file_below(file)->pMethods->xFileControl(file_below(file), operation, argument);
}

int own_sector_size(sqlite3_file *file) {
  return file_below(file)->pMethods->xSectorSize(file_below(file));
}

int own_characteristics(sqlite3_file *file) {
  return file_below(file)->pMethods->xDeviceCharacteristics(file_below(file));
}

static sqlite3_vfs *system_vfs;
static sqlite3_vfs gathering, cleaning;
static const char *gathering_name, *cleaning_name;

static int open_own(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
  if (flags & SQLITE_OPEN_MAIN_DB) return database_open(system_vfs, name, file, flags, flags_out);
  if (vfs == &gathering && (flags & SQLITE_OPEN_WAL)) {
    return log_open(system_vfs, name, file, flags, flags_out);
  }
  return system_vfs->xOpen(system_vfs, name, file, flags, flags_out);
}

/// Registers files under a name; the name, NULL where that failed.
static const char *registered(sqlite3_vfs *vfs, const char *name) {
  *vfs = *system_vfs;
  vfs->pNext = NULL;
  vfs->zName = name;
  size_t own = log_bytes > database_bytes ? log_bytes : database_bytes;
  vfs->szOsFile = (int)own + system_vfs->szOsFile;
  vfs->xOpen = open_own;
  return sqlite3_vfs_register(vfs, 0) == SQLITE_OK ? name : NULL;
}

static void make(void) {
  system_vfs = sqlite3_vfs_find(NULL);
  if (!system_vfs) return;
  gathering_name = registered(&gathering, "commentd-gathering");
  cleaning_name = registered(&cleaning, "commentd-cleaning");
}

static void make_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make);
}

const char *clogwrites_gathering(void) {
  make_once();
  return gathering_name;
}

const char *clogwrites_cleaning(void) {
  make_once();
  return cleaning_name;
}
