package posixkit.net;

import posixkit.Call;
import posixkit.ErrnoException;

/** Bytes with all that can go with them: the half of {@link Sockets} that speaks {@code struct msghdr}. */
public interface Messages {
    /**
     * {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)} {@index sendmsg}
     *
     * <p>Sends a message made by {@link Message#of}, and says how many bytes went out; positions move by as many. On a
     * stream it may be fewer than there are, and what goes with them is gone with the first: send the rest by
     * {@code write}, or by a message without them. Datagrams go whole or not at all.
     *
     * <p>A stream carries descriptors and other control messages only along with data; without any, the kernel would say 0
     * and drop them. A message of no bytes is then sent with one, a zero, which is not counted: the receiver has to
     * know, and {@link #recvmsg} does when it too is given no room for bytes.
     *
     * <p>When it fails, nothing was sent.
     *
     * <p><b>In a JVM:</b> sending to a stream nobody receives from is EPIPE; the JVM keeps SIGPIPE from killing it.
     *
     * @throws ErrnoException EAGAIN: no room, and the socket does not wait; EPIPE, ECONNRESET: the peer is gone; ENOTCONN,
     *     EDESTADDRREQ: to whom; EISCONN: it has a peer already; EMSGSIZE: too long for a datagram, or more than 1024
     *     buffers; EBADF: the socket, or a descriptor to be sent, is not open; EINVAL: more than 253 descriptors, no such
     *     control message, or on macOS more than one; ETOOMANYREFS: too many descriptors are on their way; EPERM: credentials
     *     of somebody else; ENOBUFS: too much control data
     * @throws IllegalArgumentException a message made by {@code into}, {@code MSG_ZEROCOPY} with a buffer that is not direct, or
     *     an address as {@link Sockets#encode} says
     */
    @Call(value = "sendmsg(2)", waits = true)
    long sendmsg(int fd, Message message, int flags) throws ErrnoException;

    /** {@link #sendmsg} that returns −errno instead of throwing. */
    @Call(value = "sendmsg(2)", waits = true)
    long sendmsgOrErrno(int fd, Message message, int flags);

    /**
     * {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)} {@index recvmsg}
     *
     * <p>Receives into a message made by {@link Message#into}, and says how many bytes came; positions move by as many. The
     * message then holds what came with them. At the end of a stream it is 0 bytes and nothing else.
     *
     * <p>Descriptors are close-on-exec: from birth on Linux, a moment later on macOS, where a program started in between
     * keeps them. Those beyond what the message wanted are closed, and {@link Message#isControlTruncated} says so: the
     * kernel's own count is rounded up. Of those that were there before, the ones nobody took are closed too.
     *
     * <p>A datagram longer than the buffers loses its end ({@link Message#isTruncated}); with {@code MSG_TRUNC} in
     * {@code flags}, the result is its whole length. On a stream, a message that wants control messages and has no room for
     * bytes receives one all the same, which is not counted: the one that {@link #sendmsg} puts there.
     *
     * <p>When it fails, the message is as it was.
     *
     * @throws ErrnoException EAGAIN: nothing there, and the socket does not wait; ECONNREFUSED, ECONNRESET: the peer is gone;
     *     ENOTCONN: it has none; EBADF: not open; ENOTSOCK: no socket; EMSGSIZE: more than 1024 buffers
     * @throws IllegalArgumentException a message made by {@code of}, or with a read-only buffer
     */
    @Call(value = "recvmsg(2)", waits = true)
    long recvmsg(int fd, Message into, int flags) throws ErrnoException;

    /** {@link #recvmsg} that returns −errno instead of throwing. */
    @Call(value = "recvmsg(2)", waits = true)
    long recvmsgOrErrno(int fd, Message into, int flags);
}
