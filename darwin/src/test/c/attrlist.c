/*
 * getattrlist, getattrlistbulk and setattrlist: the attributes that files of all kinds have, packed in the order of their bits.
 * When a file was created or backed up last cannot be set on Linux.
 */
#include "standin.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/sysmacros.h>

struct darwin_attrlist {
    uint16_t bitmapcount, reserved;
    uint32_t commonattr, volattr, dirattr, fileattr, forkattr;
};
D_CHECK_attrlist;

struct darwin_attribute_set_t {
    uint32_t commonattr, volattr, dirattr, fileattr, forkattr;
};
D_CHECK_attribute_set_t;

struct darwin_attrreference_t {
    int32_t attr_dataoffset;
    uint32_t attr_length;
};
D_CHECK_attrreference_t;

static const uint32_t known = D_ATTR_CMN_RETURNED_ATTRS | D_ATTR_CMN_NAME | D_ATTR_CMN_DEVID | D_ATTR_CMN_OBJTYPE
        | D_ATTR_CMN_CRTIME | D_ATTR_CMN_MODTIME | D_ATTR_CMN_CHGTIME | D_ATTR_CMN_ACCTIME | D_ATTR_CMN_BKUPTIME
        | D_ATTR_CMN_OWNERID | D_ATTR_CMN_GRPID | D_ATTR_CMN_ACCESSMASK | D_ATTR_CMN_FLAGS | D_ATTR_CMN_FILEID;

static bool is_list(const char *call, const struct darwin_attrlist *list, unsigned options) {
    unsigned all = D_FSOPT_NOFOLLOW | D_FSOPT_PACK_INVAL_ATTRS | D_FSOPT_NOINMEMUPDATE | D_FSOPT_REPORT_FULLSIZE
            | D_FSOPT_ATTR_CMN_EXTENDED | D_FSOPT_RETURN_REALDEV | D_FSOPT_NOFOLLOW_ANY;
    if (list->bitmapcount != D_ATTR_BIT_MAP_COUNT || options & ~all) return standin_fail(D_EINVAL), false;
    if (list->commonattr & ~(known | D_ATTR_CMN_ERROR) || list->volattr || list->dirattr || list->fileattr || list->forkattr)
        standin_die(call, "attributes 0x%x and others", list->commonattr);
    return true;
}

static char *put(char *at, const void *value, size_t size) {
    memcpy(at, value, size);
    return at + size;
}

static char *put_int(char *at, uint32_t value) {
    return put(at, &value, sizeof value);
}

static char *put_time(char *at, struct statx_timestamp time, bool takes_room) {
    if (!takes_room) return at;
    struct darwin_timespec value = {time.tv_sec, time.tv_nsec};
    return put(at, &value, sizeof value);
}

/* Darwin's enum vtype. */
static uint32_t kind(unsigned mode) {
    switch (mode & S_IFMT) {
        case S_IFREG: return 1;
        case S_IFDIR: return 2;
        case S_IFBLK: return 3;
        case S_IFCHR: return 4;
        case S_IFLNK: return 5;
        case S_IFSOCK: return 6;
        default: return 7;
    }
}

/* An entry, rounded up to 8 bytes.  Attributes that are not known take room only if all are to. */
static size_t pack(char *out, const struct statx *st, const char *name, bool all) {
    bool has_birth = st->stx_mask & STATX_BTIME;
    struct darwin_attribute_set_t valid = {.commonattr = known & ~D_ATTR_CMN_BKUPTIME};
    if (!has_birth) valid.commonattr &= ~(uint32_t) D_ATTR_CMN_CRTIME;
    char *at = put(out + sizeof(uint32_t), &valid, sizeof valid);
    char *reference = at;
    at += sizeof(struct darwin_attrreference_t);
    at = put_int(at, makedev(st->stx_dev_major, st->stx_dev_minor) & INT32_MAX);
    at = put_int(at, kind(st->stx_mode));
    at = put_time(at, has_birth ? st->stx_btime : (struct statx_timestamp) {0}, all || has_birth);
    at = put_time(at, st->stx_mtime, true);
    at = put_time(at, st->stx_ctime, true);
    at = put_time(at, st->stx_atime, true);
    at = put_time(at, (struct statx_timestamp) {0}, all);
    at = put_int(at, st->stx_uid);
    at = put_int(at, st->stx_gid);
    at = put_int(at, st->stx_mode);
    at = put_int(at, standin_flags_of(st));
    at = put(at, &st->stx_ino, sizeof st->stx_ino);
    struct darwin_attrreference_t text = {(int32_t) (at - reference), (uint32_t) strlen(name) + 1};
    put(reference, &text, sizeof text);
    at = put(at, name, text.attr_length);
    while ((at - out) % 8 != 0) *at++ = 0;
    put_int(out, (uint32_t) (at - out));
    return (size_t) (at - out);
}

static int get(const char *call, int fd, const char *path, const struct darwin_attrlist *list, char *out, size_t size,
        unsigned options) {
    struct statx st;
    if (!is_list(call, list, options)) return -1;
    if (list->commonattr != known || !(options & D_FSOPT_PACK_INVAL_ATTRS) || size < D_ATTR_MAX_BUFFER)
        standin_die(call, "other attributes than posixkit's, or less room for them");
    int host = *path == '\0' ? AT_EMPTY_PATH : options & D_FSOPT_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
    if (LINUX(statx, fd, path, host, STATX_BASIC_STATS | STATX_BTIME, &st) != 0) return (int) standin_result(call, -1);
    char link[64], target[PATH_MAX] = "";
    snprintf(link, sizeof link, STANDIN_PROC "/self/fd/%d", fd);
    if (*path == '\0') LINUX(readlinkat, AT_FDCWD, link, target, sizeof target - 1);
    const char *whole = *path == '\0' ? target : path, *slash = strrchr(whole, '/');
    const char *name = slash == NULL ? whole : slash + 1;
    pack(out, &st, name, true);
    return 0;
}

DARWIN(int, getattrlist, const char *path, void *list, void *out, size_t size, unsigned options) {
    if (!standin_path_fits(path)) return -1;
    return *path == '\0' ? standin_fail(D_ENOENT) : get(__func__, AT_FDCWD, path, list, out, size, options);
}

DARWIN(int, fgetattrlist, int fd, void *list, void *out, size_t size, unsigned options) {
    return standin_need_file(fd, D_EINVAL) == 0 ? get(__func__, fd, "", list, out, size, options) : -1;
}

/* What getdents64 fills: a name behind 19 bytes. */
struct host_entry {
    uint64_t ino;
    int64_t next;
    uint16_t length;
    uint8_t type;
    char name[];
};

static bool is_itself(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

DARWIN(int, getattrlistbulk, int fd, void *list, void *out, size_t size, uint64_t options) {
    const struct darwin_attrlist *wanted = list;
    _Alignas(struct host_entry) char entries[4096], packed[1024];
    struct statx st;
    if (!is_list(__func__, wanted, (unsigned) options)) return -1;
    if ((wanted->commonattr & D_ATTR_BULK_REQUIRED) != D_ATTR_BULK_REQUIRED) return standin_fail(D_EINVAL);
    if (wanted->commonattr != (known | D_ATTR_CMN_ERROR) || options & D_FSOPT_PACK_INVAL_ATTRS)
        standin_die(__func__, "other attributes than posixkit's");
    long flags = LINUX(fcntl, fd, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY || flags & O_PATH) return standin_fail(D_EBADF);
    int count = 0;
    long position = LINUX(lseek, fd, 0L, SEEK_CUR);
    for (char *at = out; ;) {
        long read = LINUX(getdents64, fd, entries, sizeof entries);
        if (read < 0) return (int) standin_result(__func__, -1);
        if (read == 0) return count;
        for (long i = 0; i < read;) {
            const struct host_entry *entry = (const struct host_entry *) (entries + i);
            i += entry->length;
            bool is_there = !is_itself(entry->name)
                    && LINUX(statx, fd, entry->name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &st) == 0;
            size_t length = is_there ? pack(packed, &st, entry->name, false) : 0;
            if (length > size) { /* it is the first of the next call */
                LINUX(lseek, fd, position, SEEK_SET);
                return count > 0 ? count : standin_fail(D_ERANGE);
            }
            at = put(at, packed, length);
            size -= length;
            count += is_there;
            position = entry->next;
        }
    }
}

static int set(const char *call, int fd, const char *path, const struct darwin_attrlist *list, const void *value, size_t size,
        unsigned options) {
    struct darwin_timespec time;
    if (!is_list(call, list, options)) return -1;
    bool is_write = list->commonattr == D_ATTR_CMN_MODTIME;
    if (!is_write && list->commonattr != D_ATTR_CMN_ACCTIME) standin_die(call, "attributes 0x%x", list->commonattr);
    if (size < sizeof time) return standin_fail(D_EINVAL);
    memcpy(&time, value, sizeof time);
    struct timespec both[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_nsec = UTIME_OMIT}};
    both[is_write] = (struct timespec) {time.tv_sec, time.tv_nsec};
    return (int) standin_result(call, LINUX(utimensat, fd, path, both, options & D_FSOPT_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0));
}

DARWIN(int, setattrlist, const char *path, void *list, void *value, size_t size, unsigned options) {
    return standin_path_fits(path) ? set(__func__, AT_FDCWD, path, list, value, size, options) : -1;
}

DARWIN(int, fsetattrlist, int fd, void *list, void *value, size_t size, unsigned options) {
    return standin_need_file(fd, D_EINVAL) == 0 ? set(__func__, fd, NULL, list, value, size, options) : -1;
}
