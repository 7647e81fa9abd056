#include "clogwrites.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static _Thread_local int has_failed;

/// Stands in for SQLite's own, which opens a file's folder to sync it, and syncs it itself. SQLite
/// passes over a failure of its sync, and over a folder that cannot be opened, which is what it is
/// told here.
static int sync_folder(const char *path, int *descriptor) {
  char folder[4096];
  size_t length = strlen(path);
  *descriptor = -1;
  while (length > 0 && path[length] != '/') length--;
  if (length >= sizeof folder) {
    has_failed = 1;
    return SQLITE_CANTOPEN;
  }
  memcpy(folder, path, length);
  folder[length] = 0;
  const char *name = length > 0 ? folder : path[0] == '/' ? "/" : ".";
  int opened = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Some file systems have nothing to sync there (EINVAL).
  if (opened < 0 || (fsync(opened) != 0 && errno != EINVAL)) has_failed = 1;
  if (opened >= 0) close(opened);
  return SQLITE_CANTOPEN;
}

void clogwrites_watch_folders(void) {
  sqlite3_vfs *system = sqlite3_vfs_find(NULL);
  if (!system || system->iVersion < 3 || !system->xSetSystemCall) return;
  system->xSetSystemCall(system, "openDirectory", (sqlite3_syscall_ptr)sync_folder);
}

int clogwrites_has_folder_failed(void) {
  int failed = has_failed;
  has_failed = 0;
  return failed;
}
