#include "faults.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Atomic(_Atomic int64_t *) page;
static char prefix[PATH_MAX];
static size_t folder_length;
static char records[PATH_MAX];

// Before the program's own code, and before any thread of it.
__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("COMMENTD_FAULTS");
  const char *files = getenv("COMMENTD_FAULTS_FILES");
  const char *folder = getenv("COMMENTD_FAULTS_RECORDS");
  if (!path || !files || strlen(files) >= sizeof prefix) return;
  strcpy(prefix, files);
  const char *slash = strrchr(prefix, '/');
  folder_length = slash ? (size_t)(slash - prefix) : 0;
  if (folder && strlen(folder) < sizeof records) strcpy(records, folder);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  long mapped = syscall(SYS_mmap, NULL, 4096L, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
  syscall(SYS_close, fd);
  if (mapped != -1) atomic_store(&page, (_Atomic int64_t *)mapped);
}

_Atomic int64_t *shared(enum slot slot) {
  _Atomic int64_t *start = atomic_load(&page);
  return start ? start + slot : NULL;
}

const char *records_folder(void) { return records; }
int is_recording(void) { return records[0] != 0; }

// SQLite names its files by their whole paths, the rest may name them from where it stands.
static const char *whole(const char *path, char *room) {
  if (path[0] == '/') return path;
  if (syscall(SYS_getcwd, room, PATH_MAX) < 0) return path;
  size_t length = strlen(room);
  if (length + strlen(path) + 2 > PATH_MAX) return path;
  room[length] = '/';
  strcpy(room + length + 1, path);
  return room;
}

int is_meant(const char *path) {
  char room[PATH_MAX];
  if (!atomic_load(&page)) return 0;
  return strncmp(whole(path, room), prefix, strlen(prefix)) == 0;
}

int is_meant_folder(const char *path) {
  char room[PATH_MAX];
  if (!atomic_load(&page) || folder_length == 0) return 0;
  if (strcmp(path, ".") == 0) path = "";
  const char *all = whole(path, room);
  size_t length = strlen(all);
  while (length > 1 && all[length - 1] == '/') length--;
  return length == folder_length && memcmp(all, prefix, length) == 0;
}

static enum file file_of(const char *path) {
  char room[PATH_MAX];
  if (is_meant_folder(path)) return file_folder;
  const char *all = whole(path, room);
  const char *end = strlen(all) >= strlen(prefix) ? all + strlen(prefix) : "?";
  if (*end == 0) return file_database;
  if (strcmp(end, "-wal") == 0) return file_log;
  if (strcmp(end, "-shm") == 0) return file_shared;
  return strncmp(end, ".search", 7) == 0 ? file_search : file_other;
}

enum failure verdict(enum kind kind, const char *path) {
  _Atomic int64_t *at = shared(faults_at);
  if (!at || !(atomic_load(shared(faults_kinds)) & kind)) return failure_none;
  int64_t files = atomic_load(shared(faults_files));
  if (files != 0 && !(files & file_of(path))) return failure_none;
  int64_t number = atomic_fetch_add(shared(faults_calls), 1) + 1;
  int64_t chosen = atomic_load(at);
  if (chosen == 0 || number < chosen) return failure_none;
  if (number > chosen && !atomic_load(shared(faults_lasts))) return failure_none;
  if (atomic_fetch_add(shared(faults_hits), 1) == 0) {
    atomic_store(shared(faults_first_kind), kind);
    char *told = (char *)shared(0) + faults_path_offset;
    strncpy(told, path, faults_path_bytes - 1);
  }
  enum failure failure = (enum failure)atomic_load(shared(faults_failure));
  if (kind == kind_sync && failure != failure_short && failure != failure_kill) {
    atomic_fetch_add(shared(faults_failed_syncs), 1);
  }
  return failure;
}
