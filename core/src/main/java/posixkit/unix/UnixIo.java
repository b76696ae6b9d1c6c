package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.ffi.BufferMemory;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.UnixCalls;

/** Implements the methods of {@link Io} for reading, for writing, and for information about open files. <b>Internal.</b> */
public class UnixIo extends UnixDescriptors {
    private final UnixCalls calls;
    private final Layouts layouts;
    private final Stat ownStat;
    private final Times times;

    public UnixIo(Bindings bindings) {
        super(bindings);
        calls = bindings.calls();
        layouts = bindings.layouts();
        ownStat = layouts.newStat();
        times = new Times(layouts);
    }

    @Override
    public final int readOrErrno(int fd, ByteBuffer into) {
        return in(fd, into, false, 0);
    }

    @Override
    public final int readOrErrno(int fd, byte[] into, int offset, int length) {
        return in(fd, into, offset, length, false, 0);
    }

    @Override
    public final int writeOrErrno(int fd, ByteBuffer from) {
        return out(fd, from, false, 0);
    }

    @Override
    public final int writeOrErrno(int fd, byte[] from, int offset, int length) {
        return out(fd, from, offset, length, false, 0);
    }

    @Override
    public final int preadOrErrno(int fd, ByteBuffer into, long at) {
        return in(fd, into, true, at);
    }

    @Override
    public final int preadOrErrno(int fd, byte[] into, int offset, int length, long at) {
        return in(fd, into, offset, length, true, at);
    }

    @Override
    public final int pwriteOrErrno(int fd, ByteBuffer from, long at) {
        return out(fd, from, true, at);
    }

    @Override
    public final int pwriteOrErrno(int fd, byte[] from, int offset, int length, long at) {
        return out(fd, from, offset, length, true, at);
    }

    /**
     * Reads bytes from a file into a buffer. Returns the number of bytes or −errno.
     *
     * <p>This method takes the position and the limit from the buffer only once, because another thread may change them. If this
     * method took them twice and got different values, the kernel could access memory outside the buffer. For the same reason,
     * the method {@code out}, which writes bytes to a file, takes the position and the limit only once.
     *
     * @param positioned true to read at the offset {@code at} of the file, false to read at the current offset
     */
    private int in(int fd, ByteBuffer into, boolean positioned, long at) {
        requireWritable("into", into);
        int position = into.position();
        int length = length(into, position);
        if (BufferMemory.isStable(into, position, length)) {
            try {
                IoCalls io = calls.io();
                long result =
                        positioned ? io.pread(fd, into, position, length, at) : io.read(fd, into, position, length);
                return advanced(into, position, result);
            } finally {
                Reference.reachabilityFence(into);
            }
        }
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            long buffer = s.alloc(count);
            long result = read(fd, buffer, count, positioned, at);
            if (result > 0) {
                s.copyTo(into, position, buffer, (int) result);
            }
            return advanced(into, position, result);
        }
    }

    private int in(int fd, byte[] into, int offset, int length, boolean positioned, long at) {
        Objects.requireNonNull(into, "into");
        Objects.checkFromIndexSize(offset, length, into.length);
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            long buffer = s.alloc(count);
            int result = (int) read(fd, buffer, count, positioned, at);
            if (result > 0) {
                s.copyTo(into, offset, buffer, result);
            }
            return result;
        }
    }

    private long read(int fd, long buffer, int count, boolean positioned, long at) {
        return positioned ? calls.io().pread(fd, buffer, count, at) : calls.io().read(fd, buffer, count);
    }

    private int out(int fd, ByteBuffer from, boolean positioned, long at) {
        Objects.requireNonNull(from, "from");
        int position = from.position();
        int length = length(from, position);
        if (BufferMemory.isStable(from, position, length)) {
            try {
                IoCalls io = calls.io();
                long result =
                        positioned ? io.pwrite(fd, from, position, length, at) : io.write(fd, from, position, length);
                return advanced(from, position, result);
            } finally {
                Reference.reachabilityFence(from);
            }
        }
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            return advanced(from, position, write(fd, s.bytes(from, position, count), count, positioned, at));
        }
    }

    private int out(int fd, byte[] from, int offset, int length, boolean positioned, long at) {
        Objects.requireNonNull(from, "from");
        Objects.checkFromIndexSize(offset, length, from.length);
        try (Scratch s = Scratch.open()) {
            int count = Math.min(length, Scratch.KEEP);
            return (int) write(fd, s.bytes(from, offset, count), count, positioned, at);
        }
    }

    private long write(int fd, long buffer, int count, boolean positioned, long at) {
        return positioned
                ? calls.io().pwrite(fd, buffer, count, at)
                : calls.io().write(fd, buffer, count);
    }

    @Override
    public final long readvOrErrno(int fd, ByteBuffer... into) {
        Objects.requireNonNull(into, "into");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, into, false);
            return vector.filled(s, calls.io().readv(fd, vector.array(), vector.count()));
        }
    }

    @Override
    public final long writevOrErrno(int fd, ByteBuffer... from) {
        Objects.requireNonNull(from, "from");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, from, true);
            return vector.advanced(calls.io().writev(fd, vector.array(), vector.count()));
        }
    }

    @Override
    public final long preadvOrErrno(int fd, ByteBuffer[] into, long at) {
        Objects.requireNonNull(into, "into");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, into, false);
            return vector.filled(s, calls.io().preadv(fd, vector.array(), vector.count(), at));
        }
    }

    @Override
    public final long pwritevOrErrno(int fd, ByteBuffer[] from, long at) {
        Objects.requireNonNull(from, "from");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, from, true);
            return vector.advanced(calls.io().pwritev(fd, vector.array(), vector.count(), at));
        }
    }

    @Override
    public final int closeOrErrno(int fd) {
        return calls.io().close(fd);
    }

    @Override
    public final long lseekOrErrno(int fd, long offset, int whence) {
        return calls.io().lseek(fd, offset, whence);
    }

    @Override
    public final int fstatOrErrno(int fd, Stat into) {
        Struct stat = Layouts.own("into", into, ownStat);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(stat.bytes().length);
            return s.filled(calls.file().fstat(fd, buffer), buffer, stat);
        }
    }

    @Override
    public final Stat newStat() {
        return layouts.newStat();
    }

    @Override
    public final int ftruncateOrErrno(int fd, long length) {
        return calls.io().ftruncate(fd, length);
    }

    @Override
    public final int fsyncOrErrno(int fd) {
        return calls.io().fsync(fd);
    }

    @Override
    public final int fdatasyncOrErrno(int fd) {
        return calls.io().fdatasync(fd);
    }

    static void requireWritable(String argument, ByteBuffer buffer) {
        if (Objects.requireNonNull(buffer, argument).isReadOnly()) {
            throw new IllegalArgumentException(argument + ": a read-only buffer");
        }
    }

    static int length(ByteBuffer buffer, int position) {
        int length = buffer.limit() - position;
        if (length < 0) {
            throw new IllegalArgumentException("a buffer that another thread is using");
        }
        return length;
    }

    /**
     * Sets the position of {@code buffer} to {@code position + result} after a call that transfers bytes. If {@code result} is
     * −errno, does not change the position. Returns {@code result}.
     *
     * @param position the position of {@code buffer} before the call
     * @param result the number of transferred bytes, or −errno
     */
    static int advanced(ByteBuffer buffer, int position, long result) {
        if (result > 0) {
            buffer.position(position + (int) result);
        }
        return (int) result;
    }

    @Override
    public final int fchmodOrErrno(int fd, int mode) {
        return calls.attribute().fchmod(fd, UnixMetadata.mode(mode));
    }

    @Override
    public final int fchownOrErrno(int fd, int owner, int group) {
        return calls.attribute().fchown(fd, owner, group);
    }

    @Override
    public final int futimesOrErrno(int fd, Timeval atime, Timeval mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        try (Scratch s = Scratch.open()) {
            return futimes(s, fd, atime, mtime);
        }
    }

    /** Sets the access time and the modification time of the file that {@code fd} refers to. Returns 0 or −errno. */
    protected int futimes(Scratch s, int fd, Timeval atime, Timeval mtime) {
        return calls.attribute().futimens(fd, times.of(s, atime, mtime));
    }

    @Override
    public final int futimesOrErrno(int fd) {
        return futimesNow(fd);
    }

    /**
     * Sets the access time and the modification time of the file that {@code fd} refers to, both to the current time. Returns 0
     * or −errno.
     */
    protected int futimesNow(int fd) {
        return calls.attribute().futimens(fd, Times.NOW);
    }

    @Override
    public final int futimensOrErrno(int fd, Timespec atime, Timespec mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        try (Scratch s = Scratch.open()) {
            return calls.attribute().futimens(fd, times.of(s, atime, mtime));
        }
    }

    @Override
    public final int futimensOrErrno(int fd, Instant atime, Instant mtime) {
        Objects.requireNonNull(atime, "atime");
        Objects.requireNonNull(mtime, "mtime");
        try (Scratch s = Scratch.open()) {
            return calls.attribute().futimens(fd, times.of(s, atime, mtime));
        }
    }

    @Override
    public final int fstatfsOrErrno(int fd, Statfs into) {
        Struct statfs = layouts.own("into", into, Layouts.STATFS);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(statfs.bytes().length);
            int result = calls.attribute().fstatfs(fd, buffer);
            return s.filled(result, buffer, statfs);
        }
    }

    @Override
    public final Statfs newStatfs() {
        return layouts.newStatfs();
    }

    @Override
    public final int fstatvfsOrErrno(int fd, Statvfs into) {
        Struct statvfs = layouts.own("into", into, Layouts.STATVFS);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(statvfs.bytes().length);
            int result = calls.attribute().fstatvfs(fd, buffer);
            return s.filled(result, buffer, statvfs);
        }
    }

    @Override
    public final Statvfs newStatvfs() {
        return layouts.newStatvfs();
    }

    /**
     * Reads a limit with the C function {@code fpathconf}. The result −1 means either "no limit" or "failed". In a JVM, errno
     * does not reliably tell which of the two is meant. So this method does the following after a result −1:
     *
     * <ul>
     *   <li>If errno is EINTR, it calls {@code fpathconf} again.
     *   <li>If errno has another value, it checks with {@code fstat} whether the descriptor is open. It also checks with
     *       {@link #isLimit} whether {@code name} is known. If the descriptor is open and {@code name} is known, there is no
     *       limit.
     * </ul>
     */
    @Override
    public final OptionalLong fpathconf(int fd, int name) throws ErrnoException {
        long limit = calls.attribute().fpathconf(fd, name);
        while (limit == -EINTR) {
            // errno is EINTR, but an earlier call may have set it. So errno is set to EBADF and fpathconf is called
            // again. If errno is EINTR after that, fpathconf itself was interrupted.
            Result.leaveEbadf(calls);
            limit = calls.attribute().fpathconf(fd, name);
        }
        if (limit >= 0) {
            return OptionalLong.of(limit);
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(((Struct) ownStat).bytes().length);
            Outcome.ofFd("fpathconf", fd, calls.file().fstat(fd, buffer));
        }
        Outcome.ofFd("fpathconf", fd, isLimit(name) ? 0 : -EINVAL);
        return OptionalLong.empty();
    }

    /**
     * Returns true if the number {@code name} (for example {@code _PC_NAME_MAX}) selects a limit of {@code pathconf} and
     * {@code fpathconf}.
     */
    protected boolean isLimit(int name) {
        return PathLimits.NAMES.contains(name);
    }
}
