package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxSock.SO_PEERCRED;

import java.util.Optional;
import java.util.OptionalInt;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.Message;
import posixkit.net.Peer;

/** Socket calls that only Linux has. {@link posixkit.net.Sockets} has the other socket calls. */
public interface OnLinuxSockets {
    /**
     * Takes a connection from the queue of the listening socket {@code fd}, and returns a new descriptor for the connection.
     * {@code flags} apply to the new descriptor: {@code SOCK_NONBLOCK}, {@code SOCK_CLOEXEC}, both or 0. If the queue is empty
     * and {@code fd} is blocking, the call waits.
     *
     * <p>{@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)} {@index accept4}
     *
     * <p>{@code SOCK_NONBLOCK} makes the new descriptor non-blocking, but does not affect {@code fd}. So this call can still
     * wait. The new descriptor is close-on-exec, with or without {@code SOCK_CLOEXEC}. If you need no flags, use
     * {@link posixkit.net.Sockets#accept(int, Peer)}.
     *
     * @param peer receives the remote address; may be null
     * @throws ErrnoException the errnos of {@code accept}, for example EAGAIN: the queue is empty, and {@code fd} is
     *     non-blocking; EINVAL: {@code flags} has an unknown flag, or {@code fd} is not a listening socket
     */
    @Call(value = "accept4(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int accept4(int fd, Peer peer, int flags) throws ErrnoException {
        int result;
        do {
            result = accept4OrErrno(fd, peer, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("accept4", fd, result);
    }

    /** Same as {@link #accept4}, but returns the descriptor or −errno. */
    int accept4OrErrno(int fd, Peer peer, int flags);

    /**
     * Returns the credentials of the process at the other end of the Unix-domain stream socket {@code fd}. The result is empty if
     * no process is at the other end. The kernel recorded the credentials when the process at the other end called
     * {@code connect}, {@code listen} or {@code socketpair}. That process may have ended since then, and a new process may have
     * the same pid now.
     *
     * @throws ErrnoException the errnos of {@link posixkit.net.OptionCalls#getsockopt}
     */
    default Optional<Ucred> peerCredentials(int fd) throws ErrnoException {
        return getsockoptUcred(fd, SOL_SOCKET, SO_PEERCRED);
    }

    /**
     * Returns the value of a socket option whose value is a {@code struct ucred}. The parameters {@code level} and {@code name}
     * identify the option, for example {@code SOL_SOCKET} and {@code SO_PEERCRED}. {@link #peerCredentials} reads
     * {@code SO_PEERCRED} and needs only {@code fd}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct ucred *value, socklen_t *len)} {@index SO_PEERCRED}
     *
     * <p>This method returns an empty {@code Optional} if no process is at the other end of the connection. In this case, the
     * value from the kernel has the pid 0 and the user id −1.
     *
     * @throws ErrnoException the errnos of {@link posixkit.net.OptionCalls#getsockopt}
     * @throws IllegalArgumentException if the option has a value of another type
     */
    @Call("getsockopt(2)")
    Optional<Ucred> getsockoptUcred(int fd, int level, int name) throws ErrnoException;

    /**
     * Binds the socket {@code fd} to the network interface {@code name}. The socket then receives only from this interface and
     * sends only through it. An empty {@code name} removes the binding.
     *
     * <p>{@code int setsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, const char *name, socklen_t len)} {@index SO_BINDTODEVICE}
     *
     * <p>Some kinds of sockets, such as Unix-domain sockets, accept the name and ignore it.
     *
     * @throws ErrnoException ENODEV: no such interface; EPERM: the process has no privilege, and the socket is already bound to
     *     an interface. Before Linux 5.7, a process without privilege always gets EPERM
     * @throws IllegalArgumentException if the name has more than 15 bytes, because the kernel would use only the first 15 bytes;
     *     or if the name cannot be encoded as bytes ({@link posixkit.Names})
     */
    @Call("setsockopt(2)")
    default void bindToDevice(int fd, String name) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, bindToDeviceOrErrno(fd, name));
    }

    /** Same as {@link #bindToDevice}, but returns 0 or −errno. */
    int bindToDeviceOrErrno(int fd, String name);

    /**
     * Returns the name of the network interface to which a socket is bound. The name is empty if the socket is not bound to an
     * interface.
     *
     * <p>{@code int getsockopt(int fd, SOL_SOCKET, SO_BINDTODEVICE, char *name, socklen_t *len)}
     *
     * @throws ErrnoException the errnos of {@link posixkit.net.OptionCalls#getsockopt}; ENODEV: the interface no longer exists
     */
    @Call("getsockopt(2)")
    String boundDevice(int fd) throws ErrnoException;

    /**
     * Returns a new control message that carries credentials: the pid, the user id and the group id in the parameter
     * {@code claimed}. To send the credentials, add the control message to a {@link Message}, and pass the {@code Message} to
     * {@code sendmsg}. {@index SCM_CREDENTIALS}
     *
     * <p>{@code struct ucred} in a control message of type {@code SCM_CREDENTIALS}
     *
     * <p>{@code sendmsg} checks the credentials. If this process has no privilege, it may send only its own pid, and its own
     * real, effective or saved ids. For other credentials, {@code sendmsg} fails with EPERM. A receiver that has set
     * {@code SO_PASSCRED} gets the sender's credentials with every message, even without this control message.
     */
    Message.Control newCredentials(Ucred claimed);

    /**
     * Returns the credentials of the process that sent the message {@code received}. The kernel has checked these credentials.
     * The result is empty if the message has no credentials. To receive credentials, do two things before you call
     * {@code recvmsg}. Set {@code SO_PASSCRED} on the receiving socket, and reserve space in the {@code Message} object with
     * {@link Message#room(int...) room(SIZEOF_UCRED)}.
     *
     * <p>{@code struct ucred} in a control message of type {@code SCM_CREDENTIALS}
     */
    @Call("unix(7)")
    Optional<Ucred> credentials(Message received);

    /**
     * Returns a pidfd: a descriptor that refers to the process that sent the message {@code received}. The caller must close this
     * descriptor. The result is empty if the message has no pidfd. To receive a pidfd, do two things before you call
     * {@code recvmsg}. Set {@code SO_PASSPIDFD} (Linux 6.5) on the receiving socket, and reserve space for an {@code int} in the
     * {@code Message} object with {@link Message#room(int...) room(Integer.BYTES)}.
     *
     * <p>{@code int} in a control message of type {@code SCM_PIDFD} {@index SCM_PIDFD}
     *
     * @throws IllegalStateException if an earlier call has already taken the descriptor from {@code received}
     */
    @Call("unix(7)")
    OptionalInt takePidfd(Message received);
}
