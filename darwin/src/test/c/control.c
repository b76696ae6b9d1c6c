/* fcntl and ioctl. */
#include "standin.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
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

/* As the others, but in the end ETIMEDOUT: nobody wakes who waits here, so it looks again every so often. */
static int lock_for_a_time(const char *call, int fd, int host_command, struct darwin_flocktimeout *argument) {
    static const struct timespec nap = {.tv_nsec = 2000000};
    if (argument == NULL) return standin_fail(D_EFAULT);
    struct darwin_timespec left = argument->timeout;
    if (left.tv_sec < 0 || left.tv_nsec < 0 || left.tv_nsec > 999999999) return standin_fail(D_EINVAL);
    for (;;) {
        struct darwin_flock wanted = argument->fl;
        if (lock(call, fd, host_command, &wanted) == 0) return 0;
        if (errno != D_EAGAIN) return -1;
        if (left.tv_sec == 0 && left.tv_nsec < nap.tv_nsec) return standin_fail(D_ETIMEDOUT);
        if (left.tv_nsec < nap.tv_nsec) {
            left.tv_sec--;
            left.tv_nsec += 1000000000;
        }
        left.tv_nsec -= nap.tv_nsec;
        LINUX(nanosleep, &nap, NULL);
    }
}

/* ---- Darwin's own commands ---- */

static bool is_open_for_writing(int fd) {
    return (LINUX(fcntl, fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

static int path_of(const char *call, int fd, char *path) {
    char link[64], target[D_PATH_MAX];
    struct statx st;
    if (path == NULL) return standin_fail(D_EFAULT);
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    snprintf(link, sizeof link, STANDIN_PROC "/self/fd/%d", fd);
    long length = LINUX(readlinkat, AT_FDCWD, link, target, sizeof target);
    if (length < 0) return (int) standin_result(call, -1);
    if (length == sizeof target) return standin_fail(D_ENOSPC);
    target[length] = '\0';
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_NLINK, &st) == 0 && st.stx_nlink == 0) return standin_fail(D_ENOENT);
    memcpy(path, target, (size_t) length + 1);
    return 0;
}

/* Reserves space beyond the end without moving the end. */
static int preallocate(const char *call, int fd, struct darwin_fstore *store) {
    struct statx st;
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    if (!is_open_for_writing(fd)) return standin_fail(D_EBADF);
    if (store == NULL) return standin_fail(D_EFAULT);
    if (store->fst_posmode == D_F_VOLPOSMODE && store->fst_offset > 0)
        standin_die(call, "Linux cannot be told where on the volume");
    if (store->fst_posmode != D_F_PEOFPOSMODE || store->fst_offset != 0 || store->fst_length < 0)
        return standin_fail(D_EINVAL);
    store->fst_bytesalloc = 0;
    if (store->fst_length == 0) return 0;
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &st) != 0) return (int) standin_result(call, -1);
    long result = LINUX(fallocate, fd, FALLOC_FL_KEEP_SIZE, (off_t) st.stx_size, store->fst_length);
    if (result == 0) store->fst_bytesalloc = store->fst_length;
    return (int) standin_result(call, result);
}

/* Whole blocks of the file system only. */
static int punch_hole(const char *call, int fd, const struct darwin_fpunchhole *hole) {
    struct statx st;
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    if (!is_open_for_writing(fd)) return standin_fail(D_EPERM);
    if (hole == NULL) return standin_fail(D_EFAULT);
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &st) != 0) return (int) standin_result(call, -1);
    bool whole = hole->fp_offset % st.stx_blksize == 0 && hole->fp_length % st.stx_blksize == 0;
    if (hole->fp_flags != 0 || hole->reserved != 0 || hole->fp_offset < 0 || hole->fp_length <= 0 || !whole)
        return standin_fail(D_EINVAL);
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    return (int) standin_result(call, LINUX(fallocate, fd, mode, hole->fp_offset, hole->fp_length));
}

/* Of what is soon to be read. */
static int advise(const char *call, int fd, int64_t offset, int64_t length) {
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    if (offset < 0 || length < 0) return standin_fail(D_EINVAL);
    return (int) standin_result(call, LINUX(fadvise64, fd, offset, length, POSIX_FADV_WILLNEED));
}

/*
 * Where on the device a place of the file lies, and how many bytes go on from there.  F_LOG2PHYS asks of the place the
 * descriptor is at and tells no length; in a hole both tell -1.
 */
static int log2phys(const char *call, int fd, struct darwin_log2phys *place, bool extended) {
    struct {
        struct fiemap map;
        struct fiemap_extent extent;
    } asked = {.map.fm_extent_count = 1, .map.fm_flags = FIEMAP_FLAG_SYNC};
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    if (place == NULL) return standin_fail(D_EFAULT);
    if (extended && place->l2p_contigbytes < 0) return standin_fail(D_EINVAL);
    uint64_t start = extended ? (uint64_t) place->l2p_devoffset : (uint64_t) LINUX(lseek, fd, 0L, SEEK_CUR);
    uint64_t length = extended ? (uint64_t) place->l2p_contigbytes : 1;
    asked.map.fm_start = start;
    asked.map.fm_length = length;
    if (LINUX(ioctl, fd, FS_IOC_FIEMAP, &asked) != 0) return (int) standin_result(call, -1);
    bool hole = asked.map.fm_mapped_extents == 0 || asked.extent.fe_logical > start;
    uint64_t end = hole ? start + length : asked.extent.fe_logical + asked.extent.fe_length;
    if (hole && asked.map.fm_mapped_extents > 0) end = asked.extent.fe_logical;
    place->l2p_flags = 0;
    place->l2p_contigbytes = !extended ? 0 : (int64_t) (end - start < length ? end - start : length);
    place->l2p_devoffset = hole ? -1 : (int64_t) (asked.extent.fe_physical + (start - asked.extent.fe_logical));
    return 0;
}

/* Moves the end without a zero being written, which is root's to do. */
static int set_size(const char *call, int fd, const int64_t *size) {
    if (standin_need_file(fd, D_EBADF) != 0) return -1;
    if (!is_open_for_writing(fd)) return standin_fail(D_EBADF);
    if (size == NULL) return standin_fail(D_EFAULT);
    if (LINUX(geteuid) != 0) return standin_fail(D_EACCES);
    return (int) standin_result(call, LINUX(ftruncate, fd, *size));
}

static int control(const char *call, int fd, int command, long argument) {
    void *pointer = (void *) argument;
    long result;
    switch (command) {
        case D_F_DUPFD:
        case D_F_DUPFD_CLOEXEC:
            result = LINUX(fcntl, fd, command == D_F_DUPFD ? F_DUPFD : F_DUPFD_CLOEXEC, (int) argument);
            if (result >= 0) standin_twin(fd, (int) result);
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
        case D_F_GETPATH_NOFIRMLINK: return path_of(call, fd, pointer);
        case D_F_SETLKWTIMEOUT: return lock_for_a_time(call, fd, F_SETLK, pointer);
        case D_F_OFD_SETLKWTIMEOUT: return lock_for_a_time(call, fd, F_OFD_SETLK, pointer);
        case D_F_PREALLOCATE: return preallocate(call, fd, pointer);
        case D_F_PUNCHHOLE: return punch_hole(call, fd, pointer);
        case D_F_SETSIZE: return set_size(call, fd, pointer);
        case D_F_LOG2PHYS: return log2phys(call, fd, pointer, false);
        case D_F_LOG2PHYS_EXT: return log2phys(call, fd, pointer, true);
        case D_F_RDADVISE: {
            const struct darwin_radvisory *what = pointer;
            return advise(call, fd, what->ra_offset, what->ra_count);
        }
        case D_F_SPECULATIVE_READ: {
            const struct darwin_fspecread *what = pointer;
            return advise(call, fd, what->fsr_offset, what->fsr_length);
        }
        case D_F_SETNOSIGPIPE:
            if (LINUX(fcntl, fd, F_GETFD) < 0) return standin_fail(D_EBADF);
            standin_set_nosigpipe(fd, argument != 0);
            return 0;
        case D_F_GETNOSIGPIPE:
            return LINUX(fcntl, fd, F_GETFD) < 0 ? standin_fail(D_EBADF) : standin_nosigpipe(fd);
        case D_F_FULLFSYNC:
        case D_F_BARRIERFSYNC:
        case D_F_FLUSH_DATA:
            return standin_need_file(fd, D_EBADF) == 0 ? (int) standin_result(call, LINUX(fsync, fd)) : -1;
        case D_F_NOCACHE: /* advice about caching, of which nothing can be observed */
        case D_F_NODIRECT:
        case D_F_RDAHEAD:
        case D_F_SINGLE_WRITER:
            return standin_need_file(fd, D_EBADF);
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
        case D_TIOCSWINSZ: {
            const struct darwin_winsize *size = argument;
            if (size == NULL) return standin_fail(D_EFAULT);
            struct winsize host = {size->ws_row, size->ws_col, size->ws_xpixel, size->ws_ypixel};
            return (int) standin_result(call, LINUX(ioctl, fd, TIOCSWINSZ, &host));
        }
        case D_TIOCGWINSZ: {
            struct winsize host;
            struct darwin_winsize *size = argument;
            if (LINUX(ioctl, fd, TIOCGWINSZ, &host) != 0) return (int) standin_result(call, -1);
            if (size == NULL) return standin_fail(D_EFAULT);
            *size = (struct darwin_winsize) {host.ws_row, host.ws_col, host.ws_xpixel, host.ws_ypixel};
            return 0;
        }
        case D_SIOCGIFFLAGS: case D_SIOCSIFFLAGS: case D_SIOCGIFMTU: case D_SIOCSIFMTU: case D_SIOCGIFADDR:
        case D_SIOCSIFADDR: case D_SIOCGIFNETMASK: case D_SIOCSIFNETMASK: case D_SIOCGIFBRDADDR: case D_SIOCGIFDSTADDR:
            return interface_control(call, fd, request, argument);
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
