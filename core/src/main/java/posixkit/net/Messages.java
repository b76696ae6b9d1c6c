package posixkit.net;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Sends and receives bytes together with an address, descriptors and control messages: the part of {@link Sockets} with {@code struct msghdr}. */
public interface Messages {
    /**
     * Sends a message made by {@link Message#of} and returns how many bytes the system took. The positions of the buffers move by
     * as many.
     *
     * <p>{@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)} {@index sendmsg}
     *
     * <p>A stream may take fewer bytes than there are. The descriptors and control messages have then been sent with the first bytes:
     * send the remaining bytes with a message that has none. A datagram is sent whole or not at all.
     *
     * <p>A message without buffers is an empty datagram. On a stream, descriptors and control messages need a byte to travel with.
     * A message that has them and no buffers then sends one zero byte, and the result is 1.
     *
     * <p>If the call fails, it has sent nothing and moved no position.
     *
     * <p><b>In a JVM:</b> sending on a stream that nobody receives from fails with EPIPE. The JVM ignores SIGPIPE.
     *
     * @throws ErrnoException EAGAIN: no room, on a non-blocking socket; EPIPE, ECONNRESET: the peer is gone; ENOTCONN, EDESTADDRREQ:
     *     no address; EISCONN: the socket is connected; EMSGSIZE: too long for a datagram, or more than 1024 buffers; EBADF: the
     *     socket, or a descriptor to send, is not open; EINVAL: too many descriptors, no such control message, or on macOS more than one;
     *     ETOOMANYREFS: too many descriptors are on their way; EPERM: credentials of another process; ENOBUFS: too many bytes of control
     *     messages
     * @throws IllegalArgumentException if the message was made by {@code into}, if {@code flags} contain {@code MSG_ZEROCOPY} and a
     *     buffer is not direct, or if the address is none of this system ({@link Sockets#encode})
     * @throws IllegalStateException if the message has buffers, and no bytes are left in them
     */
    @Call(value = "sendmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long sendmsg(int fd, Message message, int flags) throws ErrnoException {
        return Outcome.ofFd("sendmsg", fd, Outcome.restarting(() -> sendmsgOrErrno(fd, message, flags)));
    }

    /** Same as {@link #sendmsg}, but returns the count or −errno. */
    long sendmsgOrErrno(int fd, Message message, int flags);

    /**
     * Receives into a message made by {@link Message#into} and returns how many bytes arrived. The positions of the buffers move by as
     * many. The message then holds the sender, the descriptors and the control messages.
     *
     * <p>{@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)} {@index recvmsg}
     *
     * <p>At the end of a stream the result is 0.
     *
     * <p>Received descriptors are close-on-exec: from the start on Linux. On macOS that is set a moment later, and a program that is
     * started in between inherits them. This call closes descriptors for which the message has no room, and drops such control messages;
     * {@link Message#isControlTruncated} then returns true. It also closes the descriptors of the previous call that nobody took.
     *
     * <p>The end of a datagram that is longer than the buffers is lost ({@link Message#isTruncated}). With {@code MSG_TRUNC} in
     * {@code flags}, the result is the whole length of the datagram.
     *
     * <p>A message without buffers receives the rest: it drops the bytes of a datagram. On a stream, descriptors and control messages
     * travel with a byte. A message that has room for them and no buffers then receives one byte and drops it, and the result is 1. A
     * message without any room receives nothing from a stream, and the result is 0.
     *
     * <p>If the call fails, the message is unchanged.
     *
     * @throws ErrnoException EAGAIN: nothing there, on a non-blocking socket; ECONNREFUSED, ECONNRESET: the peer is gone; ENOTCONN: no
     *     peer; EBADF: not open; ENOTSOCK: not a socket; EMSGSIZE: more than 1024 buffers
     * @throws IllegalArgumentException if the message was made by {@code of}, or has a read-only buffer
     * @throws IllegalStateException if the message has buffers, and no room is left in them
     */
    @Call(value = "recvmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long recvmsg(int fd, Message into, int flags) throws ErrnoException {
        return Outcome.ofFd("recvmsg", fd, Outcome.restarting(() -> recvmsgOrErrno(fd, into, flags)));
    }

    /** Same as {@link #recvmsg}, but returns the count or −errno. */
    long recvmsgOrErrno(int fd, Message into, int flags);
}
