package posixkit.unix;

import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.MessageFlag.MSG_WAITALL;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.BufferMemory;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/**
 * Implements {@link Sockets} for Linux and macOS. <b>Internal.</b> A subclass overrides the methods that need other code on its
 * operating system.
 */
public class UnixSockets extends UnixMessages implements Sockets {
    public UnixSockets(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
    }

    @Override
    public final int socketOrErrno(int domain, int type, int protocol) {
        return closedOnExec(calls.socket(domain, type | closeOnExecType(), protocol));
    }

    @Override
    public final int[] socketpair(int domain, int type, int protocol) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long fds = s.alloc(2 * Integer.BYTES);
            Outcome.of("socketpair", calls.socketpair(domain, type | closeOnExecType(), protocol, fds));
            int[] pair = {s.s32(fds), s.s32(fds + Integer.BYTES)};
            int result = closeOnExec(pair[0]);
            result = result < 0 ? result : closeOnExec(pair[1]);
            if (result < 0) {
                close(pair[0]);
                close(pair[1]);
            }
            Outcome.of("socketpair", result);
            return pair;
        }
    }

    /**
     * Returns the flag to add to the type of a socket to make the new descriptor close-on-exec. Returns 0 if there is no such
     * flag, or if new descriptors are inherited.
     */
    protected int closeOnExecType() {
        return 0;
    }

    @Override
    protected int closeOnExec(int fd) {
        return bindings.closeOnExec().set(bindings.calls().io(), fd);
    }

    /**
     * Makes the new descriptor {@code fd} close-on-exec, if new descriptors are, and returns it. Returns −errno if that fails, or
     * if {@code fd} is −errno already.
     */
    private int closedOnExec(int fd) {
        int result = fd < 0 ? fd : closeOnExec(fd);
        if (result < 0 && fd >= 0) {
            close(fd);
        }
        return result < 0 ? result : fd;
    }

    @Override
    public final int bindOrErrno(int fd, SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, at, "address", address);
            return calls.bind(fd, at, length);
        }
    }

    @Override
    public final int listenOrErrno(int fd, int backlog) {
        return calls.listen(fd, backlog);
    }

    @Override
    public final int connectOrErrno(int fd, SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, at, "address", address);
            return calls.connect(fd, at, length);
        }
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
                bindings.calls().io().close(result);
                return -ECONNABORTED;
            }
            if (result >= 0 && peer != null) {
                peer.address(codec.filled(s, at));
            }
            return result;
        }
    }

    /**
     * Returns true if {@code accept} of this operating system may return a connection that has ended already. Such a connection
     * is recognised by its missing address.
     */
    protected boolean isOverWithoutAddress() {
        return false;
    }

    /** Calls {@code accept}. Returns a descriptor that is close-on-exec, or −errno. */
    protected int accept(int fd, long address, long length) {
        return closedOnExec(calls.accept(fd, address, length));
    }

    @Override
    public final SockAddr getsockname(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            int result = calls.getsockname(fd, at, SockAddrCodec.lengthOf(at));
            Outcome.ofFd("getsockname", fd, result);
            return codec.filled(s, at);
        }
    }

    @Override
    public final SockAddr getpeername(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            int result = calls.getpeername(fd, at, SockAddrCodec.lengthOf(at));
            Outcome.ofFd("getpeername", fd, result);
            return codec.filled(s, at);
        }
    }

    @Override
    public final int shutdownOrErrno(int fd, int how) {
        return calls.shutdown(fd, how);
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
    public final int recvOrErrno(int fd, ByteBuffer into, int flags) {
        return recvfromOrErrno(fd, into, flags, null);
    }

    @Override
    public final int recvOrErrno(int fd, byte[] into, int offset, int length, int flags) {
        return recvfromOrErrno(fd, into, offset, length, flags, null);
    }

    /**
     * Sends the bytes of a buffer. Reads the position and the limit of the buffer only once, because another thread may change
     * them.
     */
    @Override
    public final int sendtoOrErrno(int fd, ByteBuffer from, int flags, SockAddr to) {
        Objects.requireNonNull(from, "from");
        int position = from.position();
        int length = UnixIo.length(from, position);
        if (to == null && BufferMemory.isStable(from, position, length)) {
            try {
                return UnixIo.advanced(from, position, calls.send(fd, from, position, length, flags));
            } finally {
                Reference.reachabilityFence(from);
            }
        }
        try (Scratch s = Scratch.open()) {
            long name = to == null ? 0 : s.alloc(SockAddrCodec.ROOM);
            int nameLength = to == null ? 0 : codec.encode(s, name, "to", to);
            long result;
            if (BufferMemory.isStable(from, position, length)) {
                result = calls.sendto(fd, from, position, length, flags, name, nameLength);
            } else {
                int count = copied(s, fd, length, flags);
                result = send(fd, s.bytes(from, position, count), count, flags, name, nameLength);
            }
            return UnixIo.advanced(from, position, result);
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    @Override
    public final int sendtoOrErrno(int fd, byte[] from, int offset, int length, int flags, SockAddr to) {
        Objects.requireNonNull(from, "from");
        Objects.checkFromIndexSize(offset, length, from.length);
        try (Scratch s = Scratch.open()) {
            long name = to == null ? 0 : s.alloc(SockAddrCodec.ROOM);
            int nameLength = to == null ? 0 : codec.encode(s, name, "to", to);
            int count = copied(s, fd, length, flags);
            return (int) send(fd, s.bytes(from, offset, count), count, flags, name, nameLength);
        }
    }

    private long send(int fd, long buffer, int count, int flags, long name, int nameLength) {
        return name == 0
                ? calls.send(fd, buffer, count, flags)
                : calls.sendto(fd, buffer, count, flags, name, nameLength);
    }

    @Override
    public final int recvfromOrErrno(int fd, ByteBuffer into, int flags, Peer sender) {
        UnixIo.requireWritable("into", into);
        int position = into.position();
        int length = UnixIo.length(into, position);
        if (sender == null && BufferMemory.isStable(into, position, length)) {
            try {
                long result = calls.recv(fd, into, position, length, flags);
                UnixIo.advanced(into, position, Math.min(result, length));
                return (int) result;
            } finally {
                Reference.reachabilityFence(into);
            }
        }
        try (Scratch s = Scratch.open()) {
            long address = BufferMemory.stableAddress(into, position, length);
            if (address != BufferMemory.UNSTABLE) {
                long result = receive(s, fd, address, length, flags, sender);
                UnixIo.advanced(into, position, Math.min(result, length));
                return (int) result;
            }
            int count = copied(s, fd, length, flags);
            long buffer = mayDrop(flags) ? s.bytes(into, position, count) : s.alloc(count);
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
        Objects.requireNonNull(into, "into");
        Objects.checkFromIndexSize(offset, length, into.length);
        try (Scratch s = Scratch.open()) {
            int count = copied(s, fd, length, flags);
            long buffer = mayDrop(flags) ? s.bytes(into, offset, count) : s.alloc(count);
            long result = receive(s, fd, buffer, count, flags, sender);
            if (result > 0) {
                s.copyTo(into, offset, buffer, (int) Math.min(result, count));
            }
            return (int) result;
        }
    }

    private long receive(Scratch s, int fd, long buffer, int count, int flags, Peer sender) {
        if (sender == null) {
            return calls.recv(fd, buffer, count, flags);
        }
        long at = SockAddrCodec.room(s);
        long result = calls.recvfrom(fd, buffer, count, flags, at, SockAddrCodec.lengthOf(at));
        if (result >= 0) {
            sender.address(codec.filled(s, at));
        }
        return result;
    }

    /**
     * Returns true if {@code flags} contain MSG_TRUNC. With this flag, the kernel may drop received bytes instead of writing them
     * to memory. The result of the kernel counts the dropped bytes too. The caller receives into temporary memory, and then
     * copies all counted bytes to the destination buffer. So if this method returns true, the caller first copies the contents of
     * the destination buffer to the temporary memory. Otherwise, undefined bytes of the temporary memory would overwrite the
     * destination buffer.
     */
    private static boolean mayDrop(int flags) {
        return (flags & MSG_TRUNC) != 0;
    }

    /**
     * Returns how many bytes one system call is to send or receive, for a caller that copies the bytes through temporary native
     * memory. {@code length} is the number of bytes that the user asked for. On a stream, the result may be less than
     * {@code length}. For datagrams, the result is always {@code length}: a second system call would not transfer the rest of a
     * datagram, but another datagram. The result is also always {@code length} if {@code flags} contain MSG_WAITALL.
     */
    private int copied(Scratch s, int fd, int length, int flags) {
        if ((flags & readLater()) != 0) {
            throw new IllegalArgumentException("flags: MSG_ZEROCOPY needs a direct buffer");
        }
        boolean isWhole = length <= Scratch.KEEP || (flags & MSG_WAITALL) != 0 || !isStream(s, fd);
        return isWhole ? length : Scratch.KEEP;
    }

    @Override
    protected int readLater() {
        return 0;
    }

    @Override
    public final byte[] encode(SockAddr address) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(SockAddrCodec.ROOM);
            return s.copy(at, codec.encode(s, at, "address", address));
        }
    }

    @Override
    public final SockAddr decode(byte[] bytes, int length) {
        Objects.requireNonNull(bytes, "bytes");
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length);
        }
        try (Scratch s = Scratch.open()) {
            return codec.decode(s, s.bytes(bytes, 0, bytes.length), length, bytes.length);
        }
    }
}
