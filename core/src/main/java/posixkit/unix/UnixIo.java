package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_DUPFD;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETOWN;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Fcntl.F_SETOWN;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.file.Io;
import posixkit.file.Stat;

/** {@link Io}, but for what a system can do better. <b>Internal.</b> */
public class UnixIo implements Io {
    protected final Bindings bindings;
    private final LibC libc;
    private final HotCalls hot;
    private final Layouts layouts;
    private final Stat ours;

    public UnixIo(Bindings bindings) {
        this.bindings = bindings;
        libc = bindings.libc();
        hot = bindings.hot();
        layouts = bindings.layouts();
        ours = layouts.newStat();
    }

    @Override
    public final int read(int fd, ByteBuffer into) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into);
        } while (result == -EINTR);
        return Result.check(result, "read", "fd", fd);
    }

    @Override
    public final int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = readOrErrno(fd, into, offset, length);
        } while (result == -EINTR);
        return Result.check(result, "read", "fd", fd);
    }

    @Override
    public final int readOrErrno(int fd, ByteBuffer into) {
        Buffers.writable(into);
        if (into.isDirect()) {
            try {
                return Buffers.advanced(into, hot.read(fd, Native.address(into), into.remaining()));
            } finally {
                Reference.reachabilityFence(into);
            }
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(into.remaining());
            return Buffers.filled(into, s, buffer, hot.read(fd, buffer, into.remaining()));
        }
    }

    @Override
    public final int readOrErrno(int fd, byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(length);
            int result = (int) hot.read(fd, buffer, length);
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
        return Result.check(result, "write", "fd", fd);
    }

    @Override
    public final int write(int fd, byte[] from, int offset, int length) throws ErrnoException {
        int result;
        do {
            result = writeOrErrno(fd, from, offset, length);
        } while (result == -EINTR);
        return Result.check(result, "write", "fd", fd);
    }

    @Override
    public final int writeOrErrno(int fd, ByteBuffer from) {
        if (from.isDirect()) {
            try {
                return Buffers.advanced(from, hot.write(fd, Native.address(from), from.remaining()));
            } finally {
                Reference.reachabilityFence(from);
            }
        }
        try (Scratch s = Scratch.open()) {
            return Buffers.advanced(from, hot.write(fd, s.bytes(from), from.remaining()));
        }
    }

    @Override
    public final int writeOrErrno(int fd, byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        try (Scratch s = Scratch.open()) {
            return (int) hot.write(fd, s.bytes(from, offset, length), length);
        }
    }

    @Override
    public final int pread(int fd, ByteBuffer into, long offset) throws ErrnoException {
        int result;
        do {
            result = preadOrErrno(fd, into, offset);
        } while (result == -EINTR);
        return Result.check(result, "pread", "fd", fd);
    }

    @Override
    public final int preadOrErrno(int fd, ByteBuffer into, long offset) {
        Buffers.writable(into);
        if (into.isDirect()) {
            try {
                return Buffers.advanced(into, hot.pread(fd, Native.address(into), into.remaining(), offset));
            } finally {
                Reference.reachabilityFence(into);
            }
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(into.remaining());
            return Buffers.filled(into, s, buffer, hot.pread(fd, buffer, into.remaining(), offset));
        }
    }

    @Override
    public final int pwrite(int fd, ByteBuffer from, long offset) throws ErrnoException {
        int result;
        do {
            result = pwriteOrErrno(fd, from, offset);
        } while (result == -EINTR);
        return Result.check(result, "pwrite", "fd", fd);
    }

    @Override
    public final int pwriteOrErrno(int fd, ByteBuffer from, long offset) {
        if (from.isDirect()) {
            try {
                return Buffers.advanced(from, hot.pwrite(fd, Native.address(from), from.remaining(), offset));
            } finally {
                Reference.reachabilityFence(from);
            }
        }
        try (Scratch s = Scratch.open()) {
            return Buffers.advanced(from, hot.pwrite(fd, s.bytes(from), from.remaining(), offset));
        }
    }

    @Override
    public final long readv(int fd, ByteBuffer... into) throws ErrnoException {
        long result;
        do {
            result = readvOrErrno(fd, into);
        } while (result == -EINTR);
        return Result.check(result, "readv", "fd", fd);
    }

    @Override
    public final long readvOrErrno(int fd, ByteBuffer... into) {
        for (ByteBuffer buffer : into) {
            Buffers.writable(buffer);
        }
        try (Scratch s = Scratch.open()) {
            long[] addresses = new long[into.length];
            for (int i = 0; i < into.length; i++) {
                addresses[i] = into[i].isDirect() ? Native.address(into[i]) : s.alloc(into[i].remaining());
            }
            long result = hot.readv(fd, iovecs(s, into, addresses), into.length);
            long left = result;
            for (int i = 0; i < into.length && left > 0; i++) {
                int here = (int) Math.min(left, into[i].remaining());
                if (!into[i].isDirect()) {
                    s.copyTo(into[i], addresses[i], here);
                }
                into[i].position(into[i].position() + here);
                left -= here;
            }
            return result;
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public final long writev(int fd, ByteBuffer... from) throws ErrnoException {
        long result;
        do {
            result = writevOrErrno(fd, from);
        } while (result == -EINTR);
        return Result.check(result, "writev", "fd", fd);
    }

    @Override
    public final long writevOrErrno(int fd, ByteBuffer... from) {
        try (Scratch s = Scratch.open()) {
            long[] addresses = new long[from.length];
            for (int i = 0; i < from.length; i++) {
                addresses[i] = from[i].isDirect() ? Native.address(from[i]) : s.bytes(from[i]);
            }
            long result = hot.writev(fd, iovecs(s, from, addresses), from.length);
            long left = result;
            for (int i = 0; i < from.length && left > 0; i++) {
                int here = (int) Math.min(left, from[i].remaining());
                from[i].position(from[i].position() + here);
                left -= here;
            }
            return result;
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    /** Not again after EINTR: the number is free by then, and may be somebody else's. */
    @Override
    public final void close(int fd) throws ErrnoException {
        Result.check(Result.negate(libc.close(fd)), "close", "fd", fd);
    }

    @Override
    public final long lseek(int fd, long offset, int whence) throws ErrnoException {
        return Result.check(Result.negate(libc.lseek(fd, offset, whence)), "lseek", "fd", fd);
    }

    @Override
    public final void fstat(int fd, Stat into) throws ErrnoException {
        Result.check(fstatOrErrno(fd, into), "fstat", "fd", fd);
    }

    @Override
    public final int fstatOrErrno(int fd, Stat into) {
        Struct stat = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(stat.bytes().length);
            int result = hot.fstat(fd, buffer);
            if (result == 0) {
                s.copyTo(stat, buffer);
            }
            return result;
        }
    }

    @Override
    public final Stat fstat(int fd) throws ErrnoException {
        Stat stat = layouts.newStat();
        fstat(fd, stat);
        return stat;
    }

    @Override
    public final int fcntl(int fd, int command, int argument) throws ErrnoException {
        if (!takesNumber(command)) {
            throw new IllegalArgumentException("fcntl command " + command + " is not known to take a number");
        }
        return control("fcntl", fd, command, argument);
    }

    /** Whether a command's argument is a number. Any other would be an address to the kernel, and written to. */
    protected boolean takesNumber(int command) {
        return command == F_DUPFD
                || command == F_DUPFD_CLOEXEC
                || command == F_GETFD
                || command == F_SETFD
                || command == F_GETFL
                || command == F_SETFL
                || command == F_GETOWN
                || command == F_SETOWN;
    }

    @Override
    public final int dup(int fd) throws ErrnoException {
        return control("dup", fd, F_DUPFD_CLOEXEC, 0);
    }

    @Override
    public final int dup2(int from, int to) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.dup2(from, to));
        } while (result == -EINTR);
        return Result.check(result, "dup2", "fd", from);
    }

    /** Here in two steps; a program started by another thread between them keeps the pipe open. */
    @Override
    public int[] pipe() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long fds = s.alloc(2 * Integer.BYTES);
            Result.check(Result.negate(libc.pipe(fds)), "pipe");
            int[] ends = {s.s32(fds), s.s32(fds + Integer.BYTES)};
            for (int fd : ends) {
                control("pipe", fd, F_SETFD, FD_CLOEXEC);
            }
            return ends;
        }
    }

    @Override
    public final void ftruncate(int fd, long length) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.ftruncate(fd, length));
        } while (result == -EINTR);
        Result.check(result, "ftruncate", "fd", fd);
    }

    @Override
    public final void fsync(int fd) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.fsync(fd));
        } while (result == -EINTR);
        Result.check(result, "fsync", "fd", fd);
    }

    private int control(String call, int fd, int command, int argument) throws ErrnoException {
        return Result.check(Result.negate(bindings.variadic().fcntl(fd, command, argument)), call, "fd", fd);
    }

    private long iovecs(Scratch s, ByteBuffer[] buffers, long[] addresses) {
        int size = layouts.iovecSize();
        long array = s.alloc(Math.multiplyExact(buffers.length, size));
        for (int i = 0; i < buffers.length; i++) {
            long entry = array + (long) i * size;
            s.set64(entry + layouts.iovecBase(), addresses[i]);
            s.set64(entry + layouts.iovecLen(), buffers[i].remaining());
        }
        return array;
    }
}
