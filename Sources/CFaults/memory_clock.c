// Memory and the clock of the day.
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// The heap below: the one that the program brings, or glibc's. What is asked for before it is found
// comes from dlsym itself, which does without.
static void *below(_Atomic(void *) *known, const char *name) {
  void *found = atomic_load_explicit(known, memory_order_relaxed);
  if (!found) {
    found = dlsym(RTLD_NEXT, name);
    atomic_store_explicit(known, found, memory_order_relaxed);
  }
  return found;
}

#define BELOW(name)                                                     \
  static _Atomic(void *) known_##name;                                  \
  typeof(name) *next = (typeof(name) *)below(&known_##name, #name);     \
  if (!next || is_out_of_memory()) return NULL

static int is_out_of_memory(void) {
  _Atomic int64_t *at = shared(faults_memory_at);
  if (!at) return 0;
  int64_t chosen = atomic_load_explicit(at, memory_order_relaxed);
  if (chosen == 0) return 0;
  if (atomic_fetch_add(shared(faults_allocations), 1) + 1 != chosen) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t count) {
  BELOW(malloc);
  return next(count);
}

void *calloc(size_t count, size_t size) {
  BELOW(calloc);
  return next(count, size);
}

void *realloc(void *block, size_t count) {
  BELOW(realloc);
  return next(block, count);
}

void *aligned_alloc(size_t alignment, size_t count) {
  BELOW(aligned_alloc);
  return next(alignment, count);
}

void *memalign(size_t alignment, size_t count) { return aligned_alloc(alignment, count); }

int posix_memalign(void **block, size_t alignment, size_t count) {
  void *made = aligned_alloc(alignment, count);
  if (!made) return ENOMEM;
  *block = made;
  return 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int code = (int)syscall(SYS_clock_gettime, clock, time);
  _Atomic int64_t *ahead = shared(faults_clock_seconds);
  if (code == 0 && clock == CLOCK_REALTIME && ahead) time->tv_sec += atomic_load(ahead);
  return code;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *given) {
  struct timespec now = {0};
  clock_gettime(CLOCK_REALTIME, &now);
  if (given) *given = now.tv_sec;
  return now.tv_sec;
}
