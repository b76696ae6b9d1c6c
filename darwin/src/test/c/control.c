/* fcntl and ioctl. */
#include "standin.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>

/* ---- record locks ---- */

static const struct { int darwin, host; } lock_types[] = {
    {D_F_RDLCK, F_RDLCK}, {D_F_WRLCK, F_WRLCK}, {D_F_UNLCK, F_UNLCK},
};

static int lock(const char *call, int fd, int host_command, struct darwin_flock *lock) {
    struct flock host = {.l_type = -1};
    if (lock == NULL) return standin_fail(D_EFAULT);
    for (size_t i = 0; i < 3; i++)
        if (lock_types[i].darwin == lock->l_type) host.l_type = (short) lock_types[i].host;
    switch (lock->l_whence) {
        case D_SEEK_SET: host.l_whence = SEEK_SET; break;
        case D_SEEK_CUR: host.l_whence = SEEK_CUR; break;
        case D_SEEK_END: host.l_whence = SEEK_END; break;
        default: host.l_type = -1;
    }
    if (host.l_type == -1) return standin_fail(LINUX(fcntl, fd, F_GETFD) < 0 ? D_EBADF : D_EINVAL);
    host.l_start = lock->l_start;
    host.l_len = lock->l_len;
    if (LINUX(fcntl, fd, host_command, &host) != 0) return (int) standin_result(call, -1);
    if (host_command != F_GETLK && host_command != F_OFD_GETLK) return 0;
    if (host.l_type == F_UNLCK) {
        lock->l_type = D_F_UNLCK; /* nobody is in the way: the rest stays as it was */
        return 0;
    }
    *lock = (struct darwin_flock) {
        .l_start = host.l_start, .l_len = host.l_len, .l_pid = host.l_pid,
        .l_type = host.l_type == F_RDLCK ? D_F_RDLCK : D_F_WRLCK, .l_whence = D_SEEK_SET,
    };
    return 0;
}

/* ---- Darwin's own commands ---- */

static int path_of(const char *call, int fd, char *path) {
    char link[64], target[D_PATH_MAX];
    struct statx st;
    if (path == NULL) return standin_fail(D_EFAULT);
    if (fd < 0 || LINUX(fcntl, fd, F_GETFD) < 0) return standin_fail(D_EBADF);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = LINUX(readlinkat, AT_FDCWD, link, target, sizeof target);
    if (length < 0) return (int) standin_result(call, -1);
    if (target[0] != '/') return standin_fail(D_EBADF); /* "pipe:[1]": no file of the file system */
    if (length == sizeof target) return standin_fail(D_ENOSPC);
    target[length] = '\0';
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_NLINK, &st) == 0 && st.stx_nlink == 0) return standin_fail(D_ENOENT);
    memcpy(path, target, (size_t) length + 1);
    return 0;
}

/* Reserves space beyond the end without moving the end. */
static int preallocate(const char *call, int fd, struct darwin_fstore *store) {
    static const uint32_t known = D_F_ALLOCATECONTIG | D_F_ALLOCATEALL | D_F_ALLOCATEPERSIST;
    struct statx st;
    if (store == NULL) return standin_fail(D_EFAULT);
    if (LINUX(fcntl, fd, F_GETFD) < 0) return standin_fail(D_EBADF);
    if (store->fst_flags & ~known || store->fst_length < 0 || store->fst_posmode != D_F_PEOFPOSMODE)
        return standin_fail(D_EINVAL);
    store->fst_bytesalloc = 0;
    if (store->fst_length == 0) return 0;
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &st) != 0) return (int) standin_result(call, -1);
    off_t from = (off_t) st.stx_size + store->fst_offset;
    if (LINUX(fallocate, fd, FALLOC_FL_KEEP_SIZE, from, store->fst_length) != 0) return (int) standin_result(call, -1);
    store->fst_bytesalloc = store->fst_length;
    return 0;
}

static int control(const char *call, int fd, int command, long argument) {
    void *pointer = (void *) argument;
    long result;
    switch (command) {
        case D_F_DUPFD:
        case D_F_DUPFD_CLOEXEC:
            result = LINUX(fcntl, fd, command == D_F_DUPFD ? F_DUPFD : F_DUPFD_CLOEXEC, (int) argument);
            if (result >= 0) standin_kqueue_twin(fd, (int) result);
            return (int) standin_result(call, result);
        case D_F_GETFD:
            result = LINUX(fcntl, fd, F_GETFD);
            return result < 0 ? (int) standin_result(call, -1) : result & FD_CLOEXEC ? D_FD_CLOEXEC : 0;
        case D_F_SETFD:
            return (int) standin_result(call, LINUX(fcntl, fd, F_SETFD, argument & D_FD_CLOEXEC ? FD_CLOEXEC : 0));
        case D_F_GETFL:
            result = LINUX(fcntl, fd, F_GETFL);
            return result < 0 ? (int) standin_result(call, -1) : standin_darwin_flags((int) result);
        case D_F_SETFL:
            return (int) standin_result(call, LINUX(fcntl, fd, F_SETFL, standin_status_flags(call, (int) argument)));
        case D_F_GETLK: return lock(call, fd, F_GETLK, pointer);
        case D_F_SETLK: return lock(call, fd, F_SETLK, pointer);
        case D_F_SETLKW: return lock(call, fd, F_SETLKW, pointer);
        case D_F_OFD_GETLK: return lock(call, fd, F_OFD_GETLK, pointer);
        case D_F_OFD_SETLK: return lock(call, fd, F_OFD_SETLK, pointer);
        case D_F_OFD_SETLKW: return lock(call, fd, F_OFD_SETLKW, pointer);
        case D_F_GETPATH: return path_of(call, fd, pointer);
        case D_F_PREALLOCATE: return preallocate(call, fd, pointer);
        case D_F_FULLFSYNC:
        case D_F_BARRIERFSYNC:
            return (int) standin_result(call, LINUX(fsync, fd));
        case D_F_NOCACHE: /* advice about caching, of which nothing can be observed */
        case D_F_RDAHEAD:
            return LINUX(fcntl, fd, F_GETFD) < 0 ? standin_fail(D_EBADF) : 0;
        default: return standin_fail(LINUX(fcntl, fd, F_GETFD) < 0 ? D_EBADF : D_EINVAL);
    }
}

DARWIN(int, __fcntl, int fd, int cmd, long argument) {
    return control(__func__, fd, cmd, argument);
}

DARWIN(int, fcntl, int fd, int cmd, ...) {
    va_list arguments;
    va_start(arguments, cmd);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return control(__func__, fd, cmd, argument);
}

/* ---- ioctl ---- */

/* A request is unsigned: FIONBIO out of a sign-extended int is another number, and nobody's. */
static int device_control(const char *call, int fd, unsigned long request, void *argument) {
    switch (request) {
        case D_FIONREAD: return (int) standin_result(call, LINUX(ioctl, fd, FIONREAD, argument));
        case D_FIONBIO: return (int) standin_result(call, LINUX(ioctl, fd, FIONBIO, argument));
        case D_FIOCLEX: return (int) standin_result(call, LINUX(ioctl, fd, FIOCLEX));
        case D_FIONCLEX: return (int) standin_result(call, LINUX(ioctl, fd, FIONCLEX));
        case D_TIOCGWINSZ: {
            struct winsize host;
            struct darwin_winsize *size = argument;
            if (LINUX(ioctl, fd, TIOCGWINSZ, &host) != 0) return (int) standin_result(call, -1);
            if (size == NULL) return standin_fail(D_EFAULT);
            *size = (struct darwin_winsize) {host.ws_row, host.ws_col, host.ws_xpixel, host.ws_ypixel};
            return 0;
        }
        default: return standin_fail(LINUX(fcntl, fd, F_GETFD) < 0 ? D_EBADF : D_ENOTTY);
    }
}

DARWIN(int, __ioctl, int fd, unsigned long request, void *argument) {
    return device_control(__func__, fd, request, argument);
}

DARWIN(int, ioctl, int fd, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return device_control(__func__, fd, request, argument);
}
