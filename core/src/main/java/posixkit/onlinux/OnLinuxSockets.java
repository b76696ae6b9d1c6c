package posixkit.onlinux;

import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxSock.SO_PEERCRED;

import java.util.Optional;
import java.util.OptionalInt;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.Message;
import posixkit.net.Peer;

/** Socket calls that only Linux has. The others are in {@link posixkit.net.Sockets}. */
public interface OnLinuxSockets {
    /**
     * Takes a connection as {@link posixkit.net.Sockets#accept(int, Peer)} does, and sets flags on the new descriptor.
     *
     * <p>{@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)} {@index accept4}
     *
     * <p>{@code SOCK_NONBLOCK} makes the new descriptor non-blocking. It is close-on-exec with or without {@code SOCK_CLOEXEC}. The
     * flags do not say whether this call blocks: the listener does.
     *
     * @param peer receives the remote address; may be null
     * @throws ErrnoException as {@code accept}; EINVAL: another flag
     */
    @Call(value = "accept4(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int accept4(int fd, Peer peer, int flags) throws ErrnoException {
        return Outcome.ofFd("accept4", fd, Outcome.restarting(() -> accept4OrErrno(fd, peer, flags)));
    }

    /** Same as {@link #accept4}, but returns the descriptor or −errno. */
    int accept4OrErrno(int fd, Peer peer, int flags);

    /**
     * Returns who is at the other end of a Unix-domain stream: the credentials at the time of {@code connect}, {@code listen} or
     * {@code socketpair}. Empty if the socket has no such peer. The process may have ended since, and its pid may be reused.
     *
     * @throws ErrnoException as {@link posixkit.net.OptionCalls#getsockopt}
     */
    default Optional<Ucred> peerCredentials(int fd) throws ErrnoException {
        return getsockoptUcred(fd, SOL_SOCKET, SO_PEERCRED);
    }

    /**
     * Reads {@code SO_PEERCRED}, at {@code SOL_SOCKET}; {@link #peerCredentials} is shorter.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ucred *value, socklen_t *len)} {@index SO_PEERCRED}
     *
     * <p>For a socket without such a peer the kernel returns process 0 and user −1. This method then returns an empty value.
     *
     * @throws ErrnoException as {@link posixkit.net.OptionCalls#getsockopt}
     * @throws IllegalArgumentException if the option has a value of another type
     */
    @Call("getsockopt(2)")
    Optional<Ucred> getsockoptUcred(int fd, int level, int name) throws ErrnoException;

    /**
     * Binds a socket to one network interface: it then receives only from this interface and sends only through it. The empty name
     * removes the binding.
     *
     * <p>{@code int setsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, const char *name, socklen_t len)}
     * {@index SO_BINDTODEVICE}
     *
     * <p>Some kinds of sockets, such as Unix-domain ones, accept the name and ignore it.
     *
     * @throws ErrnoException ENODEV: no such interface; EPERM: no privilege to change a binding (before Linux 5.7, to make one)
     * @throws IllegalArgumentException if the name has more than 15 bytes, which the kernel would cut to another name, or if no bytes
     *     decode to it ({@link posixkit.Names})
     */
    @Call("setsockopt(2)")
    default void bindToDevice(int fd, String name) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, bindToDeviceOrErrno(fd, name));
    }

    /** Same as {@link #bindToDevice}, but returns 0 or −errno. */
    int bindToDeviceOrErrno(int fd, String name);

    /**
     * Returns the name of the interface that a socket is bound to; the empty name if there is none.
     *
     * <p>{@code int getsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, char *name, socklen_t *len)}
     *
     * @throws ErrnoException as {@link posixkit.net.OptionCalls#getsockopt}; ENODEV: the interface no longer exists
     */
    @Call("getsockopt(2)")
    String boundDevice(int fd) throws ErrnoException;

    /**
     * Returns a control message that sends credentials with a message {@index SCM_CREDENTIALS}.
     *
     * <p>{@code struct ucred} in a control message of type {@code SCM_CREDENTIALS}
     *
     * <p>The kernel checks them. Without privilege, only this process and its real, effective or saved ids are allowed; otherwise
     * {@code sendmsg} fails with EPERM. A receiver with {@code SO_PASSCRED} gets credentials even if the sender sends none.
     */
    Message.Control newCredentials(Ucred claimed);

    /**
     * Returns the credentials of a message's sender, which the kernel has checked. Empty if the message has none: the receiving socket
     * needs {@code SO_PASSCRED}, and the message {@linkplain Message#room room} for {@code SIZEOF_UCRED} bytes.
     *
     * <p>{@code struct ucred} in a control message of type {@code SCM_CREDENTIALS}
     */
    @Call("unix(7)")
    Optional<Ucred> credentials(Message received);

    /**
     * Returns a descriptor of the process that sent a message; the caller has to close it. Empty if the message has none: the receiving
     * socket needs {@code SO_PASSPIDFD} (Linux 6.5), and the message {@linkplain Message#room room} for an {@code int}.
     *
     * <p>{@code int} in a control message of type {@code SCM_PIDFD} {@index SCM_PIDFD}
     *
     * @throws IllegalStateException if it was taken before
     */
    @Call("unix(7)")
    OptionalInt takePidfd(Message received);
}
