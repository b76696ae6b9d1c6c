/* How a call ends: its result, Darwin's errno, or a loud stop. */
#include "standin.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* __func__ of a Darwin call is darwin_NAME. */
static const char *plain(const char *call) {
    static const char prefix[] = "darwin_";
    return strncmp(call, prefix, sizeof prefix - 1) == 0 ? call + sizeof prefix - 1 : call;
}

void standin_die(const char *call, const char *format, ...) {
    char line[512];
    int length = snprintf(line, sizeof line, "standin: %s: ", plain(call));
    va_list arguments;
    va_start(arguments, format);
    length += vsnprintf(line + length, sizeof line - (size_t) length, format, arguments);
    va_end(arguments);
    if (length > (int) sizeof line - 1) length = sizeof line - 1;
    line[length++] = '\n';
#ifdef STANDIN_LENIENT
    standin_return(plain(call));
#endif
    LINUX(write, STDERR_FILENO, line, (size_t) length);
    abort();
}

/*
 * The errors both systems name alike.  Two are missing on purpose: EWOULDBLOCK, which is EAGAIN on either side, and
 * EOPNOTSUPP, which Linux makes one with ENOTSUP.  Darwin's kernel answers ENOTSUP for files and EOPNOTSUPP for
 * sockets; the default here is the files' and socket calls say otherwise.
 */
#define COMMON_ERRORS(X) \
    X(EPERM) X(ENOENT) X(ESRCH) X(EINTR) X(EIO) X(ENXIO) X(E2BIG) X(ENOEXEC) X(EBADF) X(ECHILD) X(EDEADLK) X(ENOMEM) \
    X(EACCES) X(EFAULT) X(ENOTBLK) X(EBUSY) X(EEXIST) X(EXDEV) X(ENODEV) X(ENOTDIR) X(EISDIR) X(EINVAL) X(ENFILE) \
    X(EMFILE) X(ENOTTY) X(ETXTBSY) X(EFBIG) X(ENOSPC) X(ESPIPE) X(EROFS) X(EMLINK) X(EPIPE) X(EDOM) X(ERANGE) \
    X(EAGAIN) X(EINPROGRESS) X(EALREADY) X(ENOTSOCK) X(EDESTADDRREQ) X(EMSGSIZE) X(EPROTOTYPE) X(ENOPROTOOPT) \
    X(EPROTONOSUPPORT) X(ESOCKTNOSUPPORT) X(ENOTSUP) X(EPFNOSUPPORT) X(EAFNOSUPPORT) X(EADDRINUSE) X(EADDRNOTAVAIL) \
    X(ENETDOWN) X(ENETUNREACH) X(ENETRESET) X(ECONNABORTED) X(ECONNRESET) X(ENOBUFS) X(EISCONN) X(ENOTCONN) \
    X(ESHUTDOWN) X(ETOOMANYREFS) X(ETIMEDOUT) X(ECONNREFUSED) X(ELOOP) X(ENAMETOOLONG) X(EHOSTDOWN) X(EHOSTUNREACH) \
    X(ENOTEMPTY) X(EUSERS) X(EDQUOT) X(ESTALE) X(EREMOTE) X(ENOLCK) X(ENOSYS) X(EOVERFLOW) X(ECANCELED) X(EIDRM) \
    X(ENOMSG) X(EILSEQ) X(EBADMSG) X(EMULTIHOP) X(ENODATA) X(ENOLINK) X(ENOSR) X(ENOSTR) X(EPROTO) X(ETIME) \
    X(ENOTRECOVERABLE) X(EOWNERDEAD)

int standin_errno(const char *call, int linux_error) {
    switch (linux_error) {
#define ONE(name) case name: return D_##name;
        COMMON_ERRORS(ONE)
#undef ONE
        default: standin_die(call, "Linux errno %d (%s) has no Darwin number", linux_error, strerror(linux_error));
    }
}

/* The text is the host's, of the same error. */
DARWIN(int, strerror_r, int error, char *text, size_t size) {
    int (*host)(int, char *, size_t) = (int (*)(int, char *, size_t)) standin_libc("__xpg_strerror_r");
    switch (error) {
        case 0: return host(0, text, size) == 0 ? 0 : D_ERANGE;
#define ONE(name) case D_##name: return host(name, text, size) == 0 ? 0 : D_ERANGE;
        COMMON_ERRORS(ONE)
#undef ONE
        default: return (size_t) snprintf(text, size, "Unknown error: %d", error) < size ? D_EINVAL : D_ERANGE;
    }
}

int standin_fail(int darwin_error) {
    errno = darwin_error;
    return -1;
}

long standin_result(const char *call, long result) {
    return result == -1 ? standin_fail(standin_errno(call, errno)) : result;
}

void *standin_libc(const char *name) {
    void *libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD); /* musl takes this name for its own, too */
    void *function = libc == NULL ? NULL : dlsym(libc, name);
    if (function == NULL) standin_die(name, "the host's libc does not have it");
    return function;
}

DARWIN(int *, __error, void) {
    return &errno;
}
