/* File systems: what is mounted where, and how full it is. */
#include "standin.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

/* A line of mountinfo, its words cut out of it. */
struct mounted {
    uint64_t id;
    char *on;
    char *type;
    char *from;
};

/* Blanks and backslashes are written as three octal digits. */
static char *unescaped(char *word) {
    char *to = word;
    for (char *from = word; *from != '\0'; from++) {
        unsigned code;
        if (*from == '\\' && sscanf(from + 1, "%3o", &code) == 1) {
            *to++ = (char) code;
            from += 3;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return word;
}

/* The mounts of the thread that asks, as one text; the caller frees it.  NULL if there is none to be had. */
static char *mountinfo(void) {
    int fd = (int) LINUX(openat, AT_FDCWD, STANDIN_PROC "/thread-self/mountinfo", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL; /* a root without /proc */
    size_t size = 4096, length = 0;
    char *text = malloc(size);
    for (;;) {
        if (text == NULL) standin_die(__func__, "no memory");
        long bytes = LINUX(read, fd, text + length, size - length - 1);
        if (bytes <= 0) break;
        length += (size_t) bytes;
        if (length + 1 == size) text = realloc(text, size *= 2);
    }
    text[length] = '\0';
    LINUX(close, fd);
    return text;
}

/* "36 35 98:0 /root /on opts tags… - type from super": the first line left, which it takes away. */
static bool next_mount(char **rest, struct mounted *out) {
    char *line = strsep(rest, "\n");
    if (line == NULL || *line == '\0') return false;
    out->id = strtoull(strsep(&line, " "), NULL, 10);
    for (int skipped = 0; skipped < 3; skipped++) strsep(&line, " ");
    out->on = unescaped(strsep(&line, " "));
    while (strcmp(strsep(&line, " "), "-") != 0) continue;
    out->type = unescaped(strsep(&line, " "));
    out->from = unescaped(strsep(&line, " "));
    return true;
}

static void put(char *to, size_t size, const char *text) {
    size_t length = strnlen(text, size - 1);
    memcpy(to, text, length);
    memset(to + length, 0, size - length);
}

static void name(struct darwin_statfs *out, const struct mounted *mount) {
    put(out->f_fstypename, sizeof out->f_fstypename, mount->type);
    put(out->f_mntonname, sizeof out->f_mntonname, mount->on);
    put(out->f_mntfromname, sizeof out->f_mntfromname, mount->from);
    if (strcmp(mount->on, "/") == 0) out->f_flags |= D_MNT_ROOTFS;
}

static const struct { long host; uint32_t darwin; } mount_flags[] = {
    {ST_RDONLY, D_MNT_RDONLY}, {ST_NOSUID, D_MNT_NOSUID}, {ST_NODEV, D_MNT_NODEV}, {ST_NOEXEC, D_MNT_NOEXEC},
    {ST_SYNCHRONOUS, D_MNT_SYNCHRONOUS}, {ST_NOATIME, D_MNT_NOATIME},
};

static void count(struct darwin_statfs *out, const struct statfs *in) {
    *out = (struct darwin_statfs) {
        .f_bsize = (uint32_t) in->f_bsize, .f_iosize = (int32_t) in->f_bsize,
        .f_blocks = in->f_blocks, .f_bfree = in->f_bfree, .f_bavail = in->f_bavail,
        .f_files = in->f_files, .f_ffree = in->f_ffree,
        .f_type = (uint32_t) in->f_type, /* a number of this boot's: anything does */
    };
    memcpy(out->f_fsid, &in->f_fsid, sizeof out->f_fsid);
    for (size_t i = 0; i < sizeof mount_flags / sizeof *mount_flags; i++)
        if (in->f_flags & mount_flags[i].host) out->f_flags |= mount_flags[i].darwin;
}

static int describe(int fd, const char *path, int host_flags, const struct statfs *host, struct darwin_statfs *buf) {
    struct statx st;
    struct mounted mount;
    if (buf == NULL) return standin_fail(D_EFAULT);
    count(buf, host);
    char *text = mountinfo(), *rest = text;
    if (text == NULL || LINUX(statx, fd, path, host_flags, STATX_MNT_ID, &st) != 0) {
        free(text);
        return 0;
    }
    while (next_mount(&rest, &mount))
        if (mount.id == st.stx_mnt_id) name(buf, &mount);
    free(text);
    return 0;
}

DARWIN_INODE64(int, statfs, const char *path, struct darwin_statfs *buf) {
    struct statfs host;
    if (!standin_path_fits(path)) return -1;
    if (LINUX(statfs, path, &host) != 0) return (int) standin_result(__func__, -1);
    return describe(AT_FDCWD, path, 0, &host, buf);
}

DARWIN_INODE64(int, fstatfs, int fd, struct darwin_statfs *buf) {
    struct statfs host;
    if (standin_need_file(fd, D_EINVAL) != 0) return -1;
    if (LINUX(fstatfs, fd, &host) != 0) return (int) standin_result(__func__, -1);
    return describe(fd, "", AT_EMPTY_PATH, &host, buf);
}

/* Darwin's libc makes it of what statfs says, and knows two flags, one length of names and half of the id. */
static void convert(const struct statfs *host, struct darwin_statvfs *out) {
    struct darwin_statfs in;
    count(&in, host);
    *out = (struct darwin_statvfs) {
        .f_bsize = (uint64_t) in.f_iosize, .f_frsize = in.f_bsize,
        .f_blocks = (uint32_t) in.f_blocks, .f_bfree = (uint32_t) in.f_bfree, .f_bavail = (uint32_t) in.f_bavail,
        .f_files = (uint32_t) in.f_files, .f_ffree = (uint32_t) in.f_ffree, .f_favail = (uint32_t) in.f_ffree,
        .f_fsid = (uint64_t) in.f_fsid[0],
        .f_flag = (in.f_flags & D_MNT_RDONLY ? D_ST_RDONLY : 0) | (in.f_flags & D_MNT_NOSUID ? D_ST_NOSUID : 0),
        .f_namemax = D_NAME_MAX,
    };
}

DARWIN(int, statvfs, const char *path, struct darwin_statvfs *buf) {
    struct statfs host;
    if (!standin_path_fits(path)) return -1;
    if (LINUX(statfs, path, &host) != 0) return (int) standin_result(__func__, -1);
    convert(&host, buf);
    return 0;
}

DARWIN(int, fstatvfs, int fd, struct darwin_statvfs *buf) {
    struct statfs host;
    if (standin_need_file(fd, D_EINVAL) != 0) return -1;
    if (LINUX(fstatfs, fd, &host) != 0) return (int) standin_result(__func__, -1);
    convert(&host, buf);
    return 0;
}

/* Without a buffer, how many there are; with one, how many of them it now holds.  Darwin looks at the size as it is. */
DARWIN_INODE64(int, getfsstat, struct darwin_statfs *buf, int size, int flags) {
    if (flags & ~(D_MNT_WAIT | D_MNT_NOWAIT | D_MNT_DWAIT)) standin_die(__func__, "flags 0x%x", (unsigned) flags);
    char *text = mountinfo(), *rest = text;
    struct mounted mount;
    int room = size / (int) sizeof *buf, mounts = 0;
    while (text != NULL && next_mount(&rest, &mount)) {
        struct statfs host;
        if (buf != NULL && mounts == room) break;
        if (buf != NULL) {
            if (LINUX(statfs, mount.on, &host) != 0) memset(&host, 0, sizeof host);
            count(&buf[mounts], &host);
            name(&buf[mounts], &mount);
        }
        mounts++;
    }
    free(text);
    return mounts;
}

/* What the data are is between a file system and its own program: of the host's, one can be mounted and has none to read. */
DARWIN(int, mount, const char *type, const char *dir, int flags, const void *data) {
    unsigned long host = flags & D_MNT_UPDATE ? MS_REMOUNT : 0;
    int rest = flags & ~D_MNT_UPDATE;
    for (size_t i = 0; i < sizeof mount_flags / sizeof *mount_flags; i++) {
        if (rest & (int) mount_flags[i].darwin) host |= (unsigned long) mount_flags[i].host; /* as statfs has them */
        rest &= ~(int) mount_flags[i].darwin;
    }
    if (rest != 0) standin_die(__func__, "flags 0x%x", (unsigned) flags);
    if (type == NULL || dir == NULL) return standin_fail(D_EFAULT);
    if (strnlen(type, D_MFSTYPENAMELEN) == D_MFSTYPENAMELEN) return standin_fail(D_ENAMETOOLONG);
    if (!standin_path_fits(dir)) return -1;
    if (LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    if (strcmp(type, "tmpfs") != 0) return standin_fail(D_ENODEV);
    return data == NULL ? standin_fail(D_EFAULT) : (int) ANSWER(mount, "tmpfs", dir, type, host, NULL);
}

/* By force: whoever uses it loses it, which Linux calls detaching. */
DARWIN(int, unmount, const char *dir, int flags) {
    if (flags & ~(D_MNT_FORCE | D_MNT_NOBLOCK)) standin_die(__func__, "flags 0x%x", (unsigned) flags);
    if (!standin_path_fits(dir)) return -1;
    return (int) ANSWER(umount2, dir, flags & D_MNT_FORCE ? MNT_DETACH : 0);
}
