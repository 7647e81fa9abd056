#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int32_t clinux_poll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int32_t clinux_poll_watch(int32_t poll, int32_t descriptor, uint32_t what, int32_t is_new) {
    struct epoll_event event = {.data.fd = descriptor};
    if (what & CLINUX_READ) event.events |= EPOLLIN;
    if (what & CLINUX_WRITE) event.events |= EPOLLOUT;
    return epoll_ctl(poll, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

void clinux_poll_forget(int32_t poll, int32_t descriptor) {
    struct epoll_event event = {0};
    epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, &event);
}

int32_t clinux_poll_wait(int32_t poll, clinux_event *events, int32_t count, int32_t timeout_ms) {
    struct epoll_event found[256];
    int most = count < 256 ? count : 256;
    int n = epoll_wait(poll, found, most, timeout_ms);
    for (int i = 0; i < n; i++) {
        uint32_t ready = 0;
        if (found[i].events & EPOLLIN) ready |= CLINUX_READ;
        if (found[i].events & EPOLLOUT) ready |= CLINUX_WRITE;
        if (found[i].events & (EPOLLHUP | EPOLLERR)) ready |= CLINUX_BROKEN;
        events[i] = (clinux_event){.descriptor = found[i].data.fd, .ready = ready};
    }
    return n < 0 ? 0 : n;
}

int32_t clinux_waker(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void clinux_wake(int32_t waker) { eventfd_write(waker, 1); }

void clinux_calm(int32_t waker) {
    eventfd_t value;
    eventfd_read(waker, &value);
}

const void *clinux_find(const void *bytes, size_t count, const void *sought, size_t length) {
    return memmem(bytes, count, sought, length);
}

// Closes a descriptor after a failure and keeps the failure's reason.
static int32_t given_up(int fd) {
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static int unix_address(const char *path, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return 0;
    }
    strcpy(address->sun_path, path);
    return 1;
}

int32_t clinux_unix_listen(const char *path) {
    struct sockaddr_un address;
    if (!unix_address(path, &address)) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 128)) {
        return given_up(fd);
    }
    return fd;
}

int32_t clinux_unix_connect(const char *path) {
    struct sockaddr_un address;
    if (!unix_address(path, &address)) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) return given_up(fd);
    return fd;
}

int32_t clinux_tcp_listen(const char *host, const char *port, int32_t *fd, const char **problem) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found;
    int code = getaddrinfo(*host ? host : NULL, port, &hints, &found);
    if (code != 0) {
        *problem = gai_strerror(code);
        return 1;
    }
    int on = 1;
    int made = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made >= 0) {
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (bind(made, found->ai_addr, found->ai_addrlen) || listen(made, 128)) {
            made = given_up(made);
        }
    }
    freeaddrinfo(found);
    *fd = made;
    return made < 0 ? -1 : 0;
}

int32_t clinux_listener_kind(int32_t descriptor) {
    int listens = 0;
    struct sockaddr_storage own;
    socklen_t length = sizeof listens, size = sizeof own;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) || !listens ||
        getsockname(descriptor, (struct sockaddr *)&own, &size)) {
        return 0;
    }
    return own.ss_family == AF_UNIX ? 1 : 2;
}

int32_t clinux_accept(int32_t listener, char address[64]) {
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int on = 1;
    int fd = accept4(listener, (struct sockaddr *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    address[0] = 0;
    if (fd >= 0 && peer.ss_family != AF_UNIX) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        // A peer that is gone without a word is found, also where it is only ever told something.
        int idle = 60, step = 15, tries = 4;
        setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &step, sizeof step);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &tries, sizeof tries);
        getnameinfo((struct sockaddr *)&peer, length, address, 64, NULL, 0, NI_NUMERICHOST);
    }
    return fd;
}
