// What a server of many connections needs of Linux beyond POSIX, behind functions of its own: the
// headers' feature macros would clash with those of Swift's Glibc module.
//
// Functions that fail return -1 and leave the reason in errno.
#ifndef COMMENTD_CLINUX_H
#define COMMENTD_CLINUX_H
#include <stddef.h>
#include <stdint.h>

enum { CLINUX_READ = 1, CLINUX_WRITE = 2, CLINUX_BROKEN = 4 };

/// A descriptor and what it is ready for.
typedef struct {
  int32_t descriptor;
  uint32_t ready;
} clinux_event;

/// Makes an epoll(7) descriptor.
int32_t clinux_poll_create(void);

/// Watches a descriptor, level-triggered, for CLINUX_READ and CLINUX_WRITE; for the first time
/// where `is_new`.
int32_t clinux_poll_watch(int32_t poll, int32_t descriptor, uint32_t what, int32_t is_new);

/// Watches a descriptor no more.
void clinux_poll_forget(int32_t poll, int32_t descriptor);

/// Waits for up to `count` events; how many there were, 0 after `timeout_ms` (-1: no limit) and
/// where a signal came.
int32_t clinux_poll_wait(int32_t poll, clinux_event *events, int32_t count, int32_t timeout_ms);

/// A counter that `clinux_wake` makes readable and `clinux_calm` unreadable (eventfd(2)).
int32_t clinux_waker(void);
void clinux_wake(int32_t waker);
void clinux_calm(int32_t waker);

/// The first place in `count` bytes where `length` others stand (memmem(3)); null for none.
const void *clinux_find(const void *bytes, size_t count, const void *sought, size_t length);

/// A listening Unix socket at `path`, which must not exist.
int32_t clinux_unix_listen(const char *path);

/// A connection to the Unix socket at `path`, blocking.
int32_t clinux_unix_connect(const char *path);

/// A listening TCP socket. 1: the name cannot be resolved (`*problem` says why), -1: see errno.
int32_t clinux_tcp_listen(const char *host, const char *port, int32_t *fd, const char **problem);

/// What a descriptor listens for: 1 on a Unix socket, 2 on another, 0 on none.
int32_t clinux_listener_kind(int32_t descriptor);

/// Accepts a connection that does not block. `address` gets the peer's, as text; empty for none.
int32_t clinux_accept(int32_t listener, char address[64]);
#endif
