package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_1;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.nio.ByteBuffer;
import posixkit.ErrnoException;
import posixkit.net.Message;
import posixkit.net.Messages;
import posixkit.unix.layout.Cmsghdr;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** {@link Messages}. <b>Internal.</b> */
abstract class UnixMessages extends UnixSocketOptions implements Messages {
    private static final long CMSG_ALIGNMENT = CMSG_SPACE_1 - CMSG_SPACE_0;

    final Bindings bindings;

    UnixMessages(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
        this.bindings = bindings;
    }

    @Override
    public final long sendmsg(int fd, Message message, int flags) throws ErrnoException {
        long result;
        do {
            result = sendmsgOrErrno(fd, message, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "sendmsg", "fd", fd);
    }

    @Override
    public final long sendmsgOrErrno(int fd, Message message, int flags) {
        if (!message.isOutgoing()) {
            throw new IllegalArgumentException("a message to receive into");
        }
        ByteBuffer[] buffers = message.buffers();
        for (ByteBuffer buffer : buffers) {
            if (!buffer.isDirect() && (flags & readLater()) != 0) {
                throw new IllegalArgumentException("MSG_ZEROCOPY of a buffer that is not direct");
            }
        }
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            boolean hasControl = control(s, header, message);
            if (message.name() != null) {
                long name = s.alloc(SockAddrCodec.ROOM);
                Msghdr.name(s, header, name);
                Msghdr.namelen(s, header, codec.encode(s, name, message.name()));
            }
            Data data = new Data(s, fd, buffers, true, false, hasControl);
            data.into(s, header);
            long result = Result.negate(calls.sendmsg(fd, header, flags));
            return data.bytes.advanced(result > 0 && data.isDummy ? 0 : result);
        }
    }

    @Override
    public final long recvmsg(int fd, Message into, int flags) throws ErrnoException {
        long result;
        do {
            result = recvmsgOrErrno(fd, into, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "recvmsg", "fd", fd);
    }

    /**
     * With {@code MSG_TRUNC} some sockets count bytes that they do not hand over; what was in a heap buffer is in the
     * scratch then, to be copied back over itself.
     */
    @Override
    public final long recvmsgOrErrno(int fd, Message into, int flags) {
        if (into.isOutgoing()) {
            throw new IllegalArgumentException("a message to be sent");
        }
        ByteBuffer[] buffers = into.buffers();
        for (ByteBuffer buffer : buffers) {
            UnixIo.writable(buffer);
        }
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            int room = room(into);
            if (room > 0) {
                room += roomBeyond();
                Msghdr.control(s, header, s.alloc(room));
                Msghdr.controllen(s, header, room);
            }
            Msghdr.name(s, header, s.alloc(SockAddrCodec.ROOM));
            Msghdr.namelen(s, header, SockAddrCodec.ROOM);
            Data data = new Data(s, fd, buffers, (flags & MSG_TRUNC) != 0, (flags & MSG_WAITALL) != 0, room > 0);
            data.into(s, header);
            long result = Result.negate(calls.recvmsg(fd, header, flags | bornCloseOnExec()));
            if (result >= 0) {
                int failed = arrived(s, header, into);
                result = failed < 0 ? failed : result;
            }
            return data.bytes.filled(s, result > 0 && data.isDummy ? 0 : result);
        }
    }

    /** The flag that has received descriptors born close-on-exec, or 0. */
    protected int bornCloseOnExec() {
        return 0;
    }

    /** Makes new descriptors close-on-exec, or closes them; where they were born so, this does nothing. */
    protected abstract void closeOnExec(String call, int... fds) throws ErrnoException;

    /**
     * How many bytes of control messages more than asked for, if any were, a system has to be given, so that none is lost
     * but by name.
     */
    protected int roomBeyond() {
        return 0;
    }

    /** The flags with which the kernel goes on reading a buffer when the call is over. */
    protected abstract int readLater();

    /** The bytes of a message, and the one that stands in for none. macOS wants a buffer, be there a byte in it or not. */
    private final class Data {
        final Vector bytes;
        final boolean isDummy;

        /** What kind of socket it is only matters, and is only asked, when there are no bytes or very many. */
        Data(Scratch s, int fd, ByteBuffer[] buffers, boolean out, boolean whole, boolean hasControl) {
            Vector some = new Vector(s, buffers, out, whole ? Integer.MAX_VALUE : Scratch.KEEP);
            isDummy = some.length() == 0 && hasControl && isStream(s, fd);
            // Of a stream the rest can wait for another call; a datagram would lose it.
            boolean enough = some.isWhole() || isStream(s, fd);
            bytes = enough ? some : new Vector(s, buffers, out, Integer.MAX_VALUE);
        }

        void into(Scratch s, long header) {
            long array = bytes.array();
            int count = bytes.count();
            if (isDummy || count == 0) {
                array = s.alloc(Iovec.SIZE);
                count = 1;
                Iovec.base(s, array, s.allocZeroed(1));
                Iovec.len(s, array, isDummy ? 1 : 0);
            }
            Msghdr.iov(s, header, array);
            Msghdr.iovlen(s, header, count);
        }
    }

    /** Writes the control messages, descriptors first; false if there are none. */
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
            throw new IllegalArgumentException("control messages of more than 2 GiB");
        }
        return (int) control;
    }

    /** What C calls {@code CMSG_SPACE}. */
    static long space(long length) {
        return CMSG_SPACE_0 + (length + CMSG_ALIGNMENT - 1) / CMSG_ALIGNMENT * CMSG_ALIGNMENT;
    }

    /** Hands over what came with the bytes: 0, or −errno with no descriptor left open. */
    private int arrived(Scratch s, long header, Message into) {
        ReceivedControl control =
                new ReceivedControl(s, Msghdr.control(s, header), Msghdr.controllen(s, header), into.maxFds());
        int flags = Msghdr.flags(s, header) & ~bornCloseOnExec();
        close(control.surplus());
        try {
            closeOnExec("recvmsg", control.fds());
        } catch (ErrnoException e) {
            return -e.errno();
        }
        close(into.takeFds());
        into.received(
                codec.decode(s, Msghdr.name(s, header), Msghdr.namelen(s, header)),
                control.surplus().length > 0 ? flags | MSG_CTRUNC : flags,
                control.fds(),
                control.others());
        return 0;
    }

    private void close(int[] fds) {
        for (int fd : fds) {
            bindings.libc().close(fd);
        }
    }
}
