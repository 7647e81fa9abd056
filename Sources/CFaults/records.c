// Records of what a power cut would take.
//
// In the folder of records `w-INODE` has what was written to a file since it was last synced: for
// each write five numbers of 64 bits (offset, bytes now, bytes there before, the file's size
// before, 0; or 1 for a truncation, to the offset), then the bytes before and the bytes now.
// `names` has what became of names since the folder was last synced, a line each: `made INODE
// PATH`, `unlinked INODE PATH`, `renamed INODE OLD-INODE FROM TO`; files whose names went are kept
// as `keep-INODE`.
#include "faults.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>


static pthread_mutex_t records_mutex = PTHREAD_MUTEX_INITIALIZER;

void hold_records(void) {
  if (is_recording()) pthread_mutex_lock(&records_mutex);
}

void release_records(void) {
  if (is_recording()) pthread_mutex_unlock(&records_mutex);
}

static void path_in_records(char *room, const char *kind, uint64_t inode) {
  snprintf(room, PATH_MAX, "%s/%s%llu", records_folder(), kind, (unsigned long long)inode);
}


struct piece {
  const void *bytes;
  size_t count;
};

/// Writes whole, past the functions that others count.
static void append(const char *path, const struct piece *parts, int count) {
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
  if (fd < 0) abort();
  for (int i = 0; i < count; i++) {
    size_t done = 0;
    while (done < parts[i].count) {
      long n = syscall(SYS_write, fd, (const char *)parts[i].bytes + done, parts[i].count - done);
      if (n <= 0) abort();
      done += (size_t)n;
    }
  }
  syscall(SYS_close, fd);
}

static void record(int fd, int64_t offset, const void *bytes, size_t count, int is_truncation) {
  struct stat facts;
  if (!is_recording() || fstat(fd, &facts) != 0) return;
  size_t lost = is_truncation && facts.st_size > offset ? (size_t)(facts.st_size - offset) : count;
  void *before = lost > 0 ? malloc(lost) : NULL;
  long known = before ? syscall(SYS_pread64, fd, before, lost, offset) : 0;
  if (known < 0) known = 0;
  int64_t head[5] = {offset, (int64_t)count, known, facts.st_size, is_truncation};
  char path[PATH_MAX];
  path_in_records(path, "w-", facts.st_ino);
  struct piece parts[] = {
      {head, sizeof head}, {before, (size_t)known}, {bytes, count}};
  append(path, parts, 3);
  free(before);
}

void record_write(int fd, const void *bytes, size_t count, int64_t offset) {
  record(fd, offset, bytes, count, 0);
}

void record_truncation(int fd, int64_t size) { record(fd, size, NULL, 0, 1); }

static void record_name(const char *line) {
  if (!is_recording()) return;
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/names", records_folder());
  struct piece part = {line, strlen(line)};
  append(path, &part, 1);
}

static void keep(const char *path, uint64_t inode) {
  char kept[PATH_MAX];
  path_in_records(kept, "keep-", inode);
  syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0);
}

static uint64_t inode_of(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 ? facts.st_ino : 0;
}

static void record_new(const char *path, uint64_t inode) {
  char line[PATH_MAX + 64];
  snprintf(line, sizeof line, "made %llu %s\n", (unsigned long long)inode, path);
  record_name(line);
}

void record_made(const char *path, int fd) {
  struct stat facts;
  if (is_recording() && fstat(fd, &facts) == 0) record_new(path, facts.st_ino);
}

void record_linked(const char *path) {
  if (is_recording()) record_new(path, inode_of(path));
}

void record_unlinking(const char *path) {
  uint64_t inode = is_recording() ? inode_of(path) : 0;
  if (inode == 0) return;
  keep(path, inode);
  char line[PATH_MAX + 64];
  snprintf(line, sizeof line, "unlinked %llu %s\n", (unsigned long long)inode, path);
  record_name(line);
}

void record_renaming(const char *from, const char *to) {
  uint64_t inode = is_recording() ? inode_of(from) : 0;
  if (inode == 0) return;
  uint64_t old = inode_of(to);
  if (old) keep(to, old);
  char line[2 * PATH_MAX + 64];
  snprintf(
      line, sizeof line, "renamed %llu %llu %s %s\n", (unsigned long long)inode,
      (unsigned long long)old, from, to);
  record_name(line);
}

void record_sync(int fd, int is_folder) {
  struct stat facts;
  if (!is_recording() || fstat(fd, &facts) != 0) return;
  char path[PATH_MAX];
  if (is_folder) {
    snprintf(path, sizeof path, "%s/names", records_folder());
  } else {
    path_in_records(path, "w-", facts.st_ino);
  }
  syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
