package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxSock.SO_PEERCRED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.Message;
import posixkit.net.Peer;

/** Socket calls that only Linux has. {@link posixkit.net.Sockets} has the other socket calls. */
public interface OnLinuxSockets extends OnLinuxOptions {
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

    /**
     * Returns a new descriptor, a pidfd, that refers to the process at the other end of the Unix-domain stream socket {@code fd}.
     * The caller must close it. It refers to the process that called {@code connect}, {@code listen} or
     * {@code socketpair}, even if a new process has the same pid now.
     *
     * <p>{@code int getsockopt(int fd, SOL_SOCKET, SO_PEERPIDFD, int *pidfd, socklen_t *len)} {@index SO_PEERPIDFD} (Linux 6.5)
     *
     * @throws ErrnoException ENOPROTOOPT: the kernel is older than 6.5, or {@code fd} is not a Unix-domain socket; ENODATA: the
     *     socket has no peer; ESRCH, EINVAL: the process has ended, and the kernel is older than 6.16; EBADF: {@code fd} is not
     *     open; ENOTSOCK: {@code fd} is not a socket; EMFILE, ENFILE: too many open descriptors
     */
    @Call(value = "unix(7)")
    default int peerPidfd(int fd) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, peerPidfdOrErrno(fd));
    }

    /** Same as {@link #peerPidfd}, but returns the pidfd or −errno. */
    int peerPidfdOrErrno(int fd);

    /**
     * Creates a batch of messages for {@link #sendmmsg} and {@link #recvmmsg}. The batch has {@code messages} entries. Each entry
     * has a buffer of {@code bytes} bytes. {@code control} bytes are reserved for the control messages of each entry: the sum of
     * {@link #controlSpace} for the control messages that it is to hold. The memory is native memory.
     *
     * @throws IllegalArgumentException if {@code messages} or {@code bytes} is less than 1, if {@code control} is negative, or if
     *     the batch would need more than 2 GiB
     */
    MessageBatch newMessageBatch(int messages, int bytes, int control);

    /**
     * Returns the number of bytes that a control message with {@code length} bytes of data needs in a {@link MessageBatch}.
     *
     * <p>{@code size_t CMSG_SPACE(size_t length)} {@index CMSG_SPACE}
     */
    @Call("cmsg(3)")
    int controlSpace(int length);

    /**
     * Sends {@code count} entries of {@code messages}, beginning with the entry at {@code index}, with one system call. Returns
     * the number of entries that were sent. The positions of their buffers advance by the number of sent bytes
     * ({@link MessageBatch#length}).
     *
     * <p>{@code int sendmmsg(int fd, struct mmsghdr *msgvec, unsigned int vlen, int flags)} {@index sendmmsg}
     *
     * <p>The kernel sends at most 1024 entries in one call. If an entry cannot be sent, the kernel sends no further entries. If it
     * has sent some entries before, the call returns their number, and the error is lost. Call {@code sendmmsg} again, with the
     * first entry that was not sent: if this entry still cannot be sent, the call then fails with the error of this entry. An
     * entry with an empty buffer is sent as an empty datagram. On a stream, an entry may be sent in part: compare
     * {@link MessageBatch#length} with the number of bytes to send.
     *
     * <p>To let the kernel cut one long entry into many datagrams, add {@link #newSegmentSize} to its control messages.
     *
     * @throws ErrnoException the errnos of {@code sendmsg} for the first entry, for example EAGAIN: the socket is non-blocking,
     *     and has no space; EMSGSIZE: the entry is too long for a datagram; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is
     *     not a socket
     * @throws IndexOutOfBoundsException if the batch does not have these entries
     */
    @Call(value = "sendmmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int sendmmsg(int fd, MessageBatch messages, int index, int count, int flags) throws ErrnoException {
        int result;
        do {
            result = sendmmsgOrErrno(fd, messages, index, count, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("sendmmsg", fd, result);
    }

    /** Same as {@link #sendmmsg}, but returns the number of entries or −errno. */
    int sendmmsgOrErrno(int fd, MessageBatch messages, int index, int count, int flags);

    /**
     * Receives up to {@code count} messages with one system call, and stores them in the entries of {@code messages} from
     * {@code index} on. Returns the number of received messages. The positions of their buffers advance by the number of stored
     * bytes.
     *
     * <p>{@code int recvmmsg(int fd, struct mmsghdr *msgvec, unsigned int vlen, int flags, struct timespec *timeout)}
     * {@index recvmmsg}
     *
     * <p>On a blocking socket, the call waits until {@code count} messages have arrived. With the flag {@code MSG_WAITFORONE}, it
     * waits for the first message only, and also stores the messages that are there already. The kernel receives at most 1024
     * messages in one call. If an error comes after the first message, the call returns the number of messages, and the kernel
     * reports the error at the next call.
     *
     * <p><b>The time limit does not limit a wait.</b> The kernel compares the time only after it has received a message. If fewer
     * than {@code count} messages arrive and then no more, the call waits for ever, whatever {@code timeout} says. For a limit,
     * use {@code MSG_WAITFORONE} or {@code MSG_DONTWAIT} together with {@code poll}, or the option {@code SO_RCVTIMEO}.
     *
     * <p>At the end of a stream, or if a socket has been shut down, each entry is received with the length 0, so the call returns
     * {@code count}.
     *
     * @param timeout after this time, the call returns when the next message has arrived; null for no limit
     * @throws ErrnoException the errnos of {@code recvmsg} for the first message, for example EAGAIN: the socket is non-blocking,
     *     and no message has arrived; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not a socket
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if a buffer has no room, because its position equals its limit: {@link MessageBatch#clear}
     * @throws IndexOutOfBoundsException if the batch does not have these entries
     */
    @Call(value = "recvmmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recvmmsg(int fd, MessageBatch messages, int index, int count, int flags, Duration timeout)
            throws ErrnoException {
        int result;
        do {
            result = recvmmsgOrErrno(fd, messages, index, count, flags, timeout);
        } while (result == -EINTR);
        return Outcome.ofFd("recvmmsg", fd, result);
    }

    /** Same as {@link #recvmmsg}, but returns the number of messages or −errno. */
    int recvmmsgOrErrno(int fd, MessageBatch messages, int index, int count, int flags, Duration timeout);

    /**
     * Returns a new control message that lets the kernel, or the network card, cut one long message into datagrams of
     * {@code bytes} bytes each. The last datagram has the rest. (Linux 4.18)
     *
     * <p>{@code uint16_t} in a control message of level {@code SOL_UDP} and type {@code UDP_SEGMENT} {@index UDP_SEGMENT}
     *
     * @throws IllegalArgumentException if {@code bytes} is not in 1…65535
     */
    Message.Control newSegmentSize(int bytes);

    /**
     * Returns the size of the datagrams that the kernel joined to one received message. The result is empty if it joined none.
     * The kernel joins datagrams if the socket has the option {@code UDP_GRO} (Linux 5.0). The control message has
     * {@link Integer#BYTES} bytes of data.
     *
     * <p>{@code int} in a control message of level {@code SOL_UDP} and type {@code UDP_GRO} {@index UDP_GRO}
     */
    @Call("udp(7)")
    OptionalInt segmentSize(List<Message.Control> received);

    /**
     * Returns the time at which a message arrived, in nanoseconds. The kernel sends this control message if the socket has the
     * option {@code SO_TIMESTAMPNS}. It has {@code SIZEOF_TIMESPEC} bytes of data. The result is empty if there is none.
     *
     * <p>{@code struct timespec} in a control message of type {@code SCM_TIMESTAMPNS} {@index SCM_TIMESTAMPNS}
     */
    @Call("socket(7)")
    Optional<Instant> timestampNs(List<Message.Control> received);

    /**
     * Returns the times at which a message arrived or was sent. The kernel sends this control message if the socket has the
     * option {@code SO_TIMESTAMPING}. It has {@code SIZEOF_SCM_TIMESTAMPING} bytes of data. The result is empty if there is none.
     * The kernel begins to note times a moment after the first socket asked for them, so the first messages may come without.
     *
     * <p>{@code struct scm_timestamping} in a control message of type {@code SCM_TIMESTAMPING} {@index SCM_TIMESTAMPING}
     */
    @Call("socket(7)")
    Optional<Timestamping> timestamping(List<Message.Control> received);
}
