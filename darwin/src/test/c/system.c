/* The system as a whole. */
#include "standin.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/utsname.h>

void standin_each_number(const char *directory, void (*each)(int number, void *context), void *context) {
    char buffer[4096] __attribute__((aligned(__alignof__(struct dirent64))));
    int fd = (int) LINUX(openat, AT_FDCWD, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (long size; fd >= 0 && (size = LINUX(getdents64, fd, buffer, sizeof buffer)) > 0;) {
        for (char *at = buffer; at < buffer + size;) {
            const struct dirent64 *entry = (const struct dirent64 *) at;
            int number = atoi(entry->d_name);
            if (number > 0) each(number, context);
            at += entry->d_reclen;
        }
    }
    if (fd >= 0) LINUX(close, fd);
}

size_t standin_read_file(const char *path, char *into, size_t size) {
    int fd = (int) LINUX(openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    long all = 0;
    for (long some; (some = LINUX(read, fd, into + all, size - 1 - (size_t) all)) > 0;) all += some;
    LINUX(close, fd);
    into[all] = '\0';
    return (size_t) all;
}

DARWIN(void, sync, void) { LINUX(sync); }

/* The host's own names, "Linux" among them: the same that its uname command has. */
DARWIN(int, uname, struct darwin_utsname *name) {
    struct utsname host;
    if (name == NULL) return standin_fail(D_EFAULT);
    if (ANSWER(uname, &host) != 0) return -1;
    memset(name, 0, sizeof *name);
    strcpy(name->sysname, host.sysname);
    strcpy(name->nodename, host.nodename);
    strcpy(name->release, host.release);
    strcpy(name->version, host.version);
    strcpy(name->machine, host.machine);
    return 0;
}

DARWIN(int, gethostname, char *name, size_t size) {
    struct utsname host;
    if (ANSWER(uname, &host) != 0) return -1;
    if (strlen(host.nodename) >= size) return standin_fail(D_ENAMETOOLONG);
    strcpy(name, host.nodename);
    return 0;
}

DARWIN(size_t, confstr, int name, char *text, size_t size) {
    size_t (*host)(int, char *, size_t) = (size_t (*)(int, char *, size_t)) standin_libc("confstr");
    switch (name) {
        case D__CS_PATH: return host(_CS_PATH, text, size);
        case D__CS_POSIX_V6_LP64_OFF64_CFLAGS: return host(_CS_POSIX_V6_LP64_OFF64_CFLAGS, text, size);
        case D__CS_POSIX_V6_LP64_OFF64_LIBS: return host(_CS_POSIX_V6_LP64_OFF64_LIBS, text, size);
        case D__CS_POSIX_V6_WIDTH_RESTRICTED_ENVS: return host(_CS_POSIX_V6_WIDTH_RESTRICTED_ENVS, text, size);
    }
    if ((name > 0 && name <= D__CS_XBS5_LPBIG_OFFBIG_LINTFLAGS)
        || (name >= D__CS_DARWIN_USER_DIR && name <= D__CS_DARWIN_USER_CACHE_DIR))
        standin_die(__func__, "name %d is not translated", name);
    standin_fail(D_EINVAL);
    return 0;
}

DARWIN(long, sysconf, int name) {
    static const struct { int darwin, host; } numbers[] = {
#define ONE(number) {D_##number, number},
        ONE(_SC_ARG_MAX) ONE(_SC_CHILD_MAX) ONE(_SC_CLK_TCK) ONE(_SC_NGROUPS_MAX) ONE(_SC_OPEN_MAX) ONE(_SC_PAGESIZE)
        ONE(_SC_NPROCESSORS_CONF) ONE(_SC_NPROCESSORS_ONLN) ONE(_SC_PHYS_PAGES) ONE(_SC_HOST_NAME_MAX)
        ONE(_SC_MEMORY_PROTECTION) ONE(_SC_THREADS) ONE(_SC_TTY_NAME_MAX)
#undef ONE
    };
    long (*host)(int) = (long (*)(int)) standin_libc("sysconf");
    switch (name) {
        case D__SC_MESSAGE_PASSING: /* options Darwin has not, which is no error */
        case D__SC_PRIORITY_SCHEDULING:
            return -1;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].darwin == name) return host(numbers[i].host);
    if (name > 0 && name <= D__SC_PHYS_PAGES) standin_die(__func__, "name %d is not translated", name);
    return standin_fail(D_EINVAL);
}

DARWIN(int, getpagesize, void) { return (int) darwin_sysconf(D__SC_PAGESIZE); }

/* ---- names, loads and random bytes ---- */

DARWIN(int, sethostname, const char *name, int length) {
    if (length > 255) return standin_fail(D_ENAMETOOLONG);
    return (int) ANSWER(sethostname, name, length);
}

DARWIN(int, setdomainname, const char *name, int length) {
    if (length > 255) return standin_fail(D_ENAMETOOLONG);
    return (int) ANSWER(setdomainname, name, length);
}

DARWIN(int, getdomainname, char *name, int length) {
    struct new_utsname { char other[5][65], domainname[65]; } host;
    if (ANSWER(uname, &host) != 0) return -1;
    strncpy(name, host.domainname, (size_t) length);
    return 0;
}

DARWIN(long, gethostid, void) {
    return ((long (*)(void)) standin_libc("gethostid"))();
}

DARWIN(int, getloadavg, double loads[], int count) {
    return ((int (*)(double *, int)) standin_libc("getloadavg"))(loads, count);
}

/* More than 256 bytes are another error than on Linux. */
DARWIN(int, getentropy, void *buffer, size_t size) {
    if (size > 256) return standin_fail(D_EINVAL);
    return ANSWER(getrandom, buffer, size, 0) == (long) size ? 0 : -1;
}

/* ---- the log ---- */

DARWIN(void, openlog, const char *ident, int option, int facility) {
    ((void (*)(const char *, int, int)) standin_libc("openlog"))(ident, option, facility);
}

DARWIN(void, closelog, void) {
    ((void (*)(void)) standin_libc("closelog"))();
}

DARWIN_AS(void, syslog_extsn, "syslog$DARWIN_EXTSN", int priority, const char *format) {
    ((void (*)(int, const char *, ...)) standin_libc("syslog"))(priority, format);
}
