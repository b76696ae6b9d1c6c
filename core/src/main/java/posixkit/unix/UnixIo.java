package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** {@link Io}: what goes through descriptors. <b>Internal.</b> */
public class UnixIo extends UnixDescriptors {
    private final LibC libc;
    private final HotCalls hot;
    private final Layouts layouts;
    private final Stat ours;
    private final Supplier<AttributeCalls> attributes;
    private final Statfs ourStatfs;
    private final Times times;

    public UnixIo(Bindings bindings, Supplier<? extends IoctlCalls> ioctls) {
        super(bindings, ioctls);
        libc = bindings.libc();
        hot = bindings.hot();
        layouts = bindings.layouts();
        ours = layouts.newStat();
        attributes = bindings.lazily(AttributeCalls.class);
        ourStatfs = layouts.newStatfs();
        times = new Times(layouts);
    }

    @Override
    public final int read(int fd, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into);
        } while (result == -EINTR);
        return Result.orThrow(result, "read", "fd", fd);
    }

    @Override
    public final int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into, offset, length);
        } while (result == -EINTR);
        return Result.orThrow(result, "read", "fd", fd);
    }

    @Override
    public final int readOrErrno(int fd, ByteBuffer into) {
        return in(fd, into, false, 0);
    }

    @Override
    public final int readOrErrno(int fd, byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            long buffer = s.alloc(count);
            int result = (int) hot.read(fd, buffer, count);
            if (result > 0) {
                s.copyTo(into, offset, buffer, result);
            }
            return result;
        }
    }

    @Override
    public final int write(int fd, ByteBuffer from) throws ErrnoException {
        int result;
        do {
            result = writeOrErrno(fd, from);
        } while (result == -EINTR);
        return Result.orThrow(result, "write", "fd", fd);
    }

    @Override
    public final int write(int fd, byte[] from, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = writeOrErrno(fd, from, offset, length);
        } while (result == -EINTR);
        return Result.orThrow(result, "write", "fd", fd);
    }

    @Override
    public final int writeOrErrno(int fd, ByteBuffer from) {
        return out(fd, from, false, 0);
    }

    @Override
    public final int writeOrErrno(int fd, byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            return (int) hot.write(fd, s.bytes(from, offset, count), count);
        }
    }

    @Override
    public final int pread(int fd, ByteBuffer into, long offset) throws ErrnoException {
        int result;
        do {
            result = preadOrErrno(fd, into, offset);
        } while (result == -EINTR);
        return Result.orThrow(result, "pread", "fd", fd);
    }

    @Override
    public final int preadOrErrno(int fd, ByteBuffer into, long offset) {
        return in(fd, into, true, offset);
    }

    @Override
    public final int pwrite(int fd, ByteBuffer from, long offset) throws ErrnoException {
        int result;
        do {
            result = pwriteOrErrno(fd, from, offset);
        } while (result == -EINTR);
        return Result.orThrow(result, "pwrite", "fd", fd);
    }

    @Override
    public final int pwriteOrErrno(int fd, ByteBuffer from, long offset) {
        return out(fd, from, true, offset);
    }

    /**
     * A buffer is asked once where it begins and how much it holds, here and below: another thread may move its position
     * in the meantime, and then the kernel would write beside it.
     */
    private int in(int fd, ByteBuffer into, boolean positioned, long offset) {
        writable(into);
        int position = into.position();
        int length = length(into, position);
        if (into.isDirect()) {
            try {
                long buffer = Native.address(into, position);
                long result = positioned ? hot.pread(fd, buffer, length, offset) : hot.read(fd, buffer, length);
                return advanced(into, position, result);
            } finally {
                Reference.reachabilityFence(into);
            }
        }
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            long buffer = s.alloc(count);
            long result = positioned ? hot.pread(fd, buffer, count, offset) : hot.read(fd, buffer, count);
            if (result > 0) {
                s.copyTo(into, position, buffer, (int) result);
            }
            return advanced(into, position, result);
        }
    }

    private int out(int fd, ByteBuffer from, boolean positioned, long offset) {
        int position = from.position();
        int length = length(from, position);
        if (from.isDirect()) {
            try {
                long buffer = Native.address(from, position);
                long result = positioned ? hot.pwrite(fd, buffer, length, offset) : hot.write(fd, buffer, length);
                return advanced(from, position, result);
            } finally {
                Reference.reachabilityFence(from);
            }
        }
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            long buffer = s.bytes(from, position, count);
            long result = positioned ? hot.pwrite(fd, buffer, count, offset) : hot.write(fd, buffer, count);
            return advanced(from, position, result);
        }
    }

    @Override
    public final long readv(int fd, ByteBuffer... into) throws ErrnoException {
        long result;
        do {
            result = readvOrErrno(fd, into);
        } while (result == -EINTR);
        return Result.orThrow(result, "readv", "fd", fd);
    }

    @Override
    public final long readvOrErrno(int fd, ByteBuffer... into) {
        for (ByteBuffer buffer : into) {
            writable(buffer);
        }
        try (Scratch s = Scratch.open()) {
            Vector vector = new Vector(s, into, false);
            return vector.filled(s, hot.readv(fd, vector.array(), vector.count()));
        }
    }

    @Override
    public final long writev(int fd, ByteBuffer... from) throws ErrnoException {
        long result;
        do {
            result = writevOrErrno(fd, from);
        } while (result == -EINTR);
        return Result.orThrow(result, "writev", "fd", fd);
    }

    @Override
    public final long writevOrErrno(int fd, ByteBuffer... from) {
        try (Scratch s = Scratch.open()) {
            Vector vector = new Vector(s, from, true);
            return vector.advanced(hot.writev(fd, vector.array(), vector.count()));
        }
    }

    /** Not again after EINTR: the number is free by then, and may be somebody else's. */
    @Override
    public final void close(int fd) throws ErrnoException {
        Result.check(libc.close(fd), "close", "fd", fd);
    }

    @Override
    public final long lseek(int fd, long offset, int whence) throws ErrnoException {
        return Result.check(libc.lseek(fd, offset, whence), "lseek", "fd", fd);
    }

    @Override
    public final void fstat(int fd, Stat into) throws ErrnoException {
        Result.orThrow(fstatOrErrno(fd, into), "fstat", "fd", fd);
    }

    @Override
    public final int fstatOrErrno(int fd, Stat into) {
        Struct stat = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(stat.bytes().length);
            return UnixFiles.filled(hot.fstat(fd, buffer), s, buffer, stat);
        }
    }

    @Override
    public final Stat fstat(int fd) throws ErrnoException {
        Stat stat = layouts.newStat();
        fstat(fd, stat);
        return stat;
    }

    @Override
    public final void ftruncate(int fd, long length) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.ftruncate(fd, length));
        } while (result == -EINTR);
        Result.orThrow(result, "ftruncate", "fd", fd);
    }

    @Override
    public final void fsync(int fd) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.fsync(fd));
        } while (result == -EINTR);
        Result.orThrow(result, "fsync", "fd", fd);
    }

    static void writable(ByteBuffer into) {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("a read-only buffer to read into");
        }
    }

    static int length(ByteBuffer buffer, int position) {
        int length = buffer.limit() - position;
        if (length < 0) {
            throw new IllegalArgumentException("a buffer that another thread is using");
        }
        return length;
    }

    /** Moves the position by what the kernel took or gave; −errno moves nothing. */
    static int advanced(ByteBuffer buffer, int position, long result) {
        if (result > 0) {
            buffer.position(position + (int) result);
        }
        return (int) result;
    }

    @Override
    public final void fchmod(int fd, int mode) throws ErrnoException {
        Result.check(attributes.get().fchmod(fd, UnixMetadata.mode(mode)), "fchmod", "fd", fd);
    }

    @Override
    public final void fchown(int fd, int owner, int group) throws ErrnoException {
        Result.check(attributes.get().fchown(fd, owner, group), "fchown", "fd", fd);
    }

    @Override
    public final void futimes(int fd, Timeval atime, Timeval mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.orThrow(futimes(s, fd, atime, mtime), "futimes", "fd", fd);
        }
    }

    /** The call itself: 0 or −errno. */
    protected int futimes(Scratch s, int fd, Timeval atime, Timeval mtime) {
        return Result.negate(attributes.get().futimens(fd, times.of(s, atime, mtime)));
    }

    @Override
    public final void futimes(int fd) throws ErrnoException {
        Result.orThrow(futimesNow(fd), "futimes", "fd", fd);
    }

    /** The call itself: 0 or −errno. */
    protected int futimesNow(int fd) {
        return Result.negate(attributes.get().futimens(fd, Times.NOW));
    }

    @Override
    public final void futimens(int fd, Timespec atime, Timespec mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(attributes.get().futimens(fd, times.of(s, atime, mtime)), "futimens", "fd", fd);
        }
    }

    @Override
    public final void futimens(int fd, Instant atime, Instant mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(attributes.get().futimens(fd, times.of(s, atime, mtime)), "futimens", "fd", fd);
        }
    }

    @Override
    public final void fstatfs(int fd, Statfs into) throws ErrnoException {
        Struct structure = Layouts.own(into, ourStatfs);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(structure.bytes().length);
            int result;
            do {
                result = Result.negate(bindings.statfs().get().fstatfs(fd, buffer));
            } while (result == -EINTR);
            Result.orThrow(UnixMetadata.filled(result, s, buffer, structure), "fstatfs", "fd", fd);
        }
    }

    @Override
    public final Statfs fstatfs(int fd) throws ErrnoException {
        Statfs statfs = layouts.newStatfs();
        fstatfs(fd, statfs);
        return statfs;
    }

    /** As pathconf: the descriptor is asked for again after −1. */
    @Override
    public final OptionalLong fpathconf(int fd, int name) throws ErrnoException {
        long limit = attributes.get().fpathconf(fd, name);
        if (limit != PathLimits.NONE) {
            return OptionalLong.of(limit);
        }
        try (Scratch s = Scratch.open()) {
            Result.orThrow(hot.fstat(fd, s.alloc(((Struct) ours).bytes().length)), "fpathconf", "fd", fd);
        }
        if (!isLimit(name)) {
            throw new ErrnoException("fpathconf", EINVAL, "fd " + fd);
        }
        return OptionalLong.empty();
    }

    /** Whether libc knows a limit of this name. */
    protected boolean isLimit(int name) {
        return PathLimits.NAMES.contains(name);
    }

    @Override
    public final void fdatasync(int fd) throws ErrnoException {
        int result;
        do {
            result = Result.negate(attributes.get().fdatasync(fd));
        } while (result == -EINTR);
        Result.orThrow(result, "fdatasync", "fd", fd);
    }
}
