package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.net.Peer;

/** Sockets as only Linux has them. */
public interface SocketExtras {
    /**
     * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)} {@index accept4}
     *
     * <p>{@link posixkit.net.Sockets#accept(int, Peer)} with flags for the new descriptor: {@code SOCK_NONBLOCK} to have it
     * not wait. {@code SOCK_CLOEXEC} it has anyway. Whether the call itself waits is the listener's affair.
     *
     * @param peer is told who it is; may be null
     * @throws ErrnoException as {@code accept}; EINVAL: another flag
     */
    @Call("accept4(2)")
    int accept4(int fd, Peer peer, int flags) throws ErrnoException;

    /** {@link #accept4} that returns −errno instead of throwing. */
    @Call("accept4(2)")
    int accept4OrErrno(int fd, Peer peer, int flags);
}
