// The calls on files that the library stands in for.
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/// What a descriptor is of: 1 a file that is meant, 2 the folder.
enum { most_descriptors = 65536 };
static _Atomic unsigned char meanings[most_descriptors];

static int meaning(int fd) {
  return fd >= 0 && fd < most_descriptors ? atomic_load(&meanings[fd]) : 0;
}

static const char *path_of(int fd, char *room) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  long count = syscall(SYS_readlinkat, AT_FDCWD, link, room, (long)PATH_MAX - 1);
  room[count < 0 ? 0 : count] = 0;
  return room;
}

static void die(void) {
  syscall(SYS_kill, (long)getpid(), (long)SIGKILL);
  for (;;) pause();
}

/// Sets errno and tells that a call fails; a process that is to be killed is gone.
static int fails(enum failure failure) {
  switch (failure) {
  case failure_io: errno = EIO; return 1;
  case failure_no_space: errno = ENOSPC; return 1;
  case failure_kill: die(); return 1;
  default: return 0;
  }
}

static int fails_on(enum kind kind, int fd) {
  if (!meaning(fd)) return 0;
  char room[PATH_MAX];
  return fails(verdict(kind, path_of(fd, room)));
}

static int is_full(void) {
  _Atomic int64_t *full = shared(faults_is_full);
  return full && atomic_load(full);
}

static int64_t size_of(int fd) {
  struct stat facts;
  return fstat(fd, &facts) == 0 ? facts.st_size : 0;
}

// MARK: - open, close

static int open_file(int folder, const char *path, int flags, mode_t mode) {
  int what = is_meant(path) ? 1 : is_meant_folder(path) ? 2 : 0;
  if (!what) return (int)syscall(SYS_openat, folder, path, flags, mode);
  if (fails(verdict(kind_open, path))) return -1;
  int is_new = (flags & O_CREAT) && syscall(SYS_faccessat, folder, path, F_OK) != 0;
  if (is_new && is_full()) {
    errno = ENOSPC;
    return -1;
  }
  hold_records();
  int fd = (int)syscall(SYS_openat, folder, path, flags, mode);
  if (fd >= 0 && fd < most_descriptors) atomic_store(&meanings[fd], (unsigned char)what);
  if (fd >= 0 && is_new) record_made(path, fd);
  release_records();
  return fd;
}

#define MODE_OF(flags)                                       \
  mode_t mode = 0;                                           \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                     \
    va_list rest;                                            \
    va_start(rest, flags);                                   \
    mode = (mode_t)va_arg(rest, int);                        \
    va_end(rest);                                            \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_file(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_file(folder, path, flags, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < most_descriptors) atomic_store(&meanings[fd], 0);
  return (int)syscall(SYS_close, fd);
}

// MARK: - read

ssize_t read(int fd, void *bytes, size_t count) {
  return fails_on(kind_read, fd) ? -1 : syscall(SYS_read, fd, bytes, count);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
  return fails_on(kind_read, fd) ? -1 : syscall(SYS_pread64, fd, bytes, count, offset);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
  return pread64(fd, bytes, count, offset);
}

// MARK: - write

/// How much of a write is done; -1: it fails. A process that is to be killed is so after a part of
/// it.
static ssize_t share(int fd, const void *bytes, size_t count, int64_t offset) {
  char room[PATH_MAX];
  enum failure failure = verdict(kind_write, path_of(fd, room));
  if (failure == failure_kill) {
    syscall(SYS_pwrite64, fd, bytes, count / 2, offset);
    die();
  }
  if (failure == failure_short) return count > 1 ? (ssize_t)(count / 2) : (ssize_t)count;
  if (fails(failure)) return -1;
  if (!is_full() || offset + (int64_t)count <= size_of(fd)) return (ssize_t)count;
  int64_t left = size_of(fd) - offset;
  if (left > 0) return left;
  errno = ENOSPC;
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  if (meaning(fd) != 1) return syscall(SYS_pwrite64, fd, bytes, count, offset);
  ssize_t part = share(fd, bytes, count, offset);
  if (part < 0) return -1;
  hold_records();
  record_write(fd, bytes, (size_t)part, offset);
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, part, offset);
  release_records();
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (meaning(fd) != 1) return syscall(SYS_write, fd, bytes, count);
  int64_t offset = syscall(SYS_lseek, fd, 0L, SEEK_CUR);
  ssize_t part = share(fd, bytes, count, offset);
  if (part < 0) return -1;
  hold_records();
  record_write(fd, bytes, (size_t)part, offset);
  ssize_t done = syscall(SYS_write, fd, bytes, part);
  release_records();
  return done;
}

// MARK: - sync, truncate

static int sync_file(int fd, long call) {
  if (!meaning(fd)) return (int)syscall(call, fd);
  if (fails_on(kind_sync, fd)) return -1;
  if (!is_recording()) return (int)syscall(call, fd);
  hold_records();
  record_sync(fd, meaning(fd) == 2);
  release_records();
  return 0;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int ftruncate64(int fd, off64_t size) {
  if (meaning(fd) != 1) return (int)syscall(SYS_ftruncate, fd, size);
  if (fails_on(kind_truncate, fd)) return -1;
  hold_records();
  record_truncation(fd, size);
  int code = (int)syscall(SYS_ftruncate, fd, size);
  release_records();
  return code;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

// MARK: - names

int unlink(const char *path) {
  if (!is_meant(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (fails(verdict(kind_name, path))) return -1;
  hold_records();
  record_unlinking(path);
  int code = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  release_records();
  return code;
}

int link(const char *from, const char *to) {
  if (!is_meant(to)) return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (fails(verdict(kind_name, to))) return -1;
  hold_records();
  int code = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (code == 0) record_linked(to);
  release_records();
  return code;
}

int rename(const char *from, const char *to) {
  if (!is_meant(to)) return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  if (fails(verdict(kind_name, to))) return -1;
  hold_records();
  record_renaming(from, to);
  int code = (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  release_records();
  return code;
}

// MARK: - map

void *mmap64(void *at, size_t count, int protection, int flags, int fd, off64_t offset) {
  if (fails_on(kind_map, fd)) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, at, count, protection, flags, fd, offset);
}

void *mmap(void *at, size_t count, int protection, int flags, int fd, off_t offset) {
  return mmap64(at, count, protection, flags, fd, offset);
}
