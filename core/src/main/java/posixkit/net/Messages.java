package posixkit.net;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Contains the methods of {@link Sockets} that use {@code struct msghdr}. These methods send and receive bytes together with an
 * address, descriptors and control messages.
 */
public interface Messages {
    /**
     * Sends a message that {@link Message#of} created, and returns the number of bytes that the kernel accepted. The positions of
     * the buffers advance by this number.
     *
     * <p>{@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)} {@index sendmsg}
     *
     * <p>On a stream, the kernel may accept fewer bytes than the buffers hold. It sends the descriptors and control messages
     * together with the accepted bytes. Send the remaining bytes in a second message, without descriptors and control messages. A
     * datagram is sent whole or not at all.
     *
     * <p>On a datagram socket, a message without buffers is sent as an empty datagram. On a stream, descriptors and control
     * messages can be sent only together with at least one byte of data. If a message has descriptors or control messages but no
     * buffers, this method therefore sends one byte with the value 0 on a stream, and returns 1.
     *
     * <p>If this method fails, it has sent nothing and has not moved the position of any buffer.
     *
     * <p><b>In a JVM:</b> sending on a stream fails with EPIPE if nobody receives from the stream any more. The signal SIGPIPE
     * does not end the process, because the JVM ignores it.
     *
     * @throws ErrnoException EAGAIN: the socket is non-blocking and has no space for the message; EPIPE, ECONNRESET: the peer no
     *     longer exists or has closed the connection; ENOTCONN, EDESTADDRREQ: the message has no destination address, and the
     *     socket is not connected; EISCONN: the message has a destination address, but the socket is connected; EMSGSIZE: the
     *     message is too long for a datagram, or has more than 1024 buffers; EBADF: the socket, or a descriptor to send, is not
     *     open; EINVAL: too many descriptors in one message, an unknown control message, or on macOS more than one control
     *     message; ETOOMANYREFS: too many descriptors have been sent but not yet received; EPERM: the message contains
     *     credentials of another process; ENOBUFS: the control messages have too many bytes
     * @throws IllegalArgumentException if {@code message} is only for receiving ({@link Message#into} created it); if
     *     {@code flags} contain {@code MSG_ZEROCOPY} and a buffer is not direct or belongs to a shared {@code Arena}; or if the
     *     destination address is too long, or is of a kind that this operating system does not have
     * @throws IllegalStateException if {@code message} has buffers, but the position of each buffer equals its limit
     */
    @Call(value = "sendmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long sendmsg(int fd, Message message, int flags) throws ErrnoException {
        long result;
        do {
            result = sendmsgOrErrno(fd, message, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("sendmsg", fd, result);
    }

    /** Same as {@link #sendmsg}, but returns the number of bytes or −errno. */
    long sendmsgOrErrno(int fd, Message message, int flags);

    /**
     * Receives bytes together with the sender's address, descriptors and control messages. Stores all of them in {@code into},
     * and returns the number of received bytes. Create {@code into} with {@link Message#into}. The positions of the buffers in
     * {@code into} advance by the number of stored bytes.
     *
     * <p>{@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)} {@index recvmsg}
     *
     * <p>At the end of a stream, this method returns 0.
     *
     * <p>Received descriptors are close-on-exec. On Linux they are close-on-exec from the start. On macOS this method sets
     * close-on-exec a moment after the descriptors arrive. A program that is started in this moment inherits the descriptors.
     *
     * <p>The caller takes received descriptors with {@link Message#takeFd(int)}. The next successful call with the same
     * {@code into} closes the descriptors that the caller has not taken.
     *
     * <p>If {@code into} does not have space for all descriptors or control messages, this method closes the descriptors that do
     * not fit, and drops the control messages that do not fit. In both cases, {@link Message#isControlTruncated} returns true.
     *
     * <p>If a datagram is longer than the buffers, the end of the datagram is lost, and {@link Message#isTruncated} returns true.
     * On Linux, if {@code flags} contain {@code MSG_TRUNC}, this method returns the length of the whole datagram, including the
     * bytes that were lost.
     *
     * <p>If {@code into} has no buffers, this method drops the bytes of a datagram, but stores the address, the descriptors and
     * the control messages. On a stream, descriptors and control messages arrive only together with at least one byte of data. If
     * {@code into} has no buffers, but has space for descriptors or control messages, this method therefore receives one byte
     * from a stream, drops it and returns 1. If {@code into} has neither buffers nor space for descriptors or control messages,
     * this method receives nothing from a stream and returns 0.
     *
     * <p>If this method fails, {@code into} is unchanged. It still holds the descriptors that the caller has not taken.
     *
     * @throws ErrnoException EAGAIN: the socket is non-blocking and no data has arrived; ECONNREFUSED, ECONNRESET: the peer no
     *     longer exists or has closed the connection; ENOTCONN: the socket has no peer; EBADF: {@code fd} is not open; ENOTSOCK:
     *     {@code fd} is not a socket; EMSGSIZE: {@code into} has more than 1024 buffers
     * @throws IllegalArgumentException if {@code into} is only for sending ({@link Message#of} created it), or if a buffer in
     *     {@code into} is read-only
     * @throws IllegalStateException if {@code into} has buffers, but the position of each buffer equals its limit
     */
    @Call(value = "recvmsg(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long recvmsg(int fd, Message into, int flags) throws ErrnoException {
        long result;
        do {
            result = recvmsgOrErrno(fd, into, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("recvmsg", fd, result);
    }

    /** Same as {@link #recvmsg}, but returns the number of bytes or −errno. */
    long recvmsgOrErrno(int fd, Message into, int flags);
}
