/*
 * Clones: copies that share what they hold until one of them is written to.  Here they are copies from the start; but for
 * the room they take nobody sees the difference.
 */
#include "standin.h"

#include <fcntl.h>

/* Whole, whatever signals come: the manual of clonefile knows no EINTR. */
static bool copied(int from, int to, uint64_t size) {
    int64_t in = 0;
    while ((uint64_t) in < size) {
        long bytes = LINUX(copy_file_range, from, &in, to, NULL, (size_t) (size - (uint64_t) in), 0);
        if (bytes == 0 || (bytes < 0 && errno != EINTR)) return false;
    }
    return true;
}

/* Owners are copied by root alone, and by root only if not told otherwise; who becomes the owner gets no set-id bits. */
static bool attributed(int to, const struct statx *st, uint32_t flags) {
    bool with_owner = LINUX(geteuid) == 0 && !(flags & D_CLONE_NOOWNERCOPY);
    unsigned mode = st->stx_mode & (with_owner ? D_ALLPERMS : D_ALLPERMS & ~(D_S_ISUID | D_S_ISGID));
    struct timespec times[2] = {
        {st->stx_atime.tv_sec, st->stx_atime.tv_nsec}, {st->stx_mtime.tv_sec, st->stx_mtime.tv_nsec},
    };
    return (!with_owner || LINUX(fchown, to, st->stx_uid, st->stx_gid) == 0) && LINUX(fchmod, to, mode) == 0
            && LINUX(utimensat, to, NULL, times, 0) == 0;
}

static void need_plain_copy(const char *call, uint32_t flags, unsigned mode) {
    if (flags & D_CLONE_ACL && !(flags & ~(uint32_t) (D_CLONE_NOFOLLOW | D_CLONE_NOOWNERCOPY | D_CLONE_ACL)))
        standin_die(call, "lists of who may do what");
    if (S_ISDIR(mode)) standin_die(call, "a directory, which takes all that is in it along");
}

static int clone_open(const char *call, int from, int tofd, const char *path, uint32_t flags) {
    struct statx source, made;
    if (flags & ~(uint32_t) (D_CLONE_NOFOLLOW | D_CLONE_NOOWNERCOPY | D_CLONE_ACL)) return standin_fail(D_EINVAL);
    if (!standin_path_fits(path)) return -1;
    if (LINUX(statx, from, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &source) != 0) return (int) standin_result(call, -1);
    need_plain_copy(call, flags, source.stx_mode);
    if (!S_ISREG(source.stx_mode)) return standin_fail(D_EINVAL);
    tofd = standin_dirfd(tofd);
    int to = (int) ANSWER(openat, tofd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0) return -1;
    bool done = LINUX(statx, to, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &made) == 0;
    bool near = done && made.stx_dev_major == source.stx_dev_major && made.stx_dev_minor == source.stx_dev_minor;
    done = near && copied(from, to, source.stx_size) && attributed(to, &source, flags);
    int error = near ? errno : EXDEV;
    LINUX(close, to);
    if (done) return 0;
    LINUX(unlinkat, tofd, path, 0);
    errno = error;
    return (int) standin_result(call, -1);
}

/* Of a link that is not to be followed, a link that says the same. */
static int clone_link(const char *call, int fromfd, const char *from, int tofd, const char *to) {
    char target[PATH_MAX];
    long length = LINUX(readlinkat, standin_dirfd(fromfd), from, target, sizeof target - 1);
    if (length < 0) return (int) standin_result(call, -1);
    target[length] = '\0';
    return standin_path_fits(to) ? (int) standin_result(call, LINUX(symlinkat, target, standin_dirfd(tofd), to)) : -1;
}

static int clone_at(const char *call, int fromfd, const char *from, int tofd, const char *to, uint32_t flags) {
    struct statx st;
    if (!standin_path_fits(from)) return -1;
    int host = flags & D_CLONE_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
    if (LINUX(statx, standin_dirfd(fromfd), from, host, STATX_TYPE, &st) != 0) return (int) standin_result(call, -1);
    if (S_ISLNK(st.stx_mode)) return clone_link(call, fromfd, from, tofd, to);
    need_plain_copy(call, flags, st.stx_mode); /* before there is a descriptor */
    int fd = (int) standin_result(call, LINUX(openat, standin_dirfd(fromfd), from, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (fd < 0) return -1;
    int result = clone_open(call, fd, tofd, to, flags);
    int error = errno;
    LINUX(close, fd);
    errno = error;
    return result;
}

DARWIN(int, clonefile, const char *from, const char *to, uint32_t flags) {
    return clone_at(__func__, D_AT_FDCWD, from, D_AT_FDCWD, to, flags);
}

DARWIN(int, clonefileat, int fromfd, const char *from, int tofd, const char *to, uint32_t flags) {
    return clone_at(__func__, fromfd, from, tofd, to, flags);
}

DARWIN(int, fclonefileat, int fd, int tofd, const char *to, uint32_t flags) {
    if (standin_need_file(fd, D_EINVAL) != 0) return -1;
    if ((LINUX(fcntl, fd, F_GETFL) & O_ACCMODE) == O_WRONLY) return standin_fail(D_EBADF);
    return clone_open(__func__, fd, tofd, to, flags);
}
