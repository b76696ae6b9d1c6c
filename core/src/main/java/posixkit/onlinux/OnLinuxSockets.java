package posixkit.onlinux;

import java.util.Optional;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.net.Message;
import posixkit.net.Peer;

/** Sockets as only Linux has them. */
public interface OnLinuxSockets {
    /**
     * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)} {@index accept4}
     *
     * <p>{@link posixkit.net.Sockets#accept(int, Peer)} with flags for the new descriptor: {@code SOCK_NONBLOCK} to have it
     * not wait. {@code SOCK_CLOEXEC} it has anyway. Whether the call itself waits is the listener's affair.
     *
     * @param peer is told who it is; may be null
     * @throws ErrnoException as {@code accept}; EINVAL: another flag
     */
    @Call(value = "accept4(2)", waits = true)
    int accept4(int fd, Peer peer, int flags) throws ErrnoException;

    /** {@link #accept4} that returns −errno instead of throwing. */
    @Call(value = "accept4(2)", waits = true)
    int accept4OrErrno(int fd, Peer peer, int flags);

    /**
     * {@code int getsockopt(int fd, int level, int name, struct ucred *value, socklen_t *len)} {@index SO_PEERCRED}
     *
     * <p>Asks for {@code SO_PEERCRED}, at {@code SOL_SOCKET}: who was at the other end of a Unix-domain stream when it was
     * connected, or its socket was told to listen, or the pair was made. Nobody, for a socket that has no such peer: the
     * kernel makes no failure of that, and says process 0 and user −1.
     *
     * <p>The process may have gone since, and its number been given to another.
     *
     * @throws ErrnoException as {@link posixkit.net.SocketOptions#getsockopt}
     */
    @Call("getsockopt(2)")
    Optional<Ucred> getsockoptUcred(int fd, int level, int name) throws ErrnoException;

    /**
     * {@code int setsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, const char *name, socklen_t len)}
     * {@index SO_BINDTODEVICE}
     *
     * <p>Ties a socket to one network interface: only what comes in by it is received, and what is sent leaves by it,
     * routed as ever. Null or the empty name unties it.
     *
     * <p>Some kinds of sockets, Unix-domain ones among them, take the name and go on as before.
     *
     * @throws ErrnoException ENODEV: no such interface; EPERM: no privilege to tie it anew (before Linux 5.7: at all)
     * @throws IllegalArgumentException a name of more than 15 bytes, which the kernel would cut to another one, or with a NUL
     */
    @Call("setsockopt(2)")
    void bindToDevice(int fd, String name) throws ErrnoException;

    /**
     * {@code int getsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, char *name, socklen_t *len)} {@index SO_BINDTODEVICE}
     *
     * <p>The interface a socket is tied to, or the empty name.
     *
     * @throws ErrnoException as {@link posixkit.net.SocketOptions#getsockopt}; ENODEV: it is gone
     */
    @Call("getsockopt(2)")
    String boundDevice(int fd) throws ErrnoException;

    /**
     * {@code struct ucred} in a control message of type {@code SCM_CREDENTIALS} {@index SCM_CREDENTIALS}
     *
     * <p>What to send with a message to say who one is. The kernel checks it: without privilege only the process itself,
     * and its real, effective or saved ids, or {@code sendmsg} fails with EPERM. A receiver that has {@code SO_PASSCRED} on
     * is told who sent in any case.
     */
    Message.Control newCredentials(Ucred claimed);

    /**
     * {@code struct ucred} in a control message of type {@code SCM_CREDENTIALS} {@index SCM_CREDENTIALS}
     *
     * <p>Who sent a message, as the kernel vouches. Told to a socket that has {@code SO_PASSCRED} on, if the message has
     * {@linkplain Message#room room} for {@code SIZEOF_UCRED} bytes.
     */
    @Call("unix(7)")
    Optional<Ucred> credentials(Message received);
}
