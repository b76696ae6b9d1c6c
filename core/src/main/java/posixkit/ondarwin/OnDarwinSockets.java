package posixkit.ondarwin;

import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERCRED;
import static posixkit.ondarwin.constants.DarwinSock.SOL_LOCAL;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Socket calls that only macOS has: who is at the other end of a Unix-domain socket. The others are in
 * {@link posixkit.net.Sockets}. macOS sends no credentials with messages, as Linux does.
 */
public interface OnDarwinSockets {
    /**
     * Returns who is at the other end of a Unix-domain stream: the credentials at the time of {@code connect} or {@code socketpair}.
     * They contain no process; {@link #peerPid} returns it.
     *
     * @throws ErrnoException as {@link #getsockoptXucred}
     */
    default Xucred peerCredentials(int fd) throws ErrnoException {
        return getsockoptXucred(fd, SOL_LOCAL, LOCAL_PEERCRED);
    }

    /**
     * Reads {@code LOCAL_PEERCRED}, at {@code SOL_LOCAL}; {@link #peerCredentials} is shorter.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct xucred *value, socklen_t *len)} {@index LOCAL_PEERCRED}
     *
     * @throws ErrnoException ENOTCONN: no peer; EINVAL: not a stream, not of the Unix domain, or this system's credentials have another
     *     version; EBADF: not open; ENOTSOCK: not a socket
     * @throws IllegalArgumentException if the option has a value of another type
     */
    @Call("getsockopt(2)")
    Xucred getsockoptXucred(int fd, int level, int name) throws ErrnoException;

    /**
     * Returns the process at the other end of a Unix-domain socket. If several processes have that end, it is the one that used it
     * last. The process may have ended since, and its pid may be reused.
     *
     * <p>{@code int getsockopt(int fd, SOL_LOCAL, LOCAL_PEERPID, pid_t *pid, socklen_t *len)} {@index LOCAL_PEERPID}
     *
     * @throws ErrnoException ENOTCONN: no other end, or no longer; EINVAL: not of the Unix domain; EBADF: not open; ENOTSOCK: not a
     *     socket
     */
    @Call("unix(4)")
    default int peerPid(int fd) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, peerPidOrErrno(fd));
    }

    /** Same as {@link #peerPid}, but returns the pid or −errno. */
    int peerPidOrErrno(int fd);
}
