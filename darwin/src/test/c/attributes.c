/* What can be set of what is known of a file: permissions, owners, times; and what its limits are. */
#include "standin.h"

#include <fcntl.h>

/* ---- permissions ---- */

/* Darwin's libc repeats a refused chmod without the set-id bits, and calls that success. */
static int change_mode(const char *call, int fd, const char *path, unsigned mode) {
    const unsigned set_id = D_S_ISUID | D_S_ISGID;
    mode = standin_mode(call, mode, D_ALLPERMS);
    if (!standin_path_fits(path)) return -1;
    for (;;) {
        long result = path == NULL ? LINUX(fchmod, fd, mode) : LINUX(fchmodat, AT_FDCWD, path, mode);
        if (result == 0 || errno != EPERM || !(mode & set_id)) return (int) standin_result(call, result);
        mode &= ~set_id;
    }
}

DARWIN(int, chmod, const char *path, unsigned mode) {
    return path == NULL ? standin_fail(D_EFAULT) : change_mode(__func__, AT_FDCWD, path, mode);
}

DARWIN(int, fchmod, int fd, unsigned mode) {
    return standin_need_file(fd, D_EINVAL) == 0 ? change_mode(__func__, fd, NULL, mode) : -1;
}

/* The flags of fchmodat and fchownat; -1 for one there is not. */
static int host_flags(const char *call, int flag) {
    if (flag & (D_AT_REALDEV | D_AT_FDONLY | D_AT_SYMLINK_NOFOLLOW_ANY))
        standin_die(call, "flag 0x%x has no Linux meaning", (unsigned) flag);
    if (flag & ~D_AT_SYMLINK_NOFOLLOW) return standin_fail(D_EINVAL);
    return flag ? AT_SYMLINK_NOFOLLOW : 0;
}

/* The system call itself: nothing is repeated here. */
DARWIN(int, fchmodat, int fd, const char *path, unsigned mode, int flag) {
    struct statx st;
    int host = host_flags(__func__, flag);
    mode = standin_mode(__func__, mode, D_ALLPERMS);
    if (host < 0 || !standin_path_fits(path)) return -1;
    fd = standin_dirfd(fd);
    if (host != 0 && LINUX(statx, fd, path, host, STATX_TYPE, &st) == 0 && S_ISLNK(st.stx_mode))
        standin_die(__func__, "links have no permissions on Linux");
    return (int) ANSWER(fchmodat, fd, path, mode);
}

/* libc makes it of setattrlist, and repeats nothing either. */
DARWIN(int, lchmod, const char *path, unsigned mode) {
    return path == NULL ? standin_fail(D_EFAULT) : darwin_fchmodat(D_AT_FDCWD, path, mode, D_AT_SYMLINK_NOFOLLOW);
}

DARWIN(unsigned, umask, unsigned cmask) {
    static _Atomic unsigned beyond; /* Linux keeps the nine permissions, Darwin all twelve bits */
    unsigned mask = standin_mode(__func__, cmask, D_ALLPERMS);
    unsigned before = __atomic_exchange_n(&beyond, mask & ~D_ACCESSPERMS, __ATOMIC_SEQ_CST);
    return before | (unsigned) LINUX(umask, mask & D_ACCESSPERMS);
}

/* ---- owners ---- */

static int change_owner(const char *call, int fd, const char *path, uint32_t owner, uint32_t group, int host) {
    if (host < 0 || !standin_path_fits(path)) return -1;
    return (int) standin_result(call, LINUX(fchownat, fd, path, owner, group, host));
}

DARWIN(int, chown, const char *path, uint32_t owner, uint32_t group) {
    return change_owner(__func__, AT_FDCWD, path, owner, group, 0);
}

DARWIN(int, lchown, const char *path, uint32_t owner, uint32_t group) {
    return change_owner(__func__, AT_FDCWD, path, owner, group, AT_SYMLINK_NOFOLLOW);
}

DARWIN(int, fchownat, int fd, const char *path, uint32_t owner, uint32_t group, int flag) {
    return change_owner(__func__, standin_dirfd(fd), path, owner, group, host_flags(__func__, flag));
}

DARWIN(int, fchown, int fd, uint32_t owner, uint32_t group) {
    return standin_need_file(fd, D_EINVAL) == 0 ? (int) ANSWER(fchown, fd, owner, group) : -1;
}

/* ---- times ---- */

/* Not the host's: these may be numbers of nanoseconds to it. */
static bool in_range(long nanoseconds) {
    return nanoseconds >= 0 && nanoseconds <= 999999999;
}

/* utimes and its like: the kernel multiplies and looks no further, so nobody hands it what is no number of microseconds. */
static int set_microseconds(const char *call, int fd, const char *path, const struct darwin_timeval *times, int host) {
    struct timespec both[2];
    if (!standin_path_fits(path)) return -1;
    for (int i = 0; times != NULL && i < 2; i++) {
        if (!in_range(times[i].tv_usec * 1000L)) standin_die(call, "%d microseconds, taken as they are", times[i].tv_usec);
        both[i] = (struct timespec) {times[i].tv_sec, times[i].tv_usec * 1000L};
    }
    return (int) standin_result(call, LINUX(utimensat, fd, path, times == NULL ? NULL : both, host));
}

DARWIN(int, utimes, const char *path, const struct darwin_timeval times[2]) {
    return path == NULL ? standin_fail(D_EFAULT) : set_microseconds(__func__, AT_FDCWD, path, times, 0);
}

DARWIN(int, lutimes, const char *path, const struct darwin_timeval times[2]) {
    return path == NULL ? standin_fail(D_EFAULT) : set_microseconds(__func__, AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

DARWIN(int, futimes, int fd, const struct darwin_timeval times[2]) {
    return standin_need_file(fd, D_EINVAL) == 0 ? set_microseconds(__func__, fd, NULL, times, 0) : -1;
}

static long host_nanoseconds(long nanoseconds) {
    return nanoseconds == D_UTIME_NOW ? UTIME_NOW : nanoseconds == D_UTIME_OMIT ? UTIME_OMIT : nanoseconds;
}

/*
 * libc makes utimensat of setattrlistat, where a time that is not the owner's to set is EACCES: utimes, which has a
 * system call of its own, makes it EPERM.  That both are "now" is passed on, as of late; older ones ask for the owner.
 */
static int set_nanoseconds(const char *call, int fd, const char *path, const struct darwin_timespec *times, int host) {
    struct timespec both[2];
    struct statx st;
    for (int i = 0; times != NULL && i < 2; i++) {
        long nanoseconds = times[i].tv_nsec;
        if (nanoseconds != D_UTIME_NOW && nanoseconds != D_UTIME_OMIT && !in_range(nanoseconds))
            return standin_fail(D_EINVAL);
        both[i] = (struct timespec) {times[i].tv_sec, host_nanoseconds(nanoseconds)};
    }
    if (LINUX(utimensat, fd, path, times == NULL ? NULL : both, host) == 0) return 0;
    if (errno != EPERM) return (int) standin_result(call, -1);
    int by_fd = path == NULL ? AT_EMPTY_PATH : host;
    uid_t user = (uid_t) LINUX(geteuid);
    bool ours = user == 0 || (LINUX(statx, fd, path == NULL ? "" : path, by_fd, STATX_UID, &st) == 0 && st.stx_uid == user);
    return standin_fail(ours ? D_EPERM : D_EACCES);
}

/* A flag it does not know is ignored. */
DARWIN(int, utimensat, int fd, const char *path, const struct darwin_timespec times[2], int flag) {
    if (flag & D_AT_SYMLINK_NOFOLLOW_ANY) standin_die(__func__, "AT_SYMLINK_NOFOLLOW_ANY has no Linux meaning");
    if (path == NULL) return standin_fail(D_EFAULT);
    if (!standin_path_fits(path)) return -1;
    int host = flag & D_AT_SYMLINK_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
    return set_nanoseconds(__func__, standin_dirfd(fd), path, times, host);
}

DARWIN(int, futimens, int fd, const struct darwin_timespec times[2]) {
    return standin_need_file(fd, D_EINVAL) == 0 ? set_nanoseconds(__func__, fd, NULL, times, 0) : -1;
}

/* ---- limits ---- */

/* What the kernel and HFS+ answer; devices have answers of their own. */
static long limit_of(mode_t mode, int name) {
    bool device = S_ISCHR(mode) || S_ISBLK(mode);
    switch (name) {
        case D__PC_2_SYMLINKS:
        case D__PC_ALLOC_SIZE_MIN:
        case D__PC_ASYNC_IO: return 1;
        case D__PC_PRIO_IO:
        case D__PC_SYNC_IO: return 0;
        case D__PC_REC_INCR_XFER_SIZE:
        case D__PC_REC_MIN_XFER_SIZE:
        case D__PC_REC_XFER_ALIGN: return 4096;
        case D__PC_REC_MAX_XFER_SIZE: return 65536;
        case D__PC_SYMLINK_MAX: return 255;
        case D__PC_AUTH_OPAQUE_NP:
        case D__PC_EXTENDED_SECURITY_NP: return 0;
        case D__PC_CHOWN_RESTRICTED: return 200112;
        case D__PC_LINK_MAX: return D_LINK_MAX;
        case D__PC_PIPE_BUF: return D_PIPE_BUF;
        default: break;
    }
    if (device) {
        switch (name) {
            case D__PC_MAX_CANON: return D_MAX_CANON;
            case D__PC_MAX_INPUT: return D_MAX_INPUT;
            case D__PC_VDISABLE: return UINT8_MAX;
            default: return standin_fail(D_EINVAL);
        }
    }
    switch (name) {
        case D__PC_NAME_MAX:
        case D__PC_NAME_CHARS_MAX: return D_NAME_MAX;
        case D__PC_PATH_MAX: return D_PATH_MAX;
        case D__PC_NO_TRUNC: return 200112;
        case D__PC_FILESIZEBITS: return 64;
        case D__PC_CASE_SENSITIVE:
        case D__PC_CASE_PRESERVING: return 1;
        default: return standin_fail(D_EINVAL);
    }
}

DARWIN(long, pathconf, const char *path, int name) {
    struct statx st;
    if (!standin_path_fits(path)) return -1;
    return LINUX(statx, AT_FDCWD, path, 0, STATX_TYPE, &st) == 0 ? limit_of(st.stx_mode, name) : standin_result(__func__, -1);
}

/* Pipes and sockets know of what they take in one piece, and of nothing else. */
DARWIN(long, fpathconf, int fd, int name) {
    struct statx st;
    if (fd < 0 || LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) != 0) return standin_fail(D_EBADF);
    if (standin_need_file(fd, D_EINVAL) == 0) return limit_of(st.stx_mode, name);
    bool has_buffer = S_ISFIFO(st.stx_mode) || S_ISSOCK(st.stx_mode);
    return has_buffer && name == D__PC_PIPE_BUF ? D_PIPE_BUF : standin_fail(D_EINVAL);
}
