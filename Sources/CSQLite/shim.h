// The system's SQLite. What C says with macros or variadic calls is typed here for Swift.
#ifndef COMMENTD_CSQLITE_SHIM_H
#define COMMENTD_CSQLITE_SHIM_H
#include <sqlite3.h>

/// Binds bytes that SQLite copies before the call returns.
static inline int csqlite_bind_text(sqlite3_stmt *s, int at, const char *text, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, at, text, n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds bytes that SQLite copies before the call returns.
static inline int csqlite_bind_blob(sqlite3_stmt *s, int at, const void *bytes, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, at, bytes, n, SQLITE_TRANSIENT);
}

/// Sets a boolean SQLITE_DBCONFIG_ option.
static inline int csqlite_db_config(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

/// Leaves out the count of memory in use, which all threads would share under one lock. Only before
/// anything else is asked of SQLite.
static inline int csqlite_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
#endif
