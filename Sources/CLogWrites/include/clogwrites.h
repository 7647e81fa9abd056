// SQLite's files as the system has them, but for what is written to them:
//
// - what goes to the write-ahead log is gathered and given to the kernel in large pieces: a commit
//   of a thousand pages is otherwise two thousand calls, one for each frame's header and one for
//   its page;
// - what goes to the database is freed of leftovers. `PRAGMA secure_delete` overwrites what is
//   deleted, but where SQLite shares the rows of neighbouring pages out anew it leaves copies of
//   those that went to another page in the part of the page that holds nothing (3.40.1, btree.c,
//   rebuildPage). Zeros stand there instead.
#ifndef COMMENTD_CLOGWRITES_H
#define COMMENTD_CLOGWRITES_H

/// The name under which sqlite3_open_v2 finds these files, registered when first asked for; NULL,
/// which is SQLite's own choice, where that failed.
///
/// For a connection with `PRAGMA synchronous = FULL` or more: what was gathered is written when the
/// log is synced, which is before a commit can be seen. Under NORMAL nothing would sync it.
const char *clogwrites_gathering(void);

/// The same for files whose log is written as the system has it: for any connection.
const char *clogwrites_cleaning(void);

#endif
