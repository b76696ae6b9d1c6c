package posixkit.net;

import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Io;

/**
 * A message for {@link Messages#sendmsg} or {@link Messages#recvmsg}: bytes, an address, descriptors and other control messages. A
 * message is made either for sending or for receiving, and can be used any number of times.
 *
 * <pre>{@code
 * sockets.sendmsg(pair[0], Message.of(hello).fds(file), 0);
 *
 * try (Message in = Message.into(buffer, 1)) {
 *     sockets.recvmsg(pair[1], in, 0);
 *     int received = in.takeFd(0);
 * }
 * }</pre>
 *
 * <p><b>Buffers.</b> A call uses each buffer from its position to its limit and moves the position, as {@code read} and {@code write}
 * do. The message remembers the position and limit that each buffer had when the message got it. {@link #rewind} sets them back, so
 * that the next call uses the same bytes again:
 *
 * <pre>{@code
 * while (sockets.recvmsg(fd, in.rewind(), 0) > 0) {
 *     process(buffer.flip());
 * }
 * }</pre>
 *
 * <p>A call with a message that has buffers, but no bytes left in them, throws {@link IllegalStateException}: on a stream its result
 * would be 0, which means the end. To transfer no bytes, make a message without buffers. {@code Message.of()} is an empty datagram.
 * On a stream, descriptors and control messages cannot travel alone: a message without buffers then transfers one byte, a zero, and
 * {@code sendmsg} and {@code recvmsg} return 1.
 *
 * <p><b>Descriptors.</b> Sent descriptors stay open for the sender. The receiver gets copies, so the sender may close its own as soon
 * as {@code sendmsg} has returned. Received descriptors belong to the message until {@link #takeFd(int)} gives one to the caller. The
 * next {@code recvmsg} into the message, and {@link #close}, close the descriptors that nobody took.
 *
 * <p>Not thread-safe.
 */
public final class Message implements AutoCloseable {
    private static final int[] NO_FDS = {};
    private static final int TAKEN = -1;

    private final boolean isOutgoing;
    private ByteBuffer[] buffers;
    private int[] positions;
    private int[] limits;
    private SockAddr name;
    private int[] fds = NO_FDS;
    private List<Control> controls = List.of();

    /** Those received control messages that hold a descriptor which nobody took. */
    private final List<Control> untaken = new ArrayList<>();

    private int maxFds;
    private int[] room = {};
    private int flags;
    private Io closer;

    private Message(boolean isOutgoing, ByteBuffer... buffers) {
        this.isOutgoing = isOutgoing;
        buffers(buffers);
    }

    /**
     * A control message: {@code struct cmsghdr} and the data behind it.
     *
     * @param level the protocol: {@code SOL_SOCKET}, {@code IPPROTO_IP}, …
     * @param type the kind of control message: {@code SCM_TIMESTAMP}, {@code IP_PKTINFO}, …
     * @param data the bytes, in the system's layout and the processor's byte order
     */
    public record Control(int level, int type, byte[] data) {
        public Control {
            data = Objects.requireNonNull(data, "data").clone();
        }

        /** Returns a copy of the bytes. */
        @Override
        public byte[] data() {
            return data.clone();
        }

        /** Returns how many bytes of data there are. */
        public int length() {
            return data.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Control that
                    && level == that.level
                    && type == that.type
                    && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return Objects.hash(level, type, Arrays.hashCode(data));
        }

        /** Returns {@code Control[1:2 e8030000]}: level, type and data. */
        @Override
        public String toString() {
            return "Control[" + level + ":" + type + " " + HexFormat.of().formatHex(data) + "]";
        }
    }

    /** Returns a message that sends the bytes of these buffers, in this order. */
    public static Message of(ByteBuffer... from) {
        return new Message(true, from);
    }

    /** Returns a message that receives into these buffers, in this order, and no descriptors. */
    public static Message into(ByteBuffer... into) {
        return new Message(false, into);
    }

    /** Returns a message that receives into a buffer, and up to {@code maxFds} descriptors. */
    public static Message into(ByteBuffer into, int maxFds) {
        return new Message(false, into).maxFds(maxFds);
    }

    /** Replaces the buffers. {@link #rewind} sets them back to the positions and limits that they have now. */
    public Message buffers(ByteBuffer... buffers) {
        ByteBuffer[] copy = Objects.requireNonNull(buffers, "buffers").clone();
        for (ByteBuffer buffer : copy) {
            Objects.requireNonNull(buffer, "buffers");
        }
        this.buffers = copy;
        positions = Arrays.stream(copy).mapToInt(ByteBuffer::position).toArray();
        limits = Arrays.stream(copy).mapToInt(ByteBuffer::limit).toArray();
        return this;
    }

    /** Sets each buffer to the position and limit that it had when this message got it. */
    public Message rewind() {
        for (int i = 0; i < buffers.length; i++) {
            buffers[i].limit(limits[i]).position(positions[i]);
        }
        return this;
    }

    /** Sets the address to send to; null means the address that the socket is connected to. */
    public Message name(SockAddr to) {
        check(true);
        name = to;
        return this;
    }

    /**
     * Sets the descriptors to send, on a Unix-domain socket: up to 253 on Linux and 254 on macOS. On a stream they travel with the
     * first byte.
     */
    public Message fds(int... fds) {
        check(true);
        for (int fd : Objects.requireNonNull(fds, "fds")) {
            if (fd < 0) {
                throw new IllegalArgumentException("fds: no descriptor: " + fd);
            }
        }
        this.fds = fds.clone();
        return this;
    }

    /** Sets other control messages to send. On a Unix-domain socket macOS takes only one, descriptors included. */
    public Message controls(Control... controls) {
        check(true);
        for (Control control : Objects.requireNonNull(controls, "controls")) {
            Objects.requireNonNull(control, "controls");
        }
        this.controls = List.of(controls);
        return this;
    }

    /** Sets how many descriptors to receive. {@code recvmsg} closes those beyond. */
    public Message maxFds(int max) {
        check(false);
        if (max < 0) {
            throw new IllegalArgumentException("max: " + max);
        }
        maxFds = max;
        return this;
    }

    /**
     * Makes room for other control messages: {@code lengths} are the numbers of bytes of data of each. {@code recvmsg} drops those for
     * which there is no room.
     */
    public Message room(int... lengths) {
        check(false);
        for (int length : Objects.requireNonNull(lengths, "lengths")) {
            if (length < 0) {
                throw new IllegalArgumentException("lengths: " + length);
            }
        }
        room = lengths.clone();
        return this;
    }

    /**
     * Sets the role whose {@link Io#close} closes the descriptors that nobody took: the one of a watched system, or a fake. Without
     * this, it is the role of {@link Posix#get}.
     */
    public Message closedBy(Io io) {
        check(false);
        closer = Objects.requireNonNull(io, "io");
        return this;
    }

    /** True if this message is for sending. */
    public boolean isOutgoing() {
        return isOutgoing;
    }

    /** Returns the buffers, in a new array. */
    public ByteBuffer[] buffers() {
        return buffers.clone();
    }

    /** Returns the address to send to, or the sender's; null if the system gave none, which is usual on a connected stream. */
    public SockAddr name() {
        return name;
    }

    /** Returns the descriptors to send. */
    public int[] fds() {
        check(true);
        return fds.clone();
    }

    /** Returns the other control messages: those to send, or those that were received. */
    public List<Control> controls() {
        return controls;
    }

    /** Returns how many descriptors this message receives. */
    public int maxFds() {
        return maxFds;
    }

    /** Returns the lengths that {@link #room(int...)} set. */
    public int[] room() {
        return room.clone();
    }

    /** Returns the flags that {@code recvmsg} set: {@code MSG_TRUNC}, {@code MSG_CTRUNC}, {@code MSG_EOR}, … */
    public int flags() {
        return flags;
    }

    /** True if the datagram was longer than the buffers, so that its end is lost. */
    public boolean isTruncated() {
        return (flags & MSG_TRUNC) != 0;
    }

    /**
     * True if there was no room for some descriptors or other control messages, so that they are lost. The last of those that were
     * received may be incomplete.
     */
    public boolean isControlTruncated() {
        return (flags & MSG_CTRUNC) != 0;
    }

    /** Returns how many descriptors were received, including those that were taken. */
    public int fdCount() {
        check(false);
        return fds.length;
    }

    /**
     * Returns a received descriptor, which is close-on-exec. The caller has to close it.
     *
     * @throws IllegalStateException if it was taken before
     */
    public int takeFd(int index) {
        check(false);
        int fd = fds[Objects.checkIndex(index, fds.length)];
        if (fd == TAKEN) {
            throw new IllegalStateException("descriptor " + index + " of this message was taken");
        }
        fds[index] = TAKEN;
        return fd;
    }

    /** Returns all received descriptors that were not taken before. The caller has to close them. */
    public int[] takeFds() {
        check(false);
        int[] left = Arrays.stream(fds).filter(fd -> fd != TAKEN).toArray();
        Arrays.fill(fds, TAKEN);
        return left;
    }

    /**
     * Returns the descriptor in a received control message that holds one, such as Linux's {@code SCM_PIDFD}. The caller has to close
     * it. Descriptors that were sent with {@link #fds(int...)} are not among the control messages.
     *
     * @throws IllegalStateException if {@code control} is no control message of this message that holds a descriptor, or if the
     *     descriptor was taken before
     */
    public int takeFd(Control control) {
        check(false);
        if (!untaken.remove(Objects.requireNonNull(control, "control"))) {
            throw new IllegalStateException("control: holds no descriptor, or it was taken: " + control);
        }
        return descriptor(control);
    }

    /**
     * Stores what {@code recvmsg} received. Only implementations of {@link Messages} call this.
     *
     * @param descriptors those of {@code controls} that hold a descriptor
     * @throws IllegalStateException if there are descriptors from before that nobody took
     */
    public void received(SockAddr from, int flags, int[] fds, List<Control> controls, List<Control> descriptors) {
        check(false);
        int[] left = untakenFds();
        if (left.length > 0) {
            throw new IllegalStateException("descriptors that nobody took would be lost: " + Arrays.toString(left));
        }
        name = from;
        this.flags = flags;
        this.fds = fds.clone();
        this.controls = List.copyOf(controls);
        untaken.addAll(descriptors);
    }

    /**
     * Removes all descriptors that nobody took from this message, those in control messages included, and returns them. Only
     * implementations of {@link Messages} call this, to close them before {@link #received}.
     */
    public int[] takeAll() {
        check(false);
        int[] left = untakenFds();
        Arrays.fill(fds, TAKEN);
        untaken.clear();
        return left;
    }

    /** Closes the received descriptors that nobody took. A message for sending has none. */
    @Override
    public void close() throws ErrnoException {
        if (isOutgoing) {
            return;
        }
        ErrnoException failed = null;
        for (int fd : takeAll()) {
            try {
                (closer == null ? Posix.get().io() : closer).close(fd);
            } catch (ErrnoException e) {
                if (failed != null) {
                    e.addSuppressed(failed);
                }
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** Returns what this message holds, such as {@code Message[out, 5 bytes left, to 127.0.0.1:80, fds [3, 4]]}. */
    @Override
    public String toString() {
        long left = 0;
        for (ByteBuffer buffer : buffers) {
            left += buffer.remaining();
        }
        StringBuilder text = new StringBuilder(isOutgoing ? "Message[out, " : "Message[in, ")
                .append(buffers.length == 0 ? "no buffers" : left + " bytes left");
        if (name != null) {
            text.append(isOutgoing ? ", to " : ", from ").append(name);
        }
        if (fds.length > 0) {
            text.append(", fds ").append(Arrays.toString(fds).replace(Integer.toString(TAKEN), "taken"));
        }
        if (!controls.isEmpty()) {
            text.append(", ").append(controls);
        }
        if (flags != 0) {
            text.append(", flags 0x").append(Integer.toHexString(flags));
        }
        return text.append(']').toString();
    }

    private int[] untakenFds() {
        int[] left = Arrays.stream(fds).filter(fd -> fd != TAKEN).toArray();
        int count = left.length;
        left = Arrays.copyOf(left, count + untaken.size());
        for (Control control : untaken) {
            left[count++] = descriptor(control);
        }
        return left;
    }

    private static int descriptor(Control control) {
        return ByteBuffer.wrap(control.data).order(ByteOrder.nativeOrder()).getInt();
    }

    private void check(boolean outgoing) {
        if (isOutgoing != outgoing) {
            throw new IllegalStateException(outgoing ? "this message is for receiving" : "this message is for sending");
        }
    }
}
