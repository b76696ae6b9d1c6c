package posixkit.unix;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import posixkit.ffi.BufferMemory;
import posixkit.net.Message;
import posixkit.net.Messages;
import posixkit.net.SockAddr;
import posixkit.unix.layout.Cmsghdr;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** Implements {@link Messages} for Linux and macOS. <b>Internal.</b> */
abstract class UnixMessages extends UnixControls implements Messages {
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
        for (int i = 0; i < message.bufferCount(); i++) {
            ByteBuffer buffer = message.buffer(i);
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
            Vector data = data(s, header, fd, message, true, false, hasControl);
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
        for (int i = 0; i < into.bufferCount(); i++) {
            UnixIo.requireWritable("into", into.buffer(i));
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
            Vector data = data(s, header, fd, into, isKept, (flags & MSG_WAITALL) != 0, wanted > 0);
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
     * Makes the new descriptor {@code fd} close-on-exec. Returns 0 or −errno. On operating systems where new descriptors are
     * close-on-exec from the start, does nothing and returns 0.
     */
    protected abstract int closeOnExec(int fd);

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
     * Writes the addresses of the buffers of {@code message} into the message header at the address {@code header}. Returns a {@link Vector},
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
            Scratch s, long header, int fd, Message message, boolean isOut, boolean isWhole, boolean hasControl) {
        Vector bytes = s.vector();
        bytes.describe(s, message, isOut, isWhole ? Integer.MAX_VALUE : Scratch.KEEP);
        if (message.bufferCount() > 0 && bytes.length() == 0) {
            throw new IllegalStateException("buffers: no bytes left; call rewind()");
        }
        // The iovec array may describe only the first part of the bytes. On a stream, the next call can transfer the
        // rest. The rest of a datagram would be lost, so a new array describes all bytes of the datagram.
        if (!bytes.isWhole() && !isStream(s, fd)) {
            bytes.describe(s, message, isOut, Integer.MAX_VALUE);
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
        int fds = message.fdCount();
        // Not with an iterator: the compiler cannot always remove its allocation.
        List<Message.Control> controls = message.controls();
        long size = fds == 0 ? 0 : ControlData.space((long) fds * Integer.BYTES);
        for (int i = 0; i < controls.size(); i++) {
            size += ControlData.space(controls.get(i).length());
        }
        if (size == 0) {
            return false;
        }
        long at = s.allocZeroed(size(size));
        Msghdr.control(s, header, at);
        Msghdr.controllen(s, header, size);
        if (fds > 0) {
            ControlData.begin(s, at, SOL_SOCKET, SCM_RIGHTS, fds * Integer.BYTES);
            for (int i = 0; i < fds; i++) {
                s.set32(at + CMSG_LEN_0 + (long) i * Integer.BYTES, message.fd(i));
            }
            at += ControlData.space((long) fds * Integer.BYTES);
        }
        for (int i = 0; i < controls.size(); i++) {
            at = ControlData.write(s, at, controls.get(i));
        }
        return true;
    }

    private static int room(Message into) {
        long size = into.maxFds() == 0 ? 0 : ControlData.space((long) into.maxFds() * Integer.BYTES);
        for (int i = 0; i < into.roomCount(); i++) {
            size += ControlData.space(into.roomAt(i));
        }
        return size(size);
    }

    private static int size(long control) {
        if (control > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("message: control messages of more than 2 GiB");
        }
        return (int) control;
    }

    /** What {@link #each} does with what arrived. */
    private enum Step {
        /** Closes the descriptors for which the user's message has no room. */
        CLOSE_THE_REST,
        /** Makes the descriptors that the user receives close-on-exec. */
        CLOSE_ON_EXEC,
        /** Closes the descriptors that the user would receive. */
        CLOSE,
        /** Stores descriptors and control messages in the user's message. */
        STORE
    }

    /**
     * Stores the sender, the flags and the control messages of the received message in {@code into}. Does not store the data
     * bytes. Returns 0 or −errno. Before this method returns −errno, it closes all received descriptors.
     *
     * <p>More descriptors may arrive than the user's message has room for. One reason is that the buffer for control messages is
     * rounded up, so one more descriptor may fit into the buffer. Another reason is that on some operating systems, the kernel
     * gets a larger buffer than the user's message asked for. The lengths in the control messages tell how many descriptors were
     * received.
     */
    private int arrived(Scratch s, long header, Message into) {
        boolean isCut = each(s, header, into, Step.CLOSE_THE_REST) > 0;
        int result = each(s, header, into, Step.CLOSE_ON_EXEC);
        if (result < 0) {
            each(s, header, into, Step.CLOSE);
            return result;
        }
        for (int fd : into.takeAll()) {
            close(fd);
        }
        int flags = Msghdr.flags(s, header) & ~bornCloseOnExec();
        SockAddr from = codec.decode(s, Msghdr.name(s, header), Msghdr.namelen(s, header));
        into.received(from, isCut ? flags | MSG_CTRUNC : flags);
        each(s, header, into, Step.STORE);
        return 0;
    }

    /**
     * Does {@code step} for all control messages of the received message. Returns −errno if the step failed. Otherwise returns how
     * many descriptors and control messages the user's message {@code into} has no room for.
     */
    private int each(Scratch s, long header, Message into, Step step) {
        long at = Msghdr.control(s, header);
        long end = at + Msghdr.controllen(s, header);
        int kept = 0;
        int rest = 0;
        while (end - at >= CMSG_LEN_0) {
            long data = at + CMSG_LEN_0;
            int bytes = (int) (Math.min(Cmsghdr.len(s, at), end - at) - CMSG_LEN_0);
            int level = Cmsghdr.level(s, at);
            int type = Cmsghdr.type(s, at);
            if (level == SOL_SOCKET && type == SCM_RIGHTS) {
                for (int i = 0; i < bytes / Integer.BYTES; i++) {
                    boolean isKept = kept < into.maxFds();
                    int fd = s.s32(data + (long) i * Integer.BYTES);
                    int result = descriptor(fd, isKept, step);
                    if (result < 0) {
                        return result;
                    }
                    if (isKept && step == Step.STORE) {
                        into.receivedFd(fd);
                    }
                    kept += isKept ? 1 : 0;
                    rest += isKept ? 0 : 1;
                }
            } else {
                boolean isKept = into.roomCount() > 0;
                boolean isDescriptor = bytes >= Integer.BYTES && isDescriptorMessage(level, type);
                int result = isDescriptor ? descriptor(s.s32(data), isKept, step) : 0;
                if (result < 0) {
                    return result;
                }
                if (isKept && step == Step.STORE) {
                    into.receivedControl(new Message.Control(level, type, s.copy(data, bytes)), isDescriptor);
                }
                rest += isKept ? 0 : 1;
            }
            at += ControlData.space(bytes);
        }
        return rest;
    }

    private int descriptor(int fd, boolean isKept, Step step) {
        if (isKept && step == Step.CLOSE_ON_EXEC) {
            return closeOnExec(fd);
        }
        if (step == (isKept ? Step.CLOSE : Step.CLOSE_THE_REST)) {
            close(fd);
        }
        return 0;
    }

    /** Closes a descriptor that the user does not get. */
    final void close(int fd) {
        bindings.calls().io().close(fd);
    }
}
