/* Bytes in and out of descriptors, and the descriptors themselves. */
#include "sockets.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

/* ---- read and write ---- */

/* Linux shortens a request of 2 GiB and more; Darwin refuses it, once it has found the descriptor good. */
static int too_much(int fd) {
    return standin_fail(LINUX(fcntl, fd, F_GETFD) < 0 ? D_EBADF : D_EINVAL);
}

DARWIN(ssize_t, read, int fd, void *buf, size_t nbyte) {
    return nbyte > INT32_MAX ? too_much(fd) : ANSWER(read, fd, buf, nbyte);
}

/* The signal that comes of a write is the thread's, and pending before it returns. */
static long without_sigpipe(const char *call, int fd, const void *buf, size_t nbyte) {
    static const struct timespec at_once;
    uint64_t set = UINT64_C(1) << (SIGPIPE - 1), before, pending;
    LINUX(rt_sigprocmask, SIG_BLOCK, &set, &before, sizeof set);
    LINUX(rt_sigpending, &pending, sizeof pending);
    long result = LINUX(write, fd, buf, nbyte);
    int error = errno;
    if (result == -1 && error == EPIPE && !(pending & set)) LINUX(rt_sigtimedwait, &set, NULL, &at_once, sizeof set);
    LINUX(rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
    errno = error;
    return standin_result(call, result);
}

DARWIN(ssize_t, write, int fd, const void *buf, size_t nbyte) {
    if (nbyte > INT32_MAX) return too_much(fd);
    return standin_nosigpipe(fd) ? without_sigpipe(__func__, fd, buf, nbyte) : ANSWER(write, fd, buf, nbyte);
}

DARWIN(ssize_t, pread, int fd, void *buf, size_t nbyte, off_t offset) {
    return nbyte > INT32_MAX ? too_much(fd) : ANSWER(pread64, fd, buf, nbyte, offset);
}

DARWIN(ssize_t, pwrite, int fd, const void *buf, size_t nbyte, off_t offset) {
    return nbyte > INT32_MAX ? too_much(fd) : ANSWER(pwrite64, fd, buf, nbyte, offset);
}

/* The vector is Linux's as it stands. */
_Static_assert(sizeof(struct darwin_iovec) == sizeof(struct iovec), "iovec agrees");

static bool vector_fits(const struct darwin_iovec *iov, int count) {
    size_t total = 0;
    if (count < 1 || count > D_IOV_MAX) return standin_fail(D_EINVAL), false;
    if (iov == NULL) return standin_fail(D_EFAULT), false;
    for (int i = 0; i < count; i++) {
        if (iov[i].iov_len > INT32_MAX - total) return standin_fail(D_EINVAL), false;
        total += iov[i].iov_len;
    }
    return true;
}

DARWIN(ssize_t, readv, int fd, const struct darwin_iovec *iov, int iovcnt) {
    return vector_fits(iov, iovcnt) ? ANSWER(readv, fd, iov, iovcnt) : -1;
}

DARWIN(ssize_t, writev, int fd, const struct darwin_iovec *iov, int iovcnt) {
    return vector_fits(iov, iovcnt) ? ANSWER(writev, fd, iov, iovcnt) : -1;
}

DARWIN(ssize_t, preadv, int fd, const struct darwin_iovec *iov, int iovcnt, off_t offset) {
    return vector_fits(iov, iovcnt) ? ANSWER(preadv, fd, iov, iovcnt, offset, 0L) : -1;
}

DARWIN(ssize_t, pwritev, int fd, const struct darwin_iovec *iov, int iovcnt, off_t offset) {
    return vector_fits(iov, iovcnt) ? ANSWER(pwritev, fd, iov, iovcnt, offset, 0L) : -1;
}

/* SEEK_HOLE and SEEK_DATA have each other's number here. */
DARWIN(off_t, lseek, int fd, off_t offset, int whence) {
    switch (whence) {
        case D_SEEK_SET: return ANSWER(lseek, fd, offset, SEEK_SET);
        case D_SEEK_CUR: return ANSWER(lseek, fd, offset, SEEK_CUR);
        case D_SEEK_END: return ANSWER(lseek, fd, offset, SEEK_END);
        case D_SEEK_HOLE: return ANSWER(lseek, fd, offset, SEEK_HOLE);
        case D_SEEK_DATA: return ANSWER(lseek, fd, offset, SEEK_DATA);
        default: return ANSWER(lseek, fd, 0L, SEEK_CUR) == -1 ? -1 : standin_fail(D_EINVAL); /* EBADF, ESPIPE first */
    }
}

DARWIN(int, ftruncate, int fd, off_t length) {
    return (int) ANSWER(ftruncate, fd, length);
}

DARWIN(int, truncate, const char *path, off_t length) {
    return standin_path_fits(path) ? (int) ANSWER(truncate, path, length) : -1;
}

DARWIN(int, fsync, int fd) {
    return standin_need_file(fd, D_ENOTSUP) == 0 ? (int) ANSWER(fsync, fd) : -1;
}

DARWIN(int, fdatasync, int fd) {
    return standin_need_file(fd, D_ENOTSUP) == 0 ? (int) ANSWER(fdatasync, fd) : -1;
}

/* ---- descriptors ---- */

int standin_need_file(int fd, int otherwise) {
    char link[64], start;
    if (fd < 0 || LINUX(fcntl, fd, F_GETFD) < 0) return standin_fail(D_EBADF);
    snprintf(link, sizeof link, STANDIN_PROC "/self/fd/%d", fd);
    /* "pipe:[1]", "socket:[1]", "anon_inode:[eventfd]" */
    if (LINUX(readlinkat, AT_FDCWD, link, &start, 1) != 1) standin_die(__func__, "no %s", link);
    return start == '/' ? 0 : standin_fail(otherwise);
}

/* Descriptors with the same number here, other than 0, are twins. */
enum { KNOWN = 1 << 16 };
static unsigned file_of[KNOWN];
static bool nosigpipe[KNOWN];

static bool is_known(int fd) {
    return fd >= 0 && fd < KNOWN;
}

static bool is_socket(int fd) {
    int type;
    socklen_t length = sizeof type;
    return LINUX(getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0;
}

bool standin_nosigpipe(int fd) {
    return is_socket(fd) ? quiet(fd) != 0 : is_known(fd) && nosigpipe[fd];
}

void standin_set_nosigpipe(int fd, bool on) {
    if (is_socket(fd)) {
        set_quiet(fd, on);
        return;
    }
    if (!is_known(fd)) standin_die(__func__, "descriptor %d", fd);
    for (int other = 0; file_of[fd] != 0 && other < KNOWN; other++)
        if (file_of[other] == file_of[fd]) nosigpipe[other] = on;
    nosigpipe[fd] = on;
}

static void forget(int fd) {
    if (!is_known(fd)) return;
    file_of[fd] = 0;
    nosigpipe[fd] = false;
}

void standin_twin(int fd, int twin) {
    static atomic_uint files;
    standin_kqueue_twin(fd, twin);
    if (!is_known(fd) || !is_known(twin)) return;
    if (file_of[fd] == 0) file_of[fd] = ++files;
    file_of[twin] = file_of[fd];
    nosigpipe[twin] = nosigpipe[fd];
}

DARWIN(int, close, int fd) {
    standin_kqueue_forget(fd);
    forget(fd);
    return (int) ANSWER(close, fd);
}

DARWIN(int, dup, int fd) {
    int twin = (int) ANSWER(dup, fd);
    if (twin >= 0) standin_twin(fd, twin);
    return twin;
}

DARWIN(int, dup2, int fd, int fd2) {
    long valid = ANSWER(fcntl, fd, F_GETFD);
    if (valid < 0 || fd == fd2) return valid < 0 ? -1 : fd2; /* dup3, all that newer hosts have, refuses equal ones */
    standin_kqueue_forget(fd2);
    int twin = (int) ANSWER(dup3, fd, fd2, 0);
    if (twin >= 0) standin_twin(fd, twin);
    return twin;
}

/* Of the whole file, for whoever has it open. */
DARWIN(int, flock, int fd, int operation) {
    int host = operation & D_LOCK_UN ? LOCK_UN : operation & D_LOCK_EX ? LOCK_EX : operation & D_LOCK_SH ? LOCK_SH : 0;
    if (standin_need_file(fd, D_ENOTSUP) != 0) return -1;
    if (host == 0) return standin_fail(D_EBADF);
    return (int) ANSWER(flock, fd, host | (operation & D_LOCK_NB ? LOCK_NB : 0));
}

DARWIN(int, pipe, int fildes[2]) {
    return (int) ANSWER(pipe2, fildes, 0);
}

