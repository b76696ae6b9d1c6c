package posixkit.linux;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_CMSG_CLOEXEC;
import static posixkit.onlinux.constants.LinuxUdp.SOL_UDP;
import static posixkit.onlinux.constants.LinuxUdp.UDP_GRO;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import posixkit.ffi.Native;
import posixkit.linux.call.LinuxSocketCalls;
import posixkit.linux.layout.Mmsghdr;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.onlinux.MessageBatch;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.ControlData;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.IoCalls;
import posixkit.unix.layout.Cmsghdr;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/**
 * The memory of a batch begins with the array of {@code struct mmsghdr}. An {@code iovec}, an address and the control messages of
 * each entry follow. The addresses in the structures never change, so the kernel writes to this memory only, whatever another
 * thread does meanwhile.
 */
final class LinuxMessageBatch implements MessageBatch {
    private final SockAddrCodec codec;
    private final ByteBuffer memory;
    private final ByteBuffer[] buffers;
    private final long address;

    /** The address of the first byte of the first buffer. The bytes of the others follow, {@link #bytes} for each buffer. */
    private final long data;

    private final int bytes;
    private final int iovecs;
    private final int names;
    private final int controls;
    private final int room;

    /** The lengths of the addresses, of the control messages to send, and of the received control messages. */
    private final int[] nameLengths;

    private final int[] sentControls;
    private final int[] receivedControls;

    /** The positions of the buffers at the beginning of a call, and how many bytes of them the call may use. */
    private final int[] positions;

    private final int[] lengths;

    LinuxMessageBatch(SockAddrCodec codec, int messages, int bytes, int control) {
        this.codec = codec;
        requireAtLeast("messages", messages, 1);
        requireAtLeast("bytes", bytes, 1);
        requireAtLeast("control", control, 0);
        room = size("control", (ControlData.space(control) - ControlData.space(0)));
        iovecs = size("messages", (long) messages * Mmsghdr.SIZE);
        names = size("messages", iovecs + (long) messages * Iovec.SIZE);
        controls = size("messages", names + (long) messages * SockAddrCodec.ROOM);
        int size = size("control", controls + (long) messages * room);
        int all = size("bytes", (long) messages * bytes);
        memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
        ByteBuffer parts = ByteBuffer.allocateDirect(all);
        data = Native.address(parts, 0);
        this.bytes = bytes;
        buffers = new ByteBuffer[messages];
        nameLengths = new int[messages];
        sentControls = new int[messages];
        receivedControls = new int[messages];
        positions = new int[messages];
        lengths = new int[messages];
        for (int i = 0; i < messages; i++) {
            buffers[i] = parts.slice(i * bytes, bytes);
            memory.putLong(header(i) + Msghdr.NAME, address + name(i));
            memory.putLong(header(i) + Msghdr.IOV, address + iovec(i));
            memory.putLong(header(i) + Msghdr.IOVLEN, 1);
            memory.putLong(header(i) + Msghdr.CONTROL, room == 0 ? 0 : address + control(i));
        }
    }

    private static void requireAtLeast(String argument, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(argument + ": " + value);
        }
    }

    private static int size(String argument, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(argument + ": a batch of more than 2 GiB");
        }
        return (int) size;
    }

    private int header(int index) {
        return index * Mmsghdr.SIZE + Mmsghdr.HDR;
    }

    private int iovec(int index) {
        return iovecs + index * Iovec.SIZE;
    }

    private int name(int index) {
        return names + index * SockAddrCodec.ROOM;
    }

    private int control(int index) {
        return controls + index * room;
    }

    private int checked(int index) {
        return Objects.checkIndex(index, buffers.length);
    }

    /** Sends entries, and returns their number or −errno. */
    int send(LinuxSocketCalls calls, int fd, int first, int count, int flags) {
        Objects.checkFromIndexSize(first, count, buffers.length);
        for (int i = first; i < first + count; i++) {
            describe(i);
            memory.putInt(header(i) + Msghdr.NAMELEN, nameLengths[i]);
            memory.putLong(header(i) + Msghdr.CONTROLLEN, sentControls[i]);
        }
        try {
            int sent = calls.sendmmsg(fd, address + header(first), count, flags);
            for (int i = first; i < first + sent; i++) {
                advance(i);
            }
            return sent;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Receives messages, and returns their number or −errno.
     *
     * @param timeout the address of a {@code struct timespec}, or 0
     */
    int receive(LinuxSocketCalls calls, IoCalls io, int fd, int first, int count, int flags, long timeout) {
        Objects.checkFromIndexSize(first, count, buffers.length);
        for (int i = first; i < first + count; i++) {
            describe(i);
            if (lengths[i] == 0) {
                throw new IllegalStateException("messages: no bytes left in buffer " + i + "; call clear()");
            }
            memory.putInt(header(i) + Msghdr.NAMELEN, SockAddrCodec.ROOM);
            memory.putLong(header(i) + Msghdr.CONTROLLEN, room);
        }
        try {
            int received = calls.recvmmsg(fd, address + header(first), count, flags | MSG_CMSG_CLOEXEC, timeout);
            for (int i = first; i < first + received; i++) {
                advance(i);
                nameLengths[i] = memory.getInt(header(i) + Msghdr.NAMELEN);
                sentControls[i] = 0;
                receivedControls[i] = (int) Math.min(memory.getLong(header(i) + Msghdr.CONTROLLEN), room);
                int told = memory.getInt(header(i) + Msghdr.FLAGS) & ~MSG_CMSG_CLOEXEC;
                boolean isClosed = receivedControls[i] > 0 && closeDescriptors(io, i);
                memory.putInt(header(i) + Msghdr.FLAGS, isClosed ? told | MSG_CTRUNC : told);
            }
            return received;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Describes to the kernel the bytes of a buffer from its position to its limit. Reads both only once, because another thread
     * may change them. Computes the address, because {@link Native#address} remembers the addresses of a few buffers only, and
     * allocates for others.
     */
    private void describe(int index) {
        positions[index] = buffers[index].position();
        lengths[index] = Math.max(buffers[index].limit() - positions[index], 0);
        memory.putLong(iovec(index) + Iovec.BASE, data + (long) index * bytes + positions[index]);
        memory.putLong(iovec(index) + Iovec.LEN, lengths[index]);
    }

    private void advance(int index) {
        buffers[index].position(positions[index] + Math.min(Math.max(length(index), 0), lengths[index]));
    }

    /** Closes the descriptors that arrived with an entry. Returns false if there were none. */
    private boolean closeDescriptors(IoCalls io, int index) {
        boolean isClosed = false;
        int end = control(index) + receivedControls[index];
        for (int at = control(index); end - at >= CMSG_LEN_0; at = next(at, end)) {
            if (holdsDescriptors(at)) {
                for (int i = 0; i < bytes(at, end) / Integer.BYTES; i++) {
                    io.close(memory.getInt(at + (int) CMSG_LEN_0 + i * Integer.BYTES));
                    isClosed = true;
                }
            }
        }
        return isClosed;
    }

    private boolean holdsDescriptors(int at) {
        int type = memory.getInt(at + Cmsghdr.TYPE);
        return memory.getInt(at + Cmsghdr.LEVEL) == SOL_SOCKET
                && (type == SCM_RIGHTS || type == LinuxSockets.SCM_PIDFD);
    }

    /** Returns the number of bytes of data of the control message at {@code at}. */
    private int bytes(int at, int end) {
        return (int) (Math.max(Math.min(memory.getLong(at + Cmsghdr.LEN), end - at), CMSG_LEN_0) - CMSG_LEN_0);
    }

    private int next(int at, int end) {
        return (int) Math.min(at + ControlData.space(bytes(at, end)), end);
    }

    @Override
    public int capacity() {
        return buffers.length;
    }

    @Override
    public ByteBuffer buffer(int index) {
        return buffers[checked(index)];
    }

    @Override
    public void clear() {
        for (int i = 0; i < buffers.length; i++) {
            buffers[i].clear();
            nameLengths[i] = 0;
            sentControls[i] = 0;
            receivedControls[i] = 0;
            memory.putInt(header(i) + Msghdr.FLAGS, 0);
            memory.putInt(i * Mmsghdr.SIZE + Mmsghdr.LEN, 0);
        }
    }

    @Override
    public MessageBatch address(int index, SockAddr to) {
        checked(index);
        if (to == null) {
            nameLengths[index] = 0;
            return this;
        }
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, at, "to", to);
            s.copyTo(memory, name(index), at, length);
            nameLengths[index] = length;
        }
        return this;
    }

    @Override
    public SockAddr address(int index) {
        checked(index);
        try (Scratch s = Scratch.open()) {
            return codec.decode(s, s.bytes(memory, name(index), SockAddrCodec.ROOM), nameLengths[index]);
        }
    }

    @Override
    public MessageBatch controls(int index, Message.Control... controls) {
        checked(index);
        long size = 0;
        for (Message.Control control : Objects.requireNonNull(controls, "controls")) {
            size += ControlData.space(
                    Objects.requireNonNull(control, "controls").length());
        }
        if (size > room) {
            throw new IllegalArgumentException("controls: " + size + " bytes, but there is room for " + room);
        }
        try (Scratch s = Scratch.open()) {
            long start = s.allocZeroed((int) size);
            long at = start;
            for (Message.Control control : controls) {
                at = ControlData.write(s, at, control);
            }
            s.copyTo(memory, control(index), start, (int) size);
        }
        sentControls[index] = (int) size;
        receivedControls[index] = 0;
        return this;
    }

    @Override
    public List<Message.Control> controls(int index) {
        checked(index);
        List<Message.Control> found = new ArrayList<>();
        int end = control(index) + Math.max(sentControls[index], receivedControls[index]);
        boolean isReceived = receivedControls[index] > 0;
        for (int at = control(index); end - at >= CMSG_LEN_0; at = next(at, end)) {
            if (!isReceived || !holdsDescriptors(at)) {
                byte[] bytes = new byte[bytes(at, end)];
                memory.get(at + (int) CMSG_LEN_0, bytes);
                int level = memory.getInt(at + Cmsghdr.LEVEL);
                found.add(new Message.Control(level, memory.getInt(at + Cmsghdr.TYPE), bytes));
            }
        }
        return Collections.unmodifiableList(found);
    }

    @Override
    public int segmentSize(int index) {
        checked(index);
        int end = control(index) + receivedControls[index];
        for (int at = control(index); end - at >= CMSG_LEN_0; at = next(at, end)) {
            boolean isSize =
                    memory.getInt(at + Cmsghdr.LEVEL) == SOL_UDP && memory.getInt(at + Cmsghdr.TYPE) == UDP_GRO;
            if (isSize && bytes(at, end) >= Integer.BYTES) {
                return memory.getInt(at + (int) CMSG_LEN_0);
            }
        }
        return 0;
    }

    @Override
    public int flags(int index) {
        return memory.getInt(header(checked(index)) + Msghdr.FLAGS);
    }

    @Override
    public int length(int index) {
        return memory.getInt(checked(index) * Mmsghdr.SIZE + Mmsghdr.LEN);
    }

    @Override
    public boolean isTruncated(int index) {
        return (flags(index) & MSG_TRUNC) != 0;
    }

    @Override
    public boolean isControlTruncated(int index) {
        return (flags(index) & MSG_CTRUNC) != 0;
    }

    /** Returns the entries that the last calls used: their addresses, lengths and flags. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("MessageBatch[");
        for (int i = 0; i < buffers.length; i++) {
            if (length(i) > 0 || nameLengths[i] > 0) {
                text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
                        .append(i)
                        .append(": address=")
                        .append(address(i))
                        .append(", length=")
                        .append(length(i))
                        .append(", flags=")
                        .append(Printer.flags(Integer.toUnsignedLong(flags(i)), ConstantNames.MSG));
            }
        }
        return text.append(']').toString();
    }
}
