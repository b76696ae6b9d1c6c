/*
 * copyfile: files copied with what is known of them, without a state.  There are no access control lists here, so those
 * are copied by doing nothing.
 */
#include "standin.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/xattr.h>

static const uint32_t known = D_COPYFILE_ALL | D_COPYFILE_EXCL | D_COPYFILE_UNLINK | D_COPYFILE_MOVE | D_COPYFILE_NOFOLLOW;

/* From where both stand; the copy ends where the copied bytes do. */
static bool data(int from, int to) {
    char bytes[64 * 1024];
    int64_t all = 0;
    for (long some; (some = LINUX(read, from, bytes, sizeof bytes)) != 0;) {
        if (some < 0) return false;
        for (long done = 0, part; done < some; done += part)
            if ((part = LINUX(write, to, bytes + done, (size_t) (some - done))) < 0) return false;
        all += some;
    }
    return LINUX(ftruncate, to, all) == 0;
}

/* Only root copies owners; that others cannot is no failure. */
static bool status(int from, int to) {
    struct statx st;
    if (LINUX(statx, from, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st) != 0) return false;
    struct timespec times[2] = {
        {st.stx_atime.tv_sec, st.stx_atime.tv_nsec}, {st.stx_mtime.tv_sec, st.stx_mtime.tv_nsec},
    };
    LINUX(fchown, to, st.stx_uid, st.stx_gid);
    return LINUX(fchmod, to, st.stx_mode & D_ALLPERMS) == 0 && LINUX(utimensat, to, NULL, times, 0) == 0;
}

static bool attributes(int from, int to) {
    char names[XATTR_LIST_MAX];
    long size = LINUX(flistxattr, from, names, sizeof names);
    if (size < 0) return errno == EOPNOTSUPP;
    char *value = malloc(XATTR_SIZE_MAX);
    bool done = value != NULL;
    for (char *name = names; done && name < names + size; name += strlen(name) + 1) {
        if (strncmp(name, "user.", strlen("user.")) != 0) continue;
        long length = LINUX(fgetxattr, from, name, value, XATTR_SIZE_MAX);
        done = length >= 0 && LINUX(fsetxattr, to, name, value, (size_t) length, 0) == 0;
    }
    free(value);
    return done;
}

static int copy(const char *call, int from, int to, uint32_t flags) {
    bool done = (!(flags & D_COPYFILE_XATTR) || attributes(from, to)) && (!(flags & D_COPYFILE_DATA) || data(from, to))
            && (!(flags & D_COPYFILE_STAT) || status(from, to));
    return done ? 0 : (int) standin_result(call, -1);
}

DARWIN(int, fcopyfile, int from, int to, void *state, uint32_t flags) {
    struct statx st;
    if (state != NULL || flags & ~known) standin_die(__func__, "a state, or flags 0x%x", flags);
    if (LINUX(fcntl, from, F_GETFD) < 0 || LINUX(fcntl, to, F_GETFD) < 0) return standin_fail(D_EBADF);
    if (LINUX(statx, from, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st) != 0) return (int) standin_result(__func__, -1);
    if (!S_ISREG(st.stx_mode)) return standin_fail(D_ENOTSUP);
    return copy(__func__, from, to, flags);
}

DARWIN(int, copyfile, const char *from, const char *to, void *state, uint32_t flags) {
    struct statx st;
    if (state != NULL || flags & ~known) standin_die(__func__, "a state, or flags 0x%x", flags);
    if (from == NULL || to == NULL) return standin_fail(D_EINVAL);
    if (!standin_path_fits(from) || !standin_path_fits(to)) return -1;
    int host = flags & D_COPYFILE_NOFOLLOW_SRC ? AT_SYMLINK_NOFOLLOW : 0;
    if (LINUX(statx, AT_FDCWD, from, host, STATX_BASIC_STATS, &st) != 0) return (int) standin_result(__func__, -1);
    if (S_ISDIR(st.stx_mode)) standin_die(__func__, "a directory");
    if (flags & D_COPYFILE_UNLINK) LINUX(unlinkat, AT_FDCWD, to, 0);
    if (S_ISLNK(st.stx_mode)) {
        char target[PATH_MAX] = "";
        LINUX(readlinkat, AT_FDCWD, from, target, sizeof target - 1);
        return (int) ANSWER(symlinkat, target, AT_FDCWD, to);
    }
    if (!S_ISREG(st.stx_mode)) return standin_fail(D_ENOTSUP);
    int source = (int) ANSWER(openat, AT_FDCWD, from, O_RDONLY | O_CLOEXEC);
    if (source < 0) return -1;
    int open = O_WRONLY | O_CREAT | O_CLOEXEC | IF_LENIENT(O_NONBLOCK) | (flags & D_COPYFILE_EXCL ? O_EXCL : 0)
            | (flags & D_COPYFILE_NOFOLLOW_DST ? O_NOFOLLOW : 0);
    int made = (int) ANSWER(openat, AT_FDCWD, to, open, (st.stx_mode & 0777) | S_IWUSR);
    int result = made < 0 ? -1 : copy(__func__, source, made, flags);
    int error = errno;
    LINUX(close, source);
    if (made >= 0) LINUX(close, made);
    if (result == 0 && flags & D_COPYFILE_MOVE) LINUX(unlinkat, AT_FDCWD, from, 0);
    errno = error;
    return result;
}
