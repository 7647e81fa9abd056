#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "own_file.h"

enum {
  max_page_bytes = 1 << 16,
  /// The header of the file, before that of its first page.
  header_bytes = 100,
  /// Where in it stands whether pages of the file are mapped to those that point to them.
  has_map_at = 52,
};

/// In files of so many pages and more a page of a long text may look like one of a tree: it begins
/// with the number of the next one, and trees' pages with a byte from 2 to 13, which is that of a
/// number from 2^25. Far below, so that no file grows past that while this is not looked at.
static const sqlite3_int64 max_pages = 1 << 24;

/// An open database. The system's own file follows it in the same block.
typedef struct {
  own_file own;
  /// Whether it has pages that point back (`PRAGMA auto_vacuum`), which look like those of trees.
  bool has_map;
  /// A page without its leftovers, on its way to the file.
  unsigned char *clean;
} database_file;

const size_t database_bytes = sizeof(database_file);

static database_file *database_of(sqlite3_file *file) { return (database_file *)file; }

static int number_at(const unsigned char *bytes) { return bytes[0] << 8 | bytes[1]; }

/// The part of a tree's page that holds nothing, between the places of its cells and the first of
/// them (https://www.sqlite.org/fileformat2.html#b_tree_pages); false where it is no such page.
static bool find_gap(
    const unsigned char *page, int size, sqlite3_int64 offset, int *first, int *last) {
  const unsigned char *header = page + (offset == 0 ? header_bytes : 0);
  bool is_inner = header[0] == 2 || header[0] == 5;
  if (!is_inner && header[0] != 10 && header[0] != 13) return false;
  int begin = (int)(header - page) + (is_inner ? 12 : 8) + 2 * number_at(header + 3);
  int end = number_at(header + 5);
  if (end == 0) end = max_page_bytes;
  if (begin >= end || end > size) return false;
  *first = begin;
  *last = end;
  return true;
}

/// Whether bytes hold something else than zeros.
static bool holds_something(const unsigned char *bytes, int count) {
  return count > 0 && (bytes[0] != 0 || memcmp(bytes, bytes + 1, (size_t)count - 1) != 0);
}

static bool is_page(int count, sqlite3_int64 offset) {
  return count >= 512 && count <= max_page_bytes && (count & (count - 1)) == 0
      && offset % count == 0;
}

static int database_write(
    sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  database_file *database = database_of(file);
  sqlite3_file *below = file_below(file);
  const unsigned char *page = bytes;
  if (is_page(count, offset)) {
    if (offset == 0) database->has_map = holds_something(page + has_map_at, 4);
    int first, last;
    sqlite3_int64 size = 0;
    if (!database->has_map && find_gap(page, count, offset, &first, &last)
        && holds_something(page + first, last - first) && own_size(file, &size) == SQLITE_OK
        && size / count < max_pages && offset / count < max_pages) {
      memcpy(database->clean, page, (size_t)count);
      memset(database->clean + first, 0, (size_t)(last - first));
      page = database->clean;
    }
  }
  return below->pMethods->xWrite(below, page, count, offset);
}

static int database_close(sqlite3_file *file) {
  sqlite3_free(database_of(file)->clean);
  return own_close(file);
}

static int shared_map(sqlite3_file *file, int region, int size, int extend, void volatile **at) {
  return file_below(file)->pMethods->xShmMap(file_below(file), region, size, extend, at);
}

static int shared_lock(sqlite3_file *file, int offset, int count, int flags) {
  return file_below(file)->pMethods->xShmLock(file_below(file), offset, count, flags);
}

static void shared_barrier(sqlite3_file *file) {
  file_below(file)->pMethods->xShmBarrier(file_below(file));
}

static int shared_unmap(sqlite3_file *file, int is_deleted) {
  return file_below(file)->pMethods->xShmUnmap(file_below(file), is_deleted);
}

// Version 2: with the shared memory of a write-ahead log, never mapped.
static const sqlite3_io_methods database_methods = {
    .iVersion = 2,
    .xClose = database_close,
    .xRead = own_read,
    .xWrite = database_write,
    .xTruncate = own_truncate,
    .xSync = own_sync,
    .xFileSize = own_size,
    OWN_METHODS_PASSED_ON,
    .xShmMap = shared_map,
    .xShmLock = shared_lock,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = shared_unmap,
};

int database_open(
    sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags, int *flags_out) {
  unsigned char *clean = sqlite3_malloc(max_page_bytes);
  if (!clean) {
    file->pMethods = NULL;
    return SQLITE_NOMEM;
  }
  int code = own_open(system, name, file, sizeof(database_file), flags, flags_out);
  if (code != SQLITE_OK) {
    sqlite3_free(clean);
    return code;
  }
  database_of(file)->clean = clean;
  file->pMethods = &database_methods;
  // Of a new file there is nothing to be read, which leaves zeros.
  unsigned char map[4] = {0};
  (void)own_read(file, map, sizeof map, has_map_at);
  database_of(file)->has_map = holds_something(map, sizeof map);
  return SQLITE_OK;
}
