/* sendfile: a file sent to a connected stream socket.  How much was sent is told also when the call failed half-way. */
#include "sockets.h"

#include <fcntl.h>

DARWIN(int, sendfile, int fd, int s, int64_t offset, int64_t *length, void *around, int flags) {
    struct statx st;
    struct kind kind;
    char peer[128];
    socklen_t size = sizeof peer;
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st) != 0) return (int) standin_result(__func__, -1);
    if (!S_ISREG(st.stx_mode)) return standin_fail(D_ENOTSUP);
    if (!socket_kind(__func__, s, &kind)) return -1;
    if (around != NULL) standin_die(__func__, "headers and trailers");
    if (flags != 0 || offset < 0 || *length < 0 || kind.type != SOCK_STREAM) return standin_fail(D_EINVAL);
    if (LINUX(getpeername, s, peer, &size) != 0) return (int) standin_result(__func__, -1);
    int64_t left = *length == 0 ? INT64_MAX : *length;
    *length = 0;
    while (left > 0) {
        size_t part = left > INT32_MAX ? INT32_MAX : (size_t) left;
        long sent = LINUX(sendfile, s, fd, &offset, part);
        if (sent < 0) return (int) standin_result(__func__, -1);
        if (sent == 0) break;
        left -= sent;
        *length += sent;
    }
    return 0;
}
