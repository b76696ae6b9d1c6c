/* Files by name: open, stat, access, links, directories. */
#include "standin.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>

bool standin_path_fits(const char *path) {
    if (path == NULL || strnlen(path, D_PATH_MAX) < D_PATH_MAX) return true;
    errno = D_ENAMETOOLONG;
    return false;
}

/* ---- open ---- */

/* O_SHLOCK and O_EXLOCK: the lock is taken before anybody sees the descriptor. */
static int locked(const char *call, int fd, int flags) {
    int operation = flags & D_O_EXLOCK ? LOCK_EX : LOCK_SH;
    if (flags & D_O_NONBLOCK) operation |= LOCK_NB;
    operation |= IF_LENIENT(LOCK_NB);
    if (LINUX(flock, fd, operation) == 0) return fd;
    standin_result(call, -1);
    int error = errno;
    LINUX(close, fd);
    return standin_fail(error);
}

int standin_open(const char *call, int dirfd, const char *path, int flags, unsigned mode) {
    if ((flags & D_O_ACCMODE) == D_O_ACCMODE) return standin_fail(D_EINVAL);
    if (!standin_path_fits(path)) return -1;
    struct open_how how = {
        .flags = (uint64_t) standin_open_flags(call, flags),
        /* The sticky bit is never set by open: that takes a chmod. */
        .mode = flags & D_O_CREAT ? standin_mode(call, mode, D_ALLPERMS & ~D_S_ISVTX) : 0,
        .resolve = flags & D_O_NOFOLLOW_ANY ? RESOLVE_NO_SYMLINKS : 0,
    };
    dirfd = standin_dirfd(dirfd);
    long fd = how.resolve == 0 ? LINUX(openat, dirfd, path, how.flags, how.mode)
                               : LINUX(openat2, dirfd, path, &how, sizeof how);
    if (fd == -1 && errno == ENXIO) {
        /* A socket's file: Linux has one answer for it and for a FIFO nobody reads. */
        struct statx st;
        bool is_socket = LINUX(statx, dirfd, path, 0, STATX_TYPE, &st) == 0 && S_ISSOCK(st.stx_mode);
        return standin_fail(is_socket ? D_EOPNOTSUPP : D_ENXIO);
    }
    if (fd == -1) return (int) standin_result(call, -1);
    return flags & (D_O_SHLOCK | D_O_EXLOCK) ? locked(call, (int) fd, flags) : (int) fd;
}

/* The third argument of open, and fourth of openat, exists only when the flags ask for a new file. */
#define MODE_AFTER(last, flags, mode) \
    unsigned mode = 0; \
    if (flags & D_O_CREAT) { \
        va_list arguments; \
        va_start(arguments, last); \
        mode = va_arg(arguments, unsigned); \
        va_end(arguments); \
    }

DARWIN(int, open, const char *path, int oflag, ...) {
    MODE_AFTER(oflag, oflag, mode)
    return standin_open(__func__, D_AT_FDCWD, path, oflag, mode);
}

DARWIN(int, openat, int fd, const char *path, int oflag, ...) {
    MODE_AFTER(oflag, oflag, mode)
    return standin_open(__func__, fd, path, oflag, mode);
}

DARWIN(int, __open, const char *path, int oflag, unsigned mode) {
    return standin_open(__func__, D_AT_FDCWD, path, oflag, mode);
}

DARWIN(int, __openat, int fd, const char *path, int oflag, unsigned mode) {
    return standin_open(__func__, fd, path, oflag, mode);
}

DARWIN(int, creat, const char *path, unsigned mode) {
    return standin_open(__func__, D_AT_FDCWD, path, D_O_CREAT | D_O_TRUNC | D_O_WRONLY, mode);
}

/* ---- stat ---- */

static struct darwin_timespec timespec(struct statx_timestamp from) {
    return (struct darwin_timespec) {from.tv_sec, from.tv_nsec};
}

/* Eight bits of major and 24 of minor number; a Linux major above 255 loses its high bits. */
static int32_t device(uint32_t major, uint32_t minor) {
    return (int32_t) (major << 24 | (minor & 0xffffff));
}

static void stat_from(const struct statx *in, struct darwin_stat *out) {
    *out = (struct darwin_stat) { /* st_gen: 0, as for all but root */
        .st_dev = device(in->stx_dev_major, in->stx_dev_minor),
        .st_mode = in->stx_mode,
        .st_nlink = in->stx_nlink > UINT16_MAX ? UINT16_MAX : (uint16_t) in->stx_nlink,
        .st_ino = in->stx_ino,
        .st_uid = in->stx_uid,
        .st_gid = in->stx_gid,
        .st_rdev = device(in->stx_rdev_major, in->stx_rdev_minor),
        .st_atimespec = timespec(in->stx_atime),
        .st_mtimespec = timespec(in->stx_mtime),
        .st_ctimespec = timespec(in->stx_ctime),
        /* A file system without birth times: Darwin then answers with the change time. */
        .st_birthtimespec = timespec(in->stx_mask & STATX_BTIME ? in->stx_btime : in->stx_ctime),
        .st_size = (int64_t) in->stx_size,
        .st_blocks = (int64_t) in->stx_blocks,
        .st_blksize = (int32_t) in->stx_blksize,
        .st_flags = standin_flags_of(in),
    };
}

static int stat_at(const char *call, int fd, const char *path, struct darwin_stat *buf, int host_flags) {
    struct statx st;
    if (!standin_path_fits(path)) return -1;
    if (LINUX(statx, fd, path, host_flags, STATX_BASIC_STATS | STATX_BTIME, &st) != 0)
        return (int) standin_result(call, -1);
    if (buf == NULL) return standin_fail(D_EFAULT);
    stat_from(&st, buf);
    return 0;
}

DARWIN_INODE64(int, stat, const char *path, struct darwin_stat *buf) {
    return stat_at(__func__, AT_FDCWD, path, buf, 0);
}

DARWIN_INODE64(int, lstat, const char *path, struct darwin_stat *buf) {
    return stat_at(__func__, AT_FDCWD, path, buf, AT_SYMLINK_NOFOLLOW);
}

DARWIN_INODE64(int, fstat, int fd, struct darwin_stat *buf) {
    if (fd < 0) return standin_fail(D_EBADF); /* with an empty path Linux takes its AT_FDCWD for a descriptor */
    if (stat_at(__func__, fd, "", buf, AT_EMPTY_PATH) != 0) return -1;
    int unread;
    if (S_ISFIFO(buf->st_mode) && LINUX(ioctl, fd, FIONREAD, &unread) == 0) buf->st_size = unread;
    return 0;
}

DARWIN_INODE64(int, fstatat, int fd, const char *path, struct darwin_stat *buf, int flag) {
    if (flag & (D_AT_REALDEV | D_AT_FDONLY | D_AT_SYMLINK_NOFOLLOW_ANY))
        standin_die(__func__, "flag 0x%x has no Linux meaning", (unsigned) flag);
    if (flag & ~D_AT_SYMLINK_NOFOLLOW) return standin_fail(D_EINVAL);
    return stat_at(__func__, standin_dirfd(fd), path, buf, flag ? AT_SYMLINK_NOFOLLOW : 0);
}

/* ---- access ---- */

static int access_at(const char *call, int fd, const char *path, int mode, int flag) {
    _Static_assert(D_F_OK == F_OK && D_R_OK == R_OK && D_W_OK == W_OK && D_X_OK == X_OK, "access modes agree");
    /* XNU takes other bits for finer questions (delete, append, read attributes), or ignores them. */
    static const int finer = D__READ_OK | D__WRITE_OK | D__EXECUTE_OK | D__DELETE_OK | D__APPEND_OK | D__RMFILE_OK
            | D__RATTR_OK | D__WATTR_OK | D__REXT_OK | D__WEXT_OK | D__RPERM_OK | D__WPERM_OK | D__CHOWN_OK;
    if (mode & finer) standin_die(call, "mode 0x%x has no Linux meaning", (unsigned) mode);
    mode &= D_R_OK | D_W_OK | D_X_OK;
    if (flag & ~(D_AT_EACCESS | D_AT_SYMLINK_NOFOLLOW)) return standin_fail(D_EINVAL);
    if (!standin_path_fits(path)) return -1;
    int host_flags = (flag & D_AT_EACCESS ? AT_EACCESS : 0) | (flag & D_AT_SYMLINK_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0);
    return (int) standin_result(call, host_flags == 0 ? LINUX(faccessat, standin_dirfd(fd), path, mode)
                                                      : LINUX(faccessat2, standin_dirfd(fd), path, mode, host_flags));
}

DARWIN(int, access, const char *path, int amode) {
    return access_at(__func__, D_AT_FDCWD, path, amode, 0);
}

DARWIN(int, faccessat, int fd, const char *path, int amode, int flag) {
    return access_at(__func__, fd, path, amode, flag);
}

/* ---- links ---- */

static ssize_t read_link(const char *call, int fd, const char *path, char *buf, size_t size) {
    char nothing[1];
    if (size > INT32_MAX) return standin_fail(D_EINVAL);
    if (!standin_path_fits(path)) return -1;
    if (path != NULL && *path == '\0') return standin_fail(D_ENOENT); /* Linux would read the descriptor's own link */
    if (size == 0) return standin_result(call, LINUX(readlinkat, standin_dirfd(fd), path, nothing, 1)) < 0 ? -1 : 0;
    return standin_result(call, LINUX(readlinkat, standin_dirfd(fd), path, buf, (int) size));
}

DARWIN(ssize_t, readlink, const char *path, char *buf, size_t bufsize) {
    return read_link(__func__, D_AT_FDCWD, path, buf, bufsize);
}

DARWIN(ssize_t, readlinkat, int fd, const char *path, char *buf, size_t bufsize) {
    return read_link(__func__, fd, path, buf, bufsize);
}

/* Darwin's link follows a symbolic link in its first argument. */
DARWIN(int, link, const char *existing, const char *newname) {
    if (!standin_path_fits(existing) || !standin_path_fits(newname)) return -1;
    return (int) ANSWER(linkat, AT_FDCWD, existing, AT_FDCWD, newname, AT_SYMLINK_FOLLOW);
}

/* linkat follows one only when told to, as Linux's does. */
DARWIN(int, linkat, int fromfd, const char *from, int tofd, const char *to, int flag) {
    if (flag & ~D_AT_SYMLINK_FOLLOW) return standin_fail(D_EINVAL);
    if (!standin_path_fits(from) || !standin_path_fits(to)) return -1;
    return (int) ANSWER(linkat, standin_dirfd(fromfd), from, standin_dirfd(tofd), to, flag ? AT_SYMLINK_FOLLOW : 0);
}

static int make_link(const char *call, const char *target, int fd, const char *linkpath) {
    if (!standin_path_fits(target) || !standin_path_fits(linkpath)) return -1;
    return (int) standin_result(call, LINUX(symlinkat, target, standin_dirfd(fd), linkpath));
}

DARWIN(int, symlink, const char *target, const char *linkpath) {
    return make_link(__func__, target, D_AT_FDCWD, linkpath);
}

DARWIN(int, symlinkat, const char *target, int fd, const char *linkpath) {
    return make_link(__func__, target, fd, linkpath);
}

static int rename_at(const char *call, int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    unsigned known = D_RENAME_SECLUDE | D_RENAME_SWAP | D_RENAME_EXCL | D_RENAME_NOFOLLOW_ANY;
    if (flags & ~known || (flags & D_RENAME_SWAP && flags & D_RENAME_EXCL)) return standin_fail(D_EINVAL);
    if (flags & (D_RENAME_SECLUDE | D_RENAME_NOFOLLOW_ANY)) standin_die(call, "flags 0x%x have no Linux meaning", flags);
    if (!standin_path_fits(from) || !standin_path_fits(to)) return -1;
    unsigned host = flags & D_RENAME_SWAP ? RENAME_EXCHANGE : flags & D_RENAME_EXCL ? RENAME_NOREPLACE : 0;
    return (int) standin_result(call, LINUX(renameat2, standin_dirfd(from_fd), from, standin_dirfd(to_fd), to, host));
}

DARWIN(int, rename, const char *from, const char *to) {
    return rename_at(__func__, D_AT_FDCWD, from, D_AT_FDCWD, to, 0);
}

DARWIN(int, renameat, int fromfd, const char *from, int tofd, const char *to) {
    return rename_at(__func__, fromfd, from, tofd, to, 0);
}

DARWIN(int, renamex_np, const char *from, const char *to, unsigned flags) {
    return rename_at(__func__, D_AT_FDCWD, from, D_AT_FDCWD, to, flags);
}

DARWIN(int, renameatx_np, int fromfd, const char *from, int tofd, const char *to, unsigned flags) {
    return rename_at(__func__, fromfd, from, tofd, to, flags);
}

/* ---- removing ---- */

static int remove_at(const char *call, int fd, const char *path, int host_flags) {
    if (!standin_path_fits(path)) return -1;
    if (LINUX(unlinkat, standin_dirfd(fd), path, host_flags) == 0) return 0;
    return errno == EISDIR ? standin_fail(D_EPERM) : (int) standin_result(call, -1); /* Darwin: EPERM for a directory */
}

DARWIN(int, unlink, const char *path) {
    return remove_at(__func__, D_AT_FDCWD, path, 0);
}

DARWIN(int, rmdir, const char *path) {
    return remove_at(__func__, D_AT_FDCWD, path, AT_REMOVEDIR);
}

DARWIN(int, unlinkat, int fd, const char *path, int flag) {
    if (flag & ~D_AT_REMOVEDIR) return standin_fail(D_EINVAL);
    return remove_at(__func__, fd, path, flag ? AT_REMOVEDIR : 0);
}

/* ---- nodes ---- */

DARWIN(int, mkfifo, const char *path, unsigned mode) {
    mode = standin_mode(__func__, mode, D_ALLPERMS);
    return standin_path_fits(path) ? (int) ANSWER(mknodat, AT_FDCWD, path, S_IFIFO | mode, 0) : -1;
}

/* A FIFO is mkfifo's, for anybody; the rest is for root alone, and devices are all there is. */
DARWIN(int, mknod, const char *path, unsigned mode, int32_t dev) {
    struct statx st;
    unsigned kind = standin_mode(__func__, mode, D_S_IFMT);
    if (kind == D_S_IFIFO) return darwin_mkfifo(path, mode & D_ALLPERMS);
    if (LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    if (!standin_path_fits(path)) return -1;
    if (kind != D_S_IFCHR && kind != D_S_IFBLK) {
        bool taken = LINUX(statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &st) == 0;
        return standin_fail(taken ? D_EEXIST : D_EINVAL);
    }
    uint32_t major = (uint32_t) dev >> 24, minor = (uint32_t) dev & 0xffffff;
    if (minor > 0xfffff) standin_die(__func__, "minor number 0x%x has no room in Linux's 20 bits", minor);
    uint32_t host = (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;
    return (int) ANSWER(mknodat, AT_FDCWD, path, kind | (mode & D_ALLPERMS), host);
}

/* ---- directories ---- */

static int make_directory(const char *call, int fd, const char *path, unsigned mode) {
    mode = standin_mode(call, mode, D_ACCESSPERMS); /* no sticky or set-id bit: that takes a chmod */
    if (!standin_path_fits(path)) return -1;
    /* The root directory is EEXIST too; before macOS 13.3, it was EISDIR. */
    return (int) standin_result(call, LINUX(mkdirat, standin_dirfd(fd), path, mode));
}

DARWIN(int, mkdir, const char *path, unsigned mode) {
    return make_directory(__func__, D_AT_FDCWD, path, mode);
}

DARWIN(int, mkdirat, int fd, const char *path, unsigned mode) {
    return make_directory(__func__, fd, path, mode);
}

DARWIN(int, chdir, const char *path) {
    return standin_path_fits(path) ? (int) ANSWER(chdir, path) : -1;
}

DARWIN(int, fchdir, int fd) {
    return standin_need_file(fd, D_EINVAL) == 0 ? (int) ANSWER(fchdir, fd) : -1;
}

DARWIN(int, chroot, const char *dirname) {
    return standin_path_fits(dirname) ? (int) ANSWER(chroot, dirname) : -1;
}

DARWIN(char *, getcwd, char *buf, size_t size) {
    char *own = NULL;
    if (buf == NULL) {
        if (size == 0) size = D_PATH_MAX;
        buf = own = malloc(size); /* the caller frees it */
    } else if (size == 0) {
        standin_fail(D_EINVAL);
        return NULL;
    }
    if (buf != NULL && ANSWER(getcwd, buf, size) != -1) return buf;
    free(own);
    return NULL;
}
