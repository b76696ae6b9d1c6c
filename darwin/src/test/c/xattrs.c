/*
 * Extended attributes.  Darwin's names have no namespace.  A name that Linux would take too is the same there, so that its
 * tools see it; others are kept under a prefix of ours.
 */
#include "standin.h"

#include <fcntl.h>
#include <linux/xattr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#define PREFIX "user.darwin:"
#define FORK "com.apple.ResourceFork"
#define LARGEST 65536 /* of Linux's values and lists */

enum { READS = D_XATTR_NOFOLLOW | D_XATTR_SHOWCOMPRESSION };

static bool is_hosts(const char *name) {
    return strncmp(name, "user.", 5) == 0 || strncmp(name, "trusted.", 8) == 0;
}

/* Fails for a name that Darwin has for nobody. */
static bool to_host(const char *name, char host[static D_XATTR_MAXNAMELEN + sizeof PREFIX]) {
    if (name == NULL) { standin_fail(D_EFAULT); return false; }
    if (strlen(name) > D_XATTR_MAXNAMELEN) { standin_fail(D_ENAMETOOLONG); return false; }
    if (*name == '\0') { standin_fail(D_EINVAL); return false; }
    if (strncmp(name, "com.apple.system.", 17) == 0) { standin_fail(D_EPERM); return false; }
    sprintf(host, "%s%s", is_hosts(name) ? "" : PREFIX, name);
    return true;
}

static long answered(const char *call, long result) {
    if (result < 0 && errno == ENODATA) return standin_fail(D_ENOATTR);
    if (result < 0 && errno == EOPNOTSUPP) return standin_fail(D_ENOTSUP);
    return standin_result(call, result);
}

/* A path, followed or not if it is of a link, or a descriptor if there is no path. */
struct file { int fd; const char *path; bool follow; };

static bool usable(struct file file, int options, int allowed) {
    if (options & ~allowed || (file.path == NULL && options & D_XATTR_NOFOLLOW)) { standin_fail(D_EINVAL); return false; }
    return file.path == NULL || standin_path_fits(file.path);
}

static long host_get(struct file f, const char *name, void *value, size_t size) {
    if (f.path == NULL) return LINUX(fgetxattr, f.fd, name, value, size);
    return f.follow ? LINUX(getxattr, f.path, name, value, size) : LINUX(lgetxattr, f.path, name, value, size);
}

static long host_set(struct file f, const char *name, const void *value, size_t size, int flags) {
    if (f.path == NULL) return LINUX(fsetxattr, f.fd, name, value, size, flags);
    return f.follow ? LINUX(setxattr, f.path, name, value, size, flags) : LINUX(lsetxattr, f.path, name, value, size, flags);
}

static long host_list(struct file f, char *list, size_t size) {
    if (f.path == NULL) return LINUX(flistxattr, f.fd, list, size);
    return f.follow ? LINUX(listxattr, f.path, list, size) : LINUX(llistxattr, f.path, list, size);
}

static long host_remove(struct file f, const char *name) {
    /* Linux refuses to remove the users' attributes of a link, which cannot have any; on Darwin it has none, or some. */
    if (f.path != NULL && !f.follow && LINUX(lgetxattr, f.path, name, NULL, 0) < 0) return -1;
    if (f.path == NULL) return LINUX(fremovexattr, f.fd, name);
    return f.follow ? LINUX(removexattr, f.path, name) : LINUX(lremovexattr, f.path, name);
}

/* The value as a whole, for what concerns a part of it. */
static long whole(struct file f, const char *host, char value[static LARGEST]) {
    return host_get(f, host, value, LARGEST);
}

static ssize_t get(const char *call, struct file f, const char *name, void *value, size_t size, uint32_t position, int options) {
    char host[D_XATTR_MAXNAMELEN + sizeof PREFIX];
    if (!usable(f, options, READS) || !to_host(name, host)) return -1;
    bool is_fork = strcmp(name, FORK) == 0;
    if (position != 0 && !is_fork) return standin_fail(D_EINVAL);
    char *all = malloc(LARGEST);
    if (all == NULL) return standin_fail(D_ENOMEM);
    long length = answered(call, whole(f, host, all));
    if (length >= 0 && value != NULL) {
        length = length > position ? length - position : 0;
        /* A fork can be read in parts, other values as a whole. */
        if (is_fork && (size_t) length > size) length = (long) size;
        if ((size_t) length > size) length = standin_fail(D_ERANGE);
        else memcpy(value, all + position, (size_t) length);
    }
    free(all);
    return length;
}

static int set(const char *call, struct file f, const char *name, const void *value, size_t size, uint32_t position, int options) {
    char host[D_XATTR_MAXNAMELEN + sizeof PREFIX];
    int how = options & (D_XATTR_CREATE | D_XATTR_REPLACE);
    if (!usable(f, options, D_XATTR_NOFOLLOW | D_XATTR_CREATE | D_XATTR_REPLACE)) return -1;
    if (how == (D_XATTR_CREATE | D_XATTR_REPLACE) || (value == NULL && size > 0)) return standin_fail(D_EINVAL);
    if (!to_host(name, host)) return -1;
    bool is_fork = strcmp(name, FORK) == 0;
    if (position != 0 && !is_fork) return standin_fail(D_EINVAL);
    int flags = how == D_XATTR_CREATE ? XATTR_CREATE : how == D_XATTR_REPLACE ? XATTR_REPLACE : 0;
    if (!is_fork) return (int) answered(call, host_set(f, host, value, size, flags));
    if (position + size > LARGEST) standin_die(call, "a long fork");
    char *all = calloc(1, LARGEST);
    if (all == NULL) return standin_fail(D_ENOMEM);
    long length = whole(f, host, all);
    if (length < 0) length = 0;
    memcpy(all + position, value, size);
    if ((long) (position + size) > length) length = (long) (position + size);
    long result = host_set(f, host, all, (size_t) length, flags);
    free(all);
    return (int) answered(call, result);
}

static ssize_t list(const char *call, struct file f, char *into, size_t size, int options) {
    if (!usable(f, options, READS)) return -1;
    char *all = malloc(LARGEST);
    if (all == NULL) return standin_fail(D_ENOMEM);
    long length = answered(call, host_list(f, all, LARGEST));
    long total = length < 0 ? -1 : 0;
    for (long at = 0; at < length; at += (long) strlen(all + at) + 1) {
        const char *name = all + at;
        if (strncmp(name, PREFIX, sizeof PREFIX - 1) == 0) name += sizeof PREFIX - 1;
        else if (!is_hosts(name)) continue; /* Linux's own */
        size_t bytes = strlen(name) + 1;
        if (into != NULL && (size_t) total + bytes > size) { total = standin_fail(D_ERANGE); break; }
        if (into != NULL) memcpy(into + total, name, bytes);
        total += (long) bytes;
    }
    free(all);
    return total;
}

static int take(const char *call, struct file f, const char *name, int options) {
    char host[D_XATTR_MAXNAMELEN + sizeof PREFIX];
    if (!usable(f, options, READS) || !to_host(name, host)) return -1;
    return (int) answered(call, host_remove(f, host));
}

#define AT(path) (struct file) {-1, path == NULL ? "" : path, !(options & D_XATTR_NOFOLLOW)}
#define OF(fd) (struct file) {fd, NULL, true}

DARWIN(ssize_t, getxattr, const char *path, const char *name, void *value, size_t size, uint32_t position, int options) {
    return get("getxattr", AT(path), name, value, size, position, options);
}

DARWIN(ssize_t, fgetxattr, int fd, const char *name, void *value, size_t size, uint32_t position, int options) {
    return get("fgetxattr", OF(fd), name, value, size, position, options);
}

DARWIN(int, setxattr, const char *path, const char *name, const void *value, size_t size, uint32_t position, int options) {
    return set("setxattr", AT(path), name, value, size, position, options);
}

DARWIN(int, fsetxattr, int fd, const char *name, const void *value, size_t size, uint32_t position, int options) {
    return set("fsetxattr", OF(fd), name, value, size, position, options);
}

DARWIN(ssize_t, listxattr, const char *path, char *into, size_t size, int options) {
    return list("listxattr", AT(path), into, size, options);
}

DARWIN(ssize_t, flistxattr, int fd, char *into, size_t size, int options) {
    return list("flistxattr", OF(fd), into, size, options);
}

DARWIN(int, removexattr, const char *path, const char *name, int options) {
    return take("removexattr", AT(path), name, options);
}

DARWIN(int, fremovexattr, int fd, const char *name, int options) {
    return take("fremovexattr", OF(fd), name, options);
}
