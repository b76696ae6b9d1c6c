package posixkit.net;

import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;

/**
 * A message for {@link Messages#sendmsg} or {@link Messages#recvmsg}. It holds bytes, an address, descriptors and control
 * messages. A control message is additional data with a type, for example the time at which a packet arrived. The kernel also
 * uses a control message to transfer descriptors, but this class has separate methods for descriptors. A message is created
 * either for sending or for receiving. The same message can be used for any number of calls.
 *
 * <p>In this example, {@code sockets} is a {@link Sockets}, {@code pair} holds the two descriptors that
 * {@link Sockets#socketpair} returned, {@code hello} and {@code buffer} are byte buffers, and {@code file} is an open descriptor.
 * The message {@code in} has space for one descriptor:
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
 * <p><b>Buffers.</b> {@code sendmsg} and {@code recvmsg} use each buffer from its position to its limit, and move the position.
 * ({@code read} and {@code write} do the same.) The message remembers the position and limit that each buffer had when it was
 * added to the message. {@link #rewind} restores these positions and limits. The next call then uses the same bytes of the
 * buffers again. In this example, {@code fd} is a connected stream socket, {@code in} receives into the byte buffer
 * {@code buffer}, and {@code process} stands for a method of the caller that reads the received bytes:
 *
 * <pre>{@code
 * while (sockets.recvmsg(fd, in.rewind(), 0) > 0) {
 *     process(buffer.flip());
 * }
 * }</pre>
 *
 * <p>If a message has buffers, but the position of each buffer equals its limit, {@code sendmsg} and {@code recvmsg} throw
 * {@link IllegalStateException}. Without this exception, {@code recvmsg} would return 0 on a stream, and the caller would take
 * this 0 for the end of the stream. To transfer no bytes, create a message without buffers. For example, {@code Message.of()}
 * sends an empty datagram.
 *
 * <p>On a stream, descriptors and control messages can be transferred only together with at least one byte of data. If a message
 * has descriptors or control messages but no buffers, {@code sendmsg} on a stream therefore sends one zero byte and returns 1. If
 * a message for receiving has space for descriptors or control messages but no buffers, {@code recvmsg} on a stream receives one
 * byte, drops it and returns 1.
 *
 * <p><b>Descriptors.</b> The receiver gets copies of the sent descriptors. The sender's descriptors stay open; the sender may
 * close them as soon as {@code sendmsg} has returned. Received descriptors belong to the message until {@link #takeFd(int)}
 * returns them to the caller. The next successful {@code recvmsg} into the message, or {@link #close}, closes the descriptors
 * that the caller has not taken.
 *
 * <p>This class is not thread-safe.
 */
public final class Message implements AutoCloseable {
    private static final int[] NO_FDS = {};
    private static final int TAKEN = -1;

    private final boolean isOutgoing;
    private ByteBuffer[] buffers;
    private int[] positions;
    private int[] limits;
    private SockAddr name;

    /** The descriptors to send, or the received ones. Only the first {@link #fdCount} elements count. */
    private int[] fds = NO_FDS;

    private int fdCount;
    private List<Control> controls = List.of();

    /**
     * The received control messages that hold a descriptor in their data. Control messages without a descriptor are not in this
     * list. When the caller takes the descriptor with {@link #takeFd(Control)}, the control message is removed from this list.
     */
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
     * A control message: {@code struct cmsghdr} and the data that follows it.
     *
     * @param level the protocol that defines {@code type}, for example {@code SOL_SOCKET} or {@code IPPROTO_IP}
     * @param type the kind of control message, for example {@code SCM_TIMESTAMP} or {@code IP_PKTINFO}
     * @param data the bytes of the data, in the native layout of this operating system and the byte order of the processor
     */
    public record Control(int level, int type, byte[] data) {
        public Control {
            data = Objects.requireNonNull(data, "data").clone();
        }

        /** Returns a copy of the bytes of the data. */
        @Override
        public byte[] data() {
            return data.clone();
        }

        /** Returns the number of bytes of the data. */
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

        /**
         * Returns the level, the type and the data as text. For example, {@code Control[1:2 e8030000]} has the level 1, the type
         * 2 and four bytes of data in hexadecimal.
         */
        @Override
        public String toString() {
            return "Control[" + level + ":" + type + " " + HexFormat.of().formatHex(data) + "]";
        }
    }

    /** Returns a new message that sends the bytes of the given buffers, in the order of the arguments. */
    public static Message of(ByteBuffer... from) {
        return new Message(true, from);
    }

    /**
     * Returns a new message that receives bytes into the given buffers, in the order of the arguments. The message receives no
     * descriptors.
     */
    public static Message into(ByteBuffer... into) {
        return new Message(false, into);
    }

    /** Returns a new message that receives bytes into the buffer {@code into}, and up to {@code maxFds} descriptors. */
    public static Message into(ByteBuffer into, int maxFds) {
        return new Message(false, into).maxFds(maxFds);
    }

    /**
     * Replaces the buffers of this message. This method remembers the positions and limits of the new buffers, and a later
     * {@link #rewind} restores them. Returns this message.
     */
    public Message buffers(ByteBuffer... buffers) {
        ByteBuffer[] copy = Objects.requireNonNull(buffers, "buffers").clone();
        for (ByteBuffer buffer : copy) {
            Objects.requireNonNull(buffer, "buffers");
        }
        this.buffers = copy;
        positions = new int[copy.length];
        limits = new int[copy.length];
        for (int i = 0; i < copy.length; i++) {
            positions[i] = copy[i].position();
            limits[i] = copy[i].limit();
        }
        return this;
    }

    /** Restores the position and limit that each buffer had when it was added to this message. Returns this message. */
    public Message rewind() {
        for (int i = 0; i < buffers.length; i++) {
            buffers[i].limit(limits[i]).position(positions[i]);
        }
        return this;
    }

    /**
     * Sets the address to which the message is sent (the member {@code msg_name} of {@code struct msghdr}). If {@code to} is
     * null, the message is sent to the address to which the socket is connected. Returns this message.
     */
    public Message name(SockAddr to) {
        check(true);
        name = to;
        return this;
    }

    /**
     * Sets the descriptors to send on a Unix-domain socket. In one message, Linux allows up to 253 descriptors, and macOS up to
     * 254. On a stream, the descriptors are sent together with the first byte. Returns this message.
     */
    public Message fds(int... fds) {
        check(true);
        for (int fd : Objects.requireNonNull(fds, "fds")) {
            if (fd < 0) {
                throw new IllegalArgumentException("fds: no descriptor: " + fd);
            }
        }
        this.fds = fds.clone();
        fdCount = fds.length;
        return this;
    }

    /**
     * Sets the control messages to send. Returns this message.
     *
     * <p>To send the descriptors of {@link #fds(int...)}, {@code sendmsg} itself adds one control message. On a Unix-domain
     * socket, macOS accepts only one control message in each call of {@code sendmsg}. On macOS, a message for a Unix-domain
     * socket can therefore have either descriptors or one control message from {@code controls}, but not both.
     */
    public Message controls(Control... controls) {
        check(true);
        for (Control control : Objects.requireNonNull(controls, "controls")) {
            Objects.requireNonNull(control, "controls");
        }
        this.controls = List.of(controls);
        return this;
    }

    /**
     * Sets how many descriptors this message can receive. If more than {@code max} descriptors arrive, {@code recvmsg} closes all
     * descriptors after the first {@code max}. Returns this message.
     */
    public Message maxFds(int max) {
        check(false);
        if (max < 0) {
            throw new IllegalArgumentException("max: " + max);
        }
        maxFds = max;
        return this;
    }

    /**
     * Reserves space for control messages to receive. ({@link #maxFds(int)} reserves the space for descriptors.) Each element of
     * {@code lengths} is the number of bytes of data of one control message. {@code recvmsg} drops control messages for which
     * there is no space. Returns this message.
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
     * Sets the {@link Io} object that {@link #close()} uses. For each received descriptor that the caller has not taken,
     * {@link #close()} calls the method {@link Io#close} of {@code io}. By default, {@link #close()} uses the {@code Io} object
     * of {@link Posix#get}. Returns this message.
     *
     * <p>Use this method to observe or to replace these calls of {@link Io#close}. For example, {@code io} can belong to a
     * {@link Posix} that reports its calls to a listener, or {@code io} can be a fake in a test.
     */
    public Message closedBy(Io io) {
        check(false);
        closer = Objects.requireNonNull(io, "io");
        return this;
    }

    /** Returns true if this message is for sending, and false if it is for receiving. */
    public boolean isOutgoing() {
        return isOutgoing;
    }

    /** Returns the buffers of this message, in a new array. */
    public ByteBuffer[] buffers() {
        return buffers.clone();
    }

    /** Returns the number of buffers of this message. */
    public int bufferCount() {
        return buffers.length;
    }

    /** Returns the buffer at {@code index}, counted from 0. */
    public ByteBuffer buffer(int index) {
        return buffers[Objects.checkIndex(index, buffers.length)];
    }

    /**
     * Returns the address to send to if this message is for sending, or the address of the sender if this message is for
     * receiving. Returns null if there is no address. A message that was received on a connected stream usually has no address.
     */
    public SockAddr name() {
        return name;
    }

    /** Returns the descriptors to send, in a new array. */
    public int[] fds() {
        check(true);
        return fds.clone();
    }

    /** Returns the descriptor to send at {@code index}, counted from 0. */
    public int fd(int index) {
        check(true);
        return fds[Objects.checkIndex(index, fdCount)];
    }

    /**
     * Returns the control messages to send if this message is for sending, or the received control messages if it is for
     * receiving. The result does not contain the control message that transfers the descriptors of {@link #fds(int...)}.
     */
    public List<Control> controls() {
        return controls;
    }

    /** Returns how many descriptors this message can receive. */
    public int maxFds() {
        return maxFds;
    }

    /** Returns the number of control messages for which {@link #room(int...)} reserved space. */
    public int roomCount() {
        return room.length;
    }

    /** Returns the number of bytes of data for which space is reserved in the control message at {@code index}. */
    public int roomAt(int index) {
        return room[Objects.checkIndex(index, room.length)];
    }

    /**
     * Returns the lengths that {@link #room(int...)} set, in a new array. Each element is the number of bytes of data of a
     * control message.
     */
    public int[] room() {
        return room.clone();
    }

    /** Returns the flags that {@code recvmsg} set, for example {@code MSG_TRUNC}, {@code MSG_CTRUNC} or {@code MSG_EOR}. */
    public int flags() {
        return flags;
    }

    /** Returns true if the received datagram was longer than the buffers. The end of the datagram is then lost. */
    public boolean isTruncated() {
        return (flags & MSG_TRUNC) != 0;
    }

    /**
     * Returns true if this message had too little space for the descriptors and control messages that the sender sent. The
     * descriptors and control messages that did not fit are lost. The last received control message may be incomplete.
     */
    public boolean isControlTruncated() {
        return (flags & MSG_CTRUNC) != 0;
    }

    /**
     * Returns the number of descriptors to send, or the number of received descriptors, including those that the caller has
     * already taken. Counts only the descriptors that the sender set with {@link #fds(int...)}. Does not count the descriptors in
     * the control messages of {@link #controls()}.
     */
    public int fdCount() {
        return fdCount;
    }

    /**
     * Returns the received descriptor at {@code index}, counted from 0. The descriptor is close-on-exec. The caller must close
     * it.
     *
     * @throws IllegalStateException if an earlier call has already returned the descriptor
     */
    public int takeFd(int index) {
        check(false);
        int fd = fds[Objects.checkIndex(index, fdCount)];
        if (fd == TAKEN) {
            throw new IllegalStateException("descriptor " + index + " of this message was taken");
        }
        fds[index] = TAKEN;
        return fd;
    }

    /**
     * Returns all received descriptors that the caller has not yet taken with {@link #takeFd(int)} or with this method. The
     * caller must close the returned descriptors. The result contains only descriptors that the sender set with
     * {@link #fds(int...)}. To get a descriptor in a control message of {@link #controls()}, use {@link #takeFd(Control)}.
     */
    public int[] takeFds() {
        check(false);
        int[] left = untakenFds(0);
        Arrays.fill(fds, TAKEN);
        return left;
    }

    /**
     * Returns the descriptor that the received control message {@code control} holds. For example, the control message
     * {@code SCM_PIDFD} of Linux holds a descriptor. The caller must close the descriptor.
     *
     * <p>The descriptors that the sender set with {@link #fds(int...)} are not in {@link #controls()}. To get these descriptors,
     * use {@link #takeFd(int)}.
     *
     * @throws IllegalStateException if {@code control} is not a control message of this message, if {@code control} holds no
     *     descriptor, or if an earlier call has already returned the descriptor
     */
    public int takeFd(Control control) {
        check(false);
        if (!untaken.remove(Objects.requireNonNull(control, "control"))) {
            throw new IllegalStateException("control: holds no descriptor, or it was taken: " + control);
        }
        return descriptor(control);
    }

    /**
     * Begins to store the results of {@code recvmsg} in this message. Removes what an earlier call stored. Then
     * {@link #receivedFd} and {@link #receivedControl} store the rest. Only implementations of {@link Messages} call these
     * methods.
     *
     * @param from the address of the sender; null if there is none
     * @param flags the flags that {@code recvmsg} set
     * @throws IllegalStateException if this message still holds descriptors that an earlier call stored and that the caller has
     *     not taken
     */
    public void received(SockAddr from, int flags) {
        check(false);
        int[] left = untakenFds(untaken.size());
        if (left.length > 0) {
            throw new IllegalStateException("descriptors that nobody took would be lost: " + Arrays.toString(left));
        }
        name = from;
        this.flags = flags;
        fdCount = 0;
        controls = List.of();
    }

    /** Stores the received copy of a descriptor that the sender set with {@link #fds(int...)}, after {@link #received}. */
    public void receivedFd(int fd) {
        check(false);
        if (fdCount == fds.length) {
            fds = Arrays.copyOf(fds, Math.max(maxFds, fdCount + 1));
        }
        fds[fdCount++] = fd;
    }

    /**
     * Stores a received control message, after {@link #received}. Use {@link #receivedFd} for the control message that transfers
     * the descriptors of {@link #fds(int...)}.
     *
     * @param holdsDescriptor true if the control message contains a descriptor, which {@link #takeFd(Control)} returns
     */
    public void receivedControl(Control control, boolean holdsDescriptor) {
        check(false);
        List<Control> more = new ArrayList<>(controls);
        more.add(Objects.requireNonNull(control, "control"));
        controls = Collections.unmodifiableList(more);
        if (holdsDescriptor) {
            untaken.add(control);
        }
    }

    /**
     * Returns all received descriptors that the caller has not taken, and removes them from this message. The result includes the
     * descriptors in control messages. Only {@link #close} and implementations of {@link Messages} call this method. The
     * implementations close the returned descriptors before they call {@link #received}.
     */
    public int[] takeAll() {
        check(false);
        int[] left = untakenFds(untaken.size());
        Arrays.fill(fds, TAKEN);
        untaken.clear();
        return left;
    }

    /**
     * Closes the received descriptors that the caller has not taken. If this message is for sending, this method does nothing.
     */
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

    /**
     * Returns the buffers, the address, the descriptors, the control messages and the flags as text. The class overrides
     * {@code toString} but not {@code equals}: a message is equal only to itself, because it owns its received descriptors.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Message[")
                .append(isOutgoing ? "of" : "into")
                .append(", buffers=")
                .append(Printer.value(buffers))
                .append(", name=")
                .append(name)
                .append(", fds=")
                .append(Arrays.toString(Arrays.copyOf(fds, fdCount)).replace(Integer.toString(TAKEN), "taken"))
                .append(", controls=")
                .append(controls);
        if (!isOutgoing) {
            text.append(", maxFds=")
                    .append(maxFds)
                    .append(", room=")
                    .append(Arrays.toString(room))
                    .append(", flags=")
                    .append(Printer.flags(Integer.toUnsignedLong(flags), ConstantNames.MSG));
        }
        return text.append(']').toString();
    }

    /**
     * Returns the received descriptors that the caller has not taken: those that the sender set with {@link #fds(int...)}, and
     * then those in the first {@code inControls} elements of {@link #untaken}.
     */
    private int[] untakenFds(int inControls) {
        int count = inControls;
        for (int i = 0; i < fdCount; i++) {
            count += fds[i] == TAKEN ? 0 : 1;
        }
        if (count == 0) {
            return NO_FDS;
        }
        int[] left = new int[count];
        int at = 0;
        for (int i = 0; i < fdCount; i++) {
            if (fds[i] != TAKEN) {
                left[at++] = fds[i];
            }
        }
        for (int i = 0; i < inControls; i++) {
            left[at++] = descriptor(untaken.get(i));
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
