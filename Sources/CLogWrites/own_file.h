// What the two kinds of files have in common.
#ifndef COMMENTD_OWN_FILE_H
#define COMMENTD_OWN_FILE_H

#include <sqlite3.h>
#include <stddef.h>

/// An open file that passes on what it is asked to one of the system's.
typedef struct {
  sqlite3_file base;
  sqlite3_file *file;
} own_file;

/// The system's file below one of ours.
static inline sqlite3_file *file_below(sqlite3_file *file) { return ((own_file *)file)->file; }

/// Opens the system's file right behind `size` bytes of ours.
int own_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, size_t size, int flags,
    int *flags_out);

// What is passed on as it is.
int own_close(sqlite3_file *file);
int own_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset);
int own_truncate(sqlite3_file *file, sqlite3_int64 size);
int own_sync(sqlite3_file *file, int flags);
int own_size(sqlite3_file *file, sqlite3_int64 *size);
int own_lock(sqlite3_file *file, int level);
int own_unlock(sqlite3_file *file, int level);
int own_is_reserved(sqlite3_file *file, int *is_reserved);
int own_control(sqlite3_file *file, int operation, void *argument);
int own_sector_size(sqlite3_file *file);
int own_characteristics(sqlite3_file *file);

/// Of the methods those that no file of ours has a part in.
#define OWN_METHODS_PASSED_ON                                                   \
  .xLock = own_lock, .xUnlock = own_unlock,                                     \
  .xCheckReservedLock = own_is_reserved, .xFileControl = own_control,           \
  .xSectorSize = own_sector_size, .xDeviceCharacteristics = own_characteristics

/// Opens a log that gathers what is written.
int log_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags, int *flags_out);
/// How many bytes one takes.
extern const size_t log_bytes;

/// Opens a database whose pages are freed of leftovers.
int database_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags, int *flags_out);
/// How many bytes one takes.
extern const size_t database_bytes;

#endif
