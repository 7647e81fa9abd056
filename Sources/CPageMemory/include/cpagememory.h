// Memory for the pages that SQLite keeps, beside the heap, and the numbers that it finds them by.
//
// They are most of what a server holds, come and go one by one, and are a little larger than a page
// of the system's: in the heap they lay among all that requests take and give back, and what was
// free between them grew for hours (malloc_stats: 84 MB in use of 118). Here each has a place of
// one size, and a place that was given back is the next one taken.
#ifndef COMMENTD_CPAGEMEMORY_H
#define COMMENTD_CPAGEMEMORY_H
#include <stdbool.h>
#include <stddef.h>

/// Has SQLite take the memory of pages from here, and all other from where it did; false where it
/// cannot. Only before anything else is asked of SQLite, but for other settings.
bool cpagememory_use(void);

/// How many places have been taken at a time at most.
size_t cpagememory_most(void);

/// Has pages exchange their numbers without a trace; false where SQLite cannot be told.
///
/// Where a tree's rows move, SQLite puts its pages in order: one has the number of the page that
/// locks lie on until the other has let go of its own (balance_nonroot in btree.c of 3.40.1). In
/// a database of less than a gigabyte that is the highest number that the cache of pages has seen,
/// and the commit, which lets go of pages past the database's end, looks at all that are kept:
/// almost 8,000 in the writer's cache, a twentieth of its time where commits are of 33 votes. Here
/// SQLite's own cache is told 0 for that number.
/// Only once, and before anything else is asked of SQLite, but for other settings.
bool cpagememory_exchange_cheaply(void);

/// How often SQLite's own cache was told 0.
long cpagememory_exchanges(void);

#endif
