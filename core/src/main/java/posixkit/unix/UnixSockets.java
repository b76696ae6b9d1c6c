package posixkit.unix;

import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** {@link Sockets}, but for what a system can do better. <b>Internal.</b> */
public class UnixSockets extends UnixMessages implements Sockets {
    private final Supplier<SocketSixCalls> six;

    public UnixSockets(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
        six = new Lazy<>(() ->
                WaitingCalls.over(bindings.library().loadSix(SocketSixCalls.class, SocketSixCalls.WithoutStub.class)));
    }

    @Override
    public final int socket(int domain, int type, int protocol) throws ErrnoException {
        int fd = Result.check(calls.socket(domain, type | closeOnExecType(), protocol), "socket");
        closeOnExec("socket", fd);
        return fd;
    }

    @Override
    public final int[] socketpair(int domain, int type, int protocol) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long fds = s.alloc(2 * Integer.BYTES);
            Result.check(calls.socketpair(domain, type | closeOnExecType(), protocol, fds), "socketpair");
            int[] pair = {s.s32(fds), s.s32(fds + Integer.BYTES)};
            closeOnExec("socketpair", pair);
            return pair;
        }
    }

    /** What, added to a socket's type, has it born close-on-exec. */
    protected int closeOnExecType() {
        return 0;
    }

    @Override
    protected void closeOnExec(String call, int... fds) throws ErrnoException {
        CloseOnExec.set(bindings.libc(), bindings.variadic(), call, fds);
    }

    @Override
    public final void bind(int fd, SockAddr address) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, at, address);
            orThrow(Result.negate(calls.bind(fd, at, length)), "bind", address);
        }
    }

    @Override
    public final void listen(int fd, int backlog) throws ErrnoException {
        Result.check(calls.listen(fd, backlog), "listen", "fd", fd);
    }

    @Override
    public final void connect(int fd, SockAddr address) throws ErrnoException {
        orThrow(connectOrErrno(fd, address), "connect", address);
    }

    @Override
    public final int connectOrErrno(int fd, SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, at, address);
            return Result.negate(calls.connect(fd, at, length));
        }
    }

    @Override
    public final int accept(int fd, Peer peer) throws ErrnoException {
        int result;
        do {
            result = acceptOrErrno(fd, peer);
        } while (result == -EINTR);
        return Result.orThrow(result, "accept", "fd", fd);
    }

    @Override
    public final int acceptOrErrno(int fd, Peer peer) {
        if (peer == null && !isOverWithoutAddress()) {
            return accept(fd, 0, 0);
        }
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            int result = accept(fd, at, SockAddrCodec.lengthOf(at));
            if (result >= 0 && isOverWithoutAddress() && s.s32(SockAddrCodec.lengthOf(at)) == 0) {
                bindings.libc().close(result);
                return -ECONNABORTED;
            }
            if (result >= 0 && peer != null) {
                peer.address(codec.filled(s, at));
            }
            return result;
        }
    }

    /** Whether a connection may be handed out that is over, and is known by having no address. */
    protected boolean isOverWithoutAddress() {
        return false;
    }

    /** The call itself, for a system that can do better: a descriptor that is close-on-exec, or −errno. */
    protected int accept(int fd, long address, long length) {
        int result = Result.negate(calls.accept(fd, address, length));
        try {
            if (result >= 0) {
                closeOnExec("accept", result);
            }
            return result;
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    @Override
    public final SockAddr getsockname(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            Result.check(calls.getsockname(fd, at, SockAddrCodec.lengthOf(at)), "getsockname", "fd", fd);
            return codec.filled(s, at);
        }
    }

    @Override
    public final SockAddr getpeername(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            Result.check(calls.getpeername(fd, at, SockAddrCodec.lengthOf(at)), "getpeername", "fd", fd);
            return codec.filled(s, at);
        }
    }

    @Override
    public final void shutdown(int fd, int how) throws ErrnoException {
        Result.check(calls.shutdown(fd, how), "shutdown", "fd", fd);
    }

    @Override
    public final int send(int fd, ByteBuffer from, int flags) throws ErrnoException {
        int result;
        do {
            result = sendOrErrno(fd, from, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "send", "fd", fd);
    }

    @Override
    public final int send(int fd, byte[] from, int offset, int length, int flags) throws ErrnoException {
        int result;
        do {
            result = sendOrErrno(fd, from, offset, length, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "send", "fd", fd);
    }

    @Override
    public final int sendOrErrno(int fd, ByteBuffer from, int flags) {
        return sendtoOrErrno(fd, from, flags, null);
    }

    @Override
    public final int sendOrErrno(int fd, byte[] from, int offset, int length, int flags) {
        return sendtoOrErrno(fd, from, offset, length, flags, null);
    }

    @Override
    public final int recv(int fd, ByteBuffer into, int flags) throws ErrnoException {
        int result;
        do {
            result = recvOrErrno(fd, into, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "recv", "fd", fd);
    }

    @Override
    public final int recv(int fd, byte[] into, int offset, int length, int flags) throws ErrnoException {
        int result;
        do {
            result = recvOrErrno(fd, into, offset, length, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "recv", "fd", fd);
    }

    @Override
    public final int recvOrErrno(int fd, ByteBuffer into, int flags) {
        return recvfromOrErrno(fd, into, flags, null);
    }

    @Override
    public final int recvOrErrno(int fd, byte[] into, int offset, int length, int flags) {
        return recvfromOrErrno(fd, into, offset, length, flags, null);
    }

    @Override
    public final int sendto(int fd, ByteBuffer from, int flags, SockAddr to) throws ErrnoException {
        int result;
        do {
            result = sendtoOrErrno(fd, from, flags, to);
        } while (result == -EINTR);
        return Result.orThrow(result, "sendto", "fd", fd);
    }

    @Override
    public final int sendto(int fd, byte[] from, int offset, int length, int flags, SockAddr to) throws ErrnoException {
        int result;
        do {
            result = sendtoOrErrno(fd, from, offset, length, flags, to);
        } while (result == -EINTR);
        return Result.orThrow(result, "sendto", "fd", fd);
    }

    /** A buffer is asked once where it begins and how much it holds; see {@link UnixIo}. */
    @Override
    public final int sendtoOrErrno(int fd, ByteBuffer from, int flags, SockAddr to) {
        int position = from.position();
        int length = UnixIo.length(from, position);
        try (Scratch s = Scratch.open()) {
            long result;
            if (from.isDirect()) {
                result = send(s, fd, Native.address(from, position), length, flags, to);
            } else {
                int count = copied(s, fd, length, flags);
                result = send(s, fd, s.bytes(from, position, count), count, flags, to);
            }
            return UnixIo.advanced(from, position, result);
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    @Override
    public final int sendtoOrErrno(int fd, byte[] from, int offset, int length, int flags, SockAddr to) {
        Objects.checkFromIndexSize(offset, length, from.length);
        try (Scratch s = Scratch.open()) {
            int count = copied(s, fd, length, flags);
            return (int) send(s, fd, s.bytes(from, offset, count), count, flags, to);
        }
    }

    private long send(Scratch s, int fd, long buffer, int count, int flags, SockAddr to) {
        if (to == null) {
            return Result.negate(calls.send(fd, buffer, count, flags));
        }
        long at = s.alloc(SockAddrCodec.ROOM);
        int length = codec.encode(s, at, to);
        return Result.negate(six.get().sendto(fd, buffer, count, flags, at, length));
    }

    @Override
    public final int recvfrom(int fd, ByteBuffer into, int flags, Peer sender) throws ErrnoException {
        int result;
        do {
            result = recvfromOrErrno(fd, into, flags, sender);
        } while (result == -EINTR);
        return Result.orThrow(result, "recvfrom", "fd", fd);
    }

    @Override
    public final int recvfrom(int fd, byte[] into, int offset, int length, int flags, Peer sender)
            throws ErrnoException {
        int result;
        do {
            result = recvfromOrErrno(fd, into, offset, length, flags, sender);
        } while (result == -EINTR);
        return Result.orThrow(result, "recvfrom", "fd", fd);
    }

    @Override
    public final int recvfromOrErrno(int fd, ByteBuffer into, int flags, Peer sender) {
        UnixIo.writable(into);
        int position = into.position();
        int length = UnixIo.length(into, position);
        try (Scratch s = Scratch.open()) {
            if (into.isDirect()) {
                long result = receive(s, fd, Native.address(into, position), length, flags, sender);
                UnixIo.advanced(into, position, Math.min(result, length));
                return (int) result;
            }
            int count = copied(s, fd, length, flags);
            long buffer = throwsAway(flags) ? s.bytes(into, position, count) : s.alloc(count);
            long result = receive(s, fd, buffer, count, flags, sender);
            int received = (int) Math.min(result, count);
            if (received > 0) {
                s.copyTo(into, position, buffer, received);
            }
            UnixIo.advanced(into, position, received);
            return (int) result;
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public final int recvfromOrErrno(int fd, byte[] into, int offset, int length, int flags, Peer sender) {
        Objects.checkFromIndexSize(offset, length, into.length);
        try (Scratch s = Scratch.open()) {
            int count = copied(s, fd, length, flags);
            long buffer = throwsAway(flags) ? s.bytes(into, offset, count) : s.alloc(count);
            long result = receive(s, fd, buffer, count, flags, sender);
            if (result > 0) {
                s.copyTo(into, offset, buffer, (int) Math.min(result, count));
            }
            return (int) result;
        }
    }

    private long receive(Scratch s, int fd, long buffer, int count, int flags, Peer sender) {
        if (sender == null) {
            return Result.negate(calls.recv(fd, buffer, count, flags));
        }
        long at = SockAddrCodec.room(s);
        long result = Result.negate(six.get().recvfrom(fd, buffer, count, flags, at, SockAddrCodec.lengthOf(at)));
        if (result >= 0) {
            sender.address(codec.filled(s, at));
        }
        return result;
    }

    /** Whether bytes may count as received and not be there: then what is copied back has to be what was there before. */
    private static boolean throwsAway(int flags) {
        return (flags & MSG_TRUNC) != 0;
    }

    /** How much of a buffer that is not direct goes into one call: a message whole, or it would be another. */
    private int copied(Scratch s, int fd, int length, int flags) {
        if ((flags & readLater()) != 0) {
            throw new IllegalArgumentException("MSG_ZEROCOPY of a buffer that is not direct");
        }
        boolean whole = length <= Scratch.KEEP || (flags & MSG_WAITALL) != 0 || !isStream(s, fd);
        return whole ? length : Scratch.KEEP;
    }

    /** The flags with which the kernel goes on reading a buffer when the call is over. */
    @Override
    protected int readLater() {
        return 0;
    }

    @Override
    public final byte[] encode(SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            return s.copy(at, codec.encode(s, at, address));
        }
    }

    @Override
    public final SockAddr decode(byte[] bytes, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("an address of " + length + " bytes");
        }
        try (Scratch s = Scratch.open()) {
            return codec.decode(s, s.bytes(bytes, 0, bytes.length), length, bytes.length);
        }
    }

    private static void orThrow(int result, String call, SockAddr address) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result, address.toString());
        }
    }
}
