package posixkit.onlinux;

import java.nio.ByteBuffer;
import java.util.List;
import posixkit.net.Message;
import posixkit.net.SockAddr;

/**
 * Messages for {@link OnLinuxSockets#sendmmsg} and {@link OnLinuxSockets#recvmmsg}, which send or receive many messages with one
 * system call. {@link OnLinuxSockets#newMessageBatch} creates it. The same batch can be used for any number of calls, for sending
 * and for receiving. A call allocates nothing: addresses and control messages stay in native memory until a method of this
 * interface returns them.
 *
 * <p>Each entry has a buffer, an address, control messages, flags and a length. {@code sendmmsg} and {@code recvmmsg} use each
 * buffer from its position to its limit, and move the position.
 *
 * <p>In this example, {@code sockets} is an {@link OnLinuxSockets}, and {@code fd} is a bound datagram socket. The program sends
 * each datagram back to its sender:
 *
 * <pre>{@code
 * MessageBatch batch = sockets.newMessageBatch(64, 1500, 0);
 * while (true) {
 *     batch.clear();
 *     int count = sockets.recvmmsg(fd, batch, 0, batch.capacity(), MSG_WAITFORONE, null);
 *     for (int i = 0; i < count; i++) {
 *         batch.buffer(i).flip();
 *     }
 *     for (int sent = 0; sent < count; ) {
 *         sent += sockets.sendmmsg(fd, batch, sent, count - sent, 0);
 *     }
 * }
 * }</pre>
 *
 * <p>A batch cannot receive descriptors. If descriptors arrive in control messages, {@code recvmmsg} closes them at once, and
 * {@link #isControlTruncated} returns true. To receive descriptors, use {@link posixkit.net.Messages#recvmsg}.
 *
 * <p>This interface is not thread-safe.
 */
public interface MessageBatch {
    /** Returns the number of entries. */
    int capacity();

    /** Returns the buffer of the entry at {@code index}: a direct buffer, the same object each time. */
    ByteBuffer buffer(int index);

    /** Clears every buffer ({@link ByteBuffer#clear}), and removes all addresses, control messages, flags and lengths. */
    void clear();

    /**
     * Sets the address to which the entry at {@code index} is sent. If {@code to} is null, the entry is sent to the address to
     * which the socket is connected. Returns this batch.
     *
     * @throws IllegalArgumentException if the address is too long, or of a kind that Linux does not have
     */
    MessageBatch address(int index, SockAddr to);

    /**
     * Returns the address of the entry at {@code index}: the one that was set, or the sender of a received message. Returns null
     * if there is none. After {@code recvmmsg}, the entry can be sent back to the sender without setting the address.
     */
    SockAddr address(int index);

    /**
     * Sets the control messages that are sent with the entry at {@code index}. They stay until they are replaced, or until
     * {@link #clear} or {@code recvmmsg} removes them. Returns this batch.
     *
     * @throws IllegalArgumentException if the control messages do not fit into the bytes that were reserved for them
     */
    MessageBatch controls(int index, Message.Control... controls);

    /**
     * Returns the control messages of the entry at {@code index}: those that were set, or those that were received. Received
     * control messages are not sent again.
     */
    List<Message.Control> controls(int index);

    /**
     * Returns the size of the parts of which the kernel joined the received entry at {@code index}, without allocating anything.
     * Returns 0 if the kernel joined none. The kernel joins datagrams from one sender if the socket has the option
     * {@code UDP_GRO}. Each part but the last has this size.
     */
    int segmentSize(int index);

    /** Returns the flags that {@code recvmmsg} set for the entry at {@code index}, for example {@code MSG_TRUNC}. */
    int flags(int index);

    /** Returns the number of bytes that the last call sent or received with the entry at {@code index}. */
    int length(int index);

    /** Returns true if the received entry at {@code index} was longer than its buffer. The end of the message is then lost. */
    boolean isTruncated(int index);

    /**
     * Returns true if the control messages of the received entry at {@code index} did not fit, or if {@code recvmmsg} closed
     * descriptors that arrived with it.
     */
    boolean isControlTruncated(int index);
}
