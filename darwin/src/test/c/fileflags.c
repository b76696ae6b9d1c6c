/* Flags of files; and what HFS+ and devices have had that others have not. */
#include "standin.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

/*
 * Linux has some of these flags on some file systems, for some users.  All are kept here, for stat to show; those Linux
 * has are set there too where it can be done, and then do what they say.  A file is told by its birth as well, or one
 * that is gone would leave its flags to the next of its number.
 */
struct flagged {
    uint32_t major, minor;
    uint64_t ino;
    struct statx_timestamp birth;
    uint32_t flags;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct flagged *all;
static size_t known, room;

static struct flagged *find(const struct statx *st) {
    for (size_t i = 0; i < known; i++) {
        struct flagged *one = &all[i];
        if (one->ino == st->stx_ino && one->major == st->stx_dev_major && one->minor == st->stx_dev_minor
                && one->birth.tv_sec == st->stx_btime.tv_sec && one->birth.tv_nsec == st->stx_btime.tv_nsec) return one;
    }
    return NULL;
}

uint32_t standin_flags_of(const struct statx *st) {
    pthread_mutex_lock(&lock);
    struct flagged *one = find(st);
    uint32_t flags = one == NULL ? 0 : one->flags;
    pthread_mutex_unlock(&lock);
    return flags;
}

static void keep(const struct statx *st, uint32_t flags) {
    pthread_mutex_lock(&lock);
    struct flagged *one = find(st);
    if (one == NULL) {
        if (known == room) all = realloc(all, (room = room * 2 + 16) * sizeof *all);
        if (all == NULL) standin_die(__func__, "no memory");
        one = &all[known++];
        *one = (struct flagged) {st->stx_dev_major, st->stx_dev_minor, st->stx_ino, st->stx_btime, 0};
    }
    one->flags = flags;
    pthread_mutex_unlock(&lock);
}

static const struct { uint32_t darwin; int host; } file_flags[] = {
    {D_UF_NODUMP, FS_NODUMP_FL},
    {D_UF_IMMUTABLE | D_SF_IMMUTABLE, FS_IMMUTABLE_FL},
    {D_UF_APPEND | D_SF_APPEND, FS_APPEND_FL},
};

/* On the descriptor, where the file system and the user may: elsewhere they are for show. */
static void set_on_host(int fd, uint32_t flags) {
    int host;
    if (LINUX(ioctl, fd, FS_IOC_GETFLAGS, &host) != 0) return;
    for (size_t i = 0; i < sizeof file_flags / sizeof *file_flags; i++) {
        host &= ~file_flags[i].host;
        if (flags & file_flags[i].darwin) host |= file_flags[i].host;
    }
    LINUX(ioctl, fd, FS_IOC_SETFLAGS, &host);
}

/* Owners set theirs, root the others too; and some are the system's alone. */
static int change_flags(const char *call, int fd, const char *path, int host_flags, uint32_t flags) {
    static const uint32_t settable = D_UF_SETTABLE | D_SF_SETTABLE;
    static const uint32_t systems = D_UF_COMPRESSED | D_UF_DATAVAULT | D_SF_RESTRICTED | D_SF_DATALESS | D_SF_FIRMLINK;
    struct statx st;
    if (!standin_path_fits(path)) return -1;
    if (flags & ~settable) standin_die(call, "flags 0x%x", flags);
    if (LINUX(statx, fd, path, host_flags, STATX_BASIC_STATS | STATX_BTIME, &st) != 0) return (int) standin_result(call, -1);
    uid_t user = (uid_t) LINUX(geteuid);
    uint32_t changed = flags ^ standin_flags_of(&st);
    if ((user != 0 && (user != st.stx_uid || changed & D_SF_SETTABLE)) || changed & systems) return standin_fail(D_EPERM);
    keep(&st, flags);
    if (!S_ISREG(st.stx_mode) && !S_ISDIR(st.stx_mode)) return 0;
    int opened = host_flags == AT_EMPTY_PATH ? fd : (int) LINUX(openat, fd, path, O_RDONLY | O_CLOEXEC);
    if (opened >= 0) set_on_host(opened, flags);
    if (opened >= 0 && opened != fd) LINUX(close, opened);
    return 0;
}

DARWIN(int, chflags, const char *path, uint32_t flags) {
    return change_flags(__func__, AT_FDCWD, path, 0, flags);
}

DARWIN(int, lchflags, const char *path, uint32_t flags) {
    return change_flags(__func__, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, flags);
}

DARWIN(int, fchflags, int fd, uint32_t flags) {
    return standin_need_file(fd, D_EINVAL) == 0 ? change_flags(__func__, fd, "", AT_EMPTY_PATH, flags) : -1;
}

/* ---- exchangedata ---- */

/* Where a path leads in the end: a link is followed, for renameat2 would not. */
static bool led_to(const char *path, bool follow, char *end, struct statx *st) {
    char link[64];
    int fd = (int) LINUX(openat, AT_FDCWD, path, O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
    if (fd < 0) return false;
    snprintf(link, sizeof link, STANDIN_PROC "/self/fd/%d", fd);
    long length = LINUX(readlinkat, AT_FDCWD, link, end, PATH_MAX - 1);
    if (length < 0 || LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, st) != 0) standin_die(__func__, "no %s", link);
    end[length] = '\0';
    LINUX(close, fd);
    return true;
}

/* Names are exchanged here instead of what is in the files; owners and permissions stay with the names. */
DARWIN(int, exchangedata, const char *path1, const char *path2, unsigned options) {
    char first[PATH_MAX], second[PATH_MAX];
    struct statx one, two;
    if (options & ~(unsigned) D_FSOPT_NOFOLLOW) standin_die(__func__, "options 0x%x", options);
    if (!standin_path_fits(path1) || !standin_path_fits(path2)) return -1;
    bool follow = !(options & D_FSOPT_NOFOLLOW);
    if (!led_to(path1, follow, first, &one) || !led_to(path2, follow, second, &two)) return (int) standin_result(__func__, -1);
    bool same_device = one.stx_dev_major == two.stx_dev_major && one.stx_dev_minor == two.stx_dev_minor;
    if (same_device && one.stx_ino == two.stx_ino) return standin_fail(D_EINVAL);
    if (!same_device) return standin_fail(D_EXDEV);
    if (!S_ISREG(one.stx_mode) || !S_ISREG(two.stx_mode)) return standin_fail(D_EINVAL);
    if (LINUX(faccessat2, AT_FDCWD, first, R_OK | W_OK, AT_EACCESS) != 0
            || LINUX(faccessat2, AT_FDCWD, second, R_OK | W_OK, AT_EACCESS) != 0) return (int) standin_result(__func__, -1);
    if (LINUX(renameat2, AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE) != 0)
        return errno == EINVAL ? standin_fail(D_ENOTSUP) : (int) standin_result(__func__, -1);
    bool kept = LINUX(fchownat, AT_FDCWD, first, one.stx_uid, one.stx_gid, 0) == 0
            && LINUX(fchownat, AT_FDCWD, second, two.stx_uid, two.stx_gid, 0) == 0
            && LINUX(fchmodat, AT_FDCWD, first, one.stx_mode & ALLPERMS) == 0
            && LINUX(fchmodat, AT_FDCWD, second, two.stx_mode & ALLPERMS) == 0;
    if (!kept) standin_die(__func__, "owners and permissions went along");
    return 0;
}

/* ---- what is always refused, or nearly so ---- */

DARWIN(int, undelete, const char *path) {
    (void) path;
    return standin_fail(D_ENOTSUP);
}

/* Of a terminal, which Linux can hang up; other devices it cannot take back. */
DARWIN(int, revoke, const char *path) {
    struct statx st;
    if (!standin_path_fits(path)) return -1;
    if (LINUX(statx, AT_FDCWD, path, 0, STATX_BASIC_STATS, &st) != 0) return (int) standin_result(__func__, -1);
    if (!S_ISCHR(st.stx_mode) && !S_ISBLK(st.stx_mode)) return standin_fail(D_ENOTSUP);
    uid_t user = (uid_t) LINUX(geteuid);
    if (user != 0 && user != st.stx_uid) return standin_fail(D_EPERM);
    int fd = (int) ANSWER(openat, AT_FDCWD, path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return -1;
    int error = LINUX(ioctl, fd, TIOCVHANGUP) != 0 ? errno : 0;
    LINUX(close, fd);
    if (error != 0) standin_die(__func__, "of what is no terminal: %s", strerror(error));
    return 0;
}
