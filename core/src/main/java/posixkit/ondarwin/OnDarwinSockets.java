package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Sockets as only macOS has them: who is at the other end of a Unix-domain socket. Credentials do not go along with messages
 * here, as they do on Linux.
 */
public interface OnDarwinSockets {
    /**
     * {@code int getsockopt(int fd, int level, int name, struct xucred *value, socklen_t *len)} {@index LOCAL_PEERCRED}
     *
     * <p>Asks for {@code LOCAL_PEERCRED}, at {@code SOL_LOCAL}: who was at the other end of a Unix-domain stream when it was
     * connected, or the pair was made. It tells no process; {@link #peerPid} does.
     *
     * @throws ErrnoException ENOTCONN: it has no peer; EINVAL: it is no stream, or not of the Unix domain, or this system's
     *     credentials are of another version; EBADF; ENOTSOCK
     */
    @Call("getsockopt(2)")
    Xucred getsockoptXucred(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, SOL_LOCAL, LOCAL_PEERPID, pid_t *pid, socklen_t *len)} {@index LOCAL_PEERPID}
     *
     * <p>The process that has the other end of a Unix-domain socket: of several that have it, the one that used it last. It may
     * have gone since, and its number been given to another.
     *
     * @throws ErrnoException ENOTCONN: there is no other end, or no longer; EINVAL: not of the Unix domain; EBADF; ENOTSOCK
     */
    @Call("unix(4)")
    int peerPid(int fd) throws ErrnoException;
}
