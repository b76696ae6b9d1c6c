package posixkit.net;

import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;

/**
 * What goes through {@link Messages#sendmsg} and {@link Messages#recvmsg} in one piece: bytes, an address, descriptors, and
 * other control messages. Made either to be sent or to be received into; set up once, used as often as you like.
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
 * <p><b>Whose are the descriptors?</b> Those that are sent stay the sender's: the receiver gets copies, and the originals may
 * be closed as soon as {@code sendmsg} is back. Those that were received are this object's, until {@link #takeFd} gives one
 * away. The next {@code recvmsg} into it, and {@link #close}, close what nobody took: nobody else knows their numbers.
 *
 * <p>Not thread-safe.
 */
public final class Message implements AutoCloseable {
    private static final int[] NO_FDS = {};
    private static final int TAKEN = -1;

    private final boolean outgoing;
    private ByteBuffer[] buffers;
    private SockAddr name;
    private int[] fds = NO_FDS;
    private List<Control> controls = List.of();
    private int maxFds;
    private int[] room = {};
    private int flags;

    private Message(boolean outgoing, ByteBuffer... buffers) {
        this.outgoing = outgoing;
        buffers(buffers);
    }

    /**
     * A control message ({@code struct cmsghdr} and what follows it).
     *
     * @param level the protocol it belongs to: {@code SOL_SOCKET}, {@code IPPROTO_IP}, …
     * @param type what it is there: {@code SCM_TIMESTAMP}, {@code IP_PKTINFO}, …
     * @param data its bytes, in the system's layout and the processor's byte order
     */
    public record Control(int level, int type, byte[] data) {
        public Control {
            data = data.clone();
        }

        /** A copy. */
        @Override
        public byte[] data() {
            return data.clone();
        }

        /** How many bytes of data it has. */
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

        /** {@code Control[1:2 e8030000]}, level, type and data. */
        @Override
        public String toString() {
            return "Control[" + level + ":" + type + " " + HexFormat.of().formatHex(data) + "]";
        }
    }

    /** To send: these buffers, one after the other, each from its position to its limit. */
    public static Message of(ByteBuffer... from) {
        return new Message(true, from);
    }

    /** To receive into these buffers, filled one after the other, each from its position to its limit; no descriptors. */
    public static Message into(ByteBuffer... into) {
        return new Message(false, into);
    }

    /** To receive into a buffer, with at most so many descriptors. */
    public static Message into(ByteBuffer into, int maxFds) {
        return new Message(false, into).maxFds(maxFds);
    }

    /** Other buffers. */
    public Message buffers(ByteBuffer... buffers) {
        this.buffers = buffers.clone();
        for (ByteBuffer buffer : this.buffers) {
            Objects.requireNonNull(buffer);
        }
        return this;
    }

    /** Where it is to be sent; null for where the socket is connected to. */
    public Message name(SockAddr to) {
        check(true);
        name = to;
        return this;
    }

    /**
     * Descriptors to go with it, on a Unix-domain socket: 253 of them at most on Linux, some 500 on macOS. On a stream they
     * travel with the first byte.
     */
    public Message fds(int... fds) {
        check(true);
        for (int fd : fds) {
            if (fd < 0) {
                throw new IllegalArgumentException("no descriptor: " + fd);
            }
        }
        this.fds = fds.clone();
        return this;
    }

    /** Other control messages to go with it. On a Unix-domain socket macOS takes one at most, descriptors included. */
    public Message controls(Control... controls) {
        check(true);
        this.controls = List.of(controls);
        return this;
    }

    /** How many descriptors may come with it; those beyond are closed at once. */
    public Message maxFds(int max) {
        check(false);
        if (max < 0) {
            throw new IllegalArgumentException("a negative number of descriptors: " + max);
        }
        maxFds = max;
        return this;
    }

    /**
     * Room for other control messages, by how many bytes of data each of them has; what has no room is dropped. A
     * control message that is itself a descriptor, as Linux's {@code SCM_PIDFD} is, belongs to whoever gave it room.
     */
    public Message room(int... lengths) {
        check(false);
        for (int length : lengths) {
            if (length < 0) {
                throw new IllegalArgumentException("a negative length: " + length);
            }
        }
        room = lengths.clone();
        return this;
    }

    /** Whether this was made by {@code of}, to be sent. */
    public boolean isOutgoing() {
        return outgoing;
    }

    /** The buffers, in an array of their own. */
    public ByteBuffer[] buffers() {
        return buffers.clone();
    }

    /** Where it is to be sent; or where it came from, null if that was not told: on a connected stream it rarely is. */
    public SockAddr name() {
        return name;
    }

    /** The descriptors that go with it. */
    public int[] fds() {
        check(true);
        return fds.clone();
    }

    /** The other control messages that go with it; or those that came with it. */
    public List<Control> controls() {
        return controls;
    }

    /** See {@link #maxFds(int)}. */
    public int maxFds() {
        return maxFds;
    }

    /** See {@link #room(int...)}. */
    public int[] room() {
        return room.clone();
    }

    /** What {@code recvmsg} says about what was received: {@code MSG_TRUNC}, {@code MSG_CTRUNC}, {@code MSG_EOR}, … */
    public int flags() {
        return flags;
    }

    /** Whether the datagram was longer than the buffers, and its end is lost. */
    public boolean isTruncated() {
        return (flags & MSG_TRUNC) != 0;
    }

    /**
     * Whether descriptors or other control messages came that there was no room for, and are lost. What is there may be
     * cut short as well. A message that has room for none at all is not told on macOS.
     */
    public boolean isControlTruncated() {
        return (flags & MSG_CTRUNC) != 0;
    }

    /** How many descriptors came with it, those that were taken since included. */
    public int fdCount() {
        check(false);
        return fds.length;
    }

    /**
     * One of the descriptors that came with it, to be closed by the caller from now on. All of them are close-on-exec.
     *
     * @throws IllegalStateException it was taken before
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

    /** All descriptors that came with it and were not taken yet, to be closed by the caller from now on. */
    public int[] takeFds() {
        check(false);
        int[] left = Arrays.stream(fds).filter(fd -> fd != TAKEN).toArray();
        Arrays.fill(fds, TAKEN);
        return left;
    }

    /**
     * What a {@code recvmsg} leaves here. For whoever implements {@link Messages}; others have no use for it.
     *
     * @throws IllegalStateException there are descriptors from before that nobody took
     */
    public void received(SockAddr from, int flags, int[] fds, List<Control> controls) {
        check(false);
        for (int fd : this.fds) {
            if (fd != TAKEN) {
                throw new IllegalStateException("descriptor " + fd + " would be lost");
            }
        }
        name = from;
        this.flags = flags;
        this.fds = fds.clone();
        this.controls = List.copyOf(controls);
    }

    /** Closes the descriptors that came with it and nobody took. One that is to be sent has none of its own. */
    @Override
    public void close() throws ErrnoException {
        if (outgoing) {
            return;
        }
        ErrnoException failed = null;
        for (int fd : takeFds()) {
            try {
                Posix.get().io().close(fd);
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

    /**
     * Prints the buffers, the address, the descriptors, the control messages and the flags. Two messages are equal only if they
     * are one object: a received message owns its descriptors.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Message[")
                .append(outgoing ? "of" : "into")
                .append(", buffers=")
                .append(Printer.value(buffers))
                .append(", name=")
                .append(name)
                .append(", fds=")
                .append(Arrays.toString(fds))
                .append(", controls=")
                .append(controls);
        if (!outgoing) {
            text.append(", maxFds=")
                    .append(maxFds)
                    .append(", room=")
                    .append(Arrays.toString(room))
                    .append(", flags=")
                    .append(Printer.flags(Integer.toUnsignedLong(flags), ConstantNames.MSG));
        }
        return text.append(']').toString();
    }

    private void check(boolean outgoing) {
        if (this.outgoing != outgoing) {
            throw new IllegalStateException(
                    outgoing ? "this message is to be received into" : "this message is to be sent");
        }
    }
}
