package posixkit.unix;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_1;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.ffi.BufferMemory;
import posixkit.net.Message;
import posixkit.net.Messages;
import posixkit.net.SockAddr;
import posixkit.unix.layout.Cmsghdr;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** Implements {@link Messages} for Linux and macOS. <b>Internal.</b> */
abstract class UnixMessages extends UnixSocketOptions implements Messages {
    private static final long CMSG_ALIGNMENT = CMSG_SPACE_1 - CMSG_SPACE_0;

    final Bindings bindings;

    UnixMessages(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
        this.bindings = bindings;
    }

    @Override
    public final long sendmsgOrErrno(int fd, Message message, int flags) {
        Objects.requireNonNull(message, "message");
        if (!message.isOutgoing()) {
            throw new IllegalArgumentException("message: made for receiving");
        }
        ByteBuffer[] buffers = message.buffers();
        for (ByteBuffer buffer : buffers) {
            if ((flags & readLater()) != 0 && !BufferMemory.isStable(buffer, buffer.position(), buffer.remaining())) {
                throw new IllegalArgumentException("flags: MSG_ZEROCOPY needs a direct buffer whose memory stays");
            }
        }
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            boolean hasControl = control(s, header, message);
            if (message.name() != null) {
                long name = s.alloc(SockAddrCodec.ROOM);
                Msghdr.name(s, header, name);
                Msghdr.namelen(s, header, codec.encode(s, name, "name", message.name()));
            }
            Vector data = data(s, header, fd, buffers, true, false, hasControl);
            return data.advanced(calls.sendmsg(fd, header, flags));
        }
    }

    /**
     * Receives a message. For a heap buffer, the kernel writes the received bytes to temporary native memory. This method copies
     * them from there to the buffer.
     *
     * <p>With {@code MSG_TRUNC}, the result on some sockets also counts bytes that the kernel does not write. This method copies
     * all counted bytes from the native memory to the heap buffer. So before a call with {@code MSG_TRUNC}, this method copies
     * the bytes of the heap buffer to the native memory. The bytes that the kernel does not write then stay unchanged in the heap
     * buffer.
     */
    @Override
    public final long recvmsgOrErrno(int fd, Message into, int flags) {
        Objects.requireNonNull(into, "into");
        if (into.isOutgoing()) {
            throw new IllegalArgumentException("into: made for sending");
        }
        ByteBuffer[] buffers = into.buffers();
        for (ByteBuffer buffer : buffers) {
            UnixIo.requireWritable("into", buffer);
        }
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            int wanted = room(into);
            int room = wanted + roomBeyond();
            if (room > 0) {
                Msghdr.control(s, header, s.alloc(room));
                Msghdr.controllen(s, header, room);
            }
            Msghdr.name(s, header, s.alloc(SockAddrCodec.ROOM));
            Msghdr.namelen(s, header, SockAddrCodec.ROOM);
            boolean isKept = (flags & MSG_TRUNC) != 0;
            Vector data = data(s, header, fd, buffers, isKept, (flags & MSG_WAITALL) != 0, wanted > 0);
            long result = calls.recvmsg(fd, header, flags | bornCloseOnExec());
            if (result >= 0) {
                int failed = arrived(s, header, into);
                result = failed < 0 ? failed : result;
            }
            return data.filled(s, result);
        }
    }

    /**
     * Returns the flag with which {@code recvmsg} makes received descriptors close-on-exec; 0 if this operating system has no
     * such flag.
     */
    protected int bornCloseOnExec() {
        return 0;
    }

    /**
     * Makes the new descriptors {@code fds} close-on-exec and returns 0. If one descriptor cannot be made close-on-exec, closes
     * all of {@code fds} and returns −errno. On operating systems where new descriptors are close-on-exec from the start, does
     * nothing and returns 0.
     */
    protected abstract int closeOnExec(int... fds);

    /**
     * Returns how many bytes are added to the buffer for control messages, beyond the size that the caller of {@code recvmsg}
     * asked for. On some operating systems, the kernel opens all received descriptors, but returns only the numbers that fit into
     * the buffer. Without the added bytes, this process could not close the descriptors whose numbers do not fit.
     */
    protected int roomBeyond() {
        return 0;
    }

    /**
     * Returns the flags that let the kernel read a buffer even after {@code sendmsg} or a similar function has returned. Returns
     * 0 if this operating system has no such flags.
     */
    protected abstract int readLater();

    /** Returns true if control messages with this level and type hold a descriptor. Never called for {@code SCM_RIGHTS}. */
    protected boolean isDescriptorMessage(int level, int type) {
        return false;
    }

    /**
     * Writes the addresses of {@code buffers} into the message header at the address {@code header}. Returns a {@link Vector},
     * which can move the positions of the buffers after the call of {@code sendmsg} or {@code recvmsg}.
     *
     * <p>If the message has no buffers, this method adds one, because macOS always needs at least one buffer. The added buffer is
     * usually empty. If {@code hasControl} is true and {@code fd} is a stream, the added buffer has one byte, because a stream
     * carries control messages only together with at least one data byte.
     *
     * @param isOut true if the bytes of heap buffers must be copied to temporary native memory before the call
     * @param isWhole true if one call must transfer all bytes, even on a stream
     * @param hasControl true if the message contains control messages, or has room to receive them
     */
    private Vector data(
            Scratch s, long header, int fd, ByteBuffer[] buffers, boolean isOut, boolean isWhole, boolean hasControl) {
        Vector bytes = s.vector();
        bytes.describe(s, buffers, isOut, isWhole ? Integer.MAX_VALUE : Scratch.KEEP);
        if (buffers.length > 0 && bytes.length() == 0) {
            throw new IllegalStateException("buffers: no bytes left; call rewind()");
        }
        // The iovec array may describe only the first part of the bytes. On a stream, the next call can transfer the
        // rest. The rest of a datagram would be lost, so a new array describes all bytes of the datagram.
        if (!bytes.isWhole() && !isStream(s, fd)) {
            bytes.describe(s, buffers, isOut, Integer.MAX_VALUE);
        }
        long array = bytes.array();
        int count = bytes.count();
        if (count == 0) {
            array = s.alloc(Iovec.SIZE);
            count = 1;
            Iovec.base(s, array, s.allocZeroed(1));
            Iovec.len(s, array, hasControl && isStream(s, fd) ? 1 : 0);
        }
        Msghdr.iov(s, header, array);
        Msghdr.iovlen(s, header, count);
        return bytes;
    }

    /**
     * Writes the control messages of {@code message} to native memory. Writes the address and the size of this memory into the
     * message header at the address {@code header}. If {@code message} has descriptors, the control message that carries them
     * comes first. Returns false if {@code message} has neither descriptors nor other control messages.
     */
    private static boolean control(Scratch s, long header, Message message) {
        int[] fds = message.fds();
        long size = fds.length == 0 ? 0 : space((long) fds.length * Integer.BYTES);
        for (Message.Control control : message.controls()) {
            size += space(control.length());
        }
        if (size == 0) {
            return false;
        }
        long at = s.allocZeroed(size(size));
        Msghdr.control(s, header, at);
        Msghdr.controllen(s, header, size);
        if (fds.length > 0) {
            begin(s, at, SOL_SOCKET, SCM_RIGHTS, fds.length * Integer.BYTES);
            for (int i = 0; i < fds.length; i++) {
                s.set32(at + CMSG_LEN_0 + (long) i * Integer.BYTES, fds[i]);
            }
            at += space((long) fds.length * Integer.BYTES);
        }
        for (Message.Control control : message.controls()) {
            begin(s, at, control.level(), control.type(), control.length());
            byte[] bytes = control.data();
            for (int i = 0; i < bytes.length; i++) {
                s.set8(at + CMSG_LEN_0 + i, bytes[i]);
            }
            at += space(control.length());
        }
        return true;
    }

    private static void begin(Scratch s, long at, int level, int type, int length) {
        Cmsghdr.len(s, at, CMSG_LEN_0 + length);
        Cmsghdr.level(s, at, level);
        Cmsghdr.type(s, at, type);
    }

    private static int room(Message into) {
        long size = into.maxFds() == 0 ? 0 : space((long) into.maxFds() * Integer.BYTES);
        for (int length : into.room()) {
            size += space(length);
        }
        return size(size);
    }

    private static int size(long control) {
        if (control > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("message: control messages of more than 2 GiB");
        }
        return (int) control;
    }

    /**
     * Returns the number of bytes that a control message with {@code length} bytes of data takes: the value of {@code CMSG_SPACE}
     * in C.
     */
    static long space(long length) {
        return CMSG_SPACE_0 + (length + CMSG_ALIGNMENT - 1) / CMSG_ALIGNMENT * CMSG_ALIGNMENT;
    }

    /**
     * Stores the sender, the flags and the control messages of the received message in {@code into}. Does not store the data
     * bytes. Returns 0 or −errno. Before this method returns −errno, it closes all received descriptors.
     */
    private int arrived(Scratch s, long header, Message into) {
        ReceivedControl control = new ReceivedControl(
                s, Msghdr.control(s, header), Msghdr.controllen(s, header), into, this::isDescriptorMessage);
        SockAddr from = codec.decode(s, Msghdr.name(s, header), Msghdr.namelen(s, header));
        int flags = Msghdr.flags(s, header) & ~bornCloseOnExec();
        close(control.surplus());
        int result = closeOnExec(control.kept());
        if (result < 0) {
            return result;
        }
        close(into.takeAll());
        into.received(
                from,
                control.isCut() ? flags | MSG_CTRUNC : flags,
                control.fds(),
                control.others(),
                control.descriptors());
        return 0;
    }

    private void close(int[] fds) {
        for (int fd : fds) {
            bindings.calls().io().close(fd);
        }
    }
}
