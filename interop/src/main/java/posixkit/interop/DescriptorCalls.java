package posixkit.interop;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EOVERFLOW;
import static posixkit.constants.Fcntl.F_GETFD;

import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import jnr.constants.platform.Fcntl;
import jnr.constants.platform.Pathconf;
import jnr.ffi.Pointer;
import jnr.posix.FileStat;
import jnr.posix.POSIXHandler;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.system.CFunction;

/** The calls that take a descriptor. */
abstract class DescriptorCalls extends PathCalls {
    DescriptorCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
    }

    // Reading and writing

    @Override
    public final long read(int fd, byte[] buf, long n) {
        return buf == null ? failed(EFAULT) : result(io.readOrErrno(fd, buf, 0, Bytes.checkLength("n", buf, n)));
    }

    @Override
    public final int read(int fd, byte[] buf, int n) {
        return (int) read(fd, buf, (long) n);
    }

    @Override
    public final long read(int fd, ByteBuffer buf, long n) {
        if (buf == null) {
            return failed(EFAULT);
        }
        int length = Bytes.checkLength("n", buf, n);
        if (buf.hasArray()) {
            return result(io.readOrErrno(fd, buf.array(), buf.arrayOffset() + buf.position(), length));
        }
        return result(io.readOrErrno(fd, windows.writableWindow("buf", buf, length)));
    }

    @Override
    public final int read(int fd, ByteBuffer buf, int n) {
        return (int) read(fd, buf, (long) n);
    }

    @Override
    public final long write(int fd, byte[] buf, long n) {
        return buf == null ? failed(EFAULT) : result(io.writeOrErrno(fd, buf, 0, Bytes.checkLength("n", buf, n)));
    }

    @Override
    public final int write(int fd, byte[] buf, int n) {
        return (int) write(fd, buf, (long) n);
    }

    @Override
    public final long write(int fd, ByteBuffer buf, long n) {
        if (buf == null) {
            return failed(EFAULT);
        }
        int length = Bytes.checkLength("n", buf, n);
        if (buf.hasArray()) {
            return result(io.writeOrErrno(fd, buf.array(), buf.arrayOffset() + buf.position(), length));
        }
        return result(io.writeOrErrno(fd, windows.window(buf, length)));
    }

    @Override
    public final int write(int fd, ByteBuffer buf, int n) {
        return (int) write(fd, buf, (long) n);
    }

    @Override
    public final long pread(int fd, byte[] buf, long n, long offset) {
        return buf == null
                ? failed(EFAULT)
                : result(io.preadOrErrno(fd, buf, 0, Bytes.checkLength("n", buf, n), offset));
    }

    @Override
    public final int pread(int fd, byte[] buf, int n, int offset) {
        return (int) pread(fd, buf, (long) n, (long) offset);
    }

    @Override
    public final long pread(int fd, ByteBuffer buf, long n, long offset) {
        if (buf == null) {
            return failed(EFAULT);
        }
        int length = Bytes.checkLength("n", buf, n);
        if (buf.hasArray()) {
            return result(io.preadOrErrno(fd, buf.array(), buf.arrayOffset() + buf.position(), length, offset));
        }
        return result(io.preadOrErrno(fd, windows.writableWindow("buf", buf, length), offset));
    }

    @Override
    public final int pread(int fd, ByteBuffer buf, int n, int offset) {
        return (int) pread(fd, buf, (long) n, (long) offset);
    }

    @Override
    public final long pwrite(int fd, byte[] buf, long n, long offset) {
        return buf == null
                ? failed(EFAULT)
                : result(io.pwriteOrErrno(fd, buf, 0, Bytes.checkLength("n", buf, n), offset));
    }

    @Override
    public final int pwrite(int fd, byte[] buf, int n, int offset) {
        return (int) pwrite(fd, buf, (long) n, (long) offset);
    }

    @Override
    public final long pwrite(int fd, ByteBuffer buf, long n, long offset) {
        if (buf == null) {
            return failed(EFAULT);
        }
        int length = Bytes.checkLength("n", buf, n);
        if (buf.hasArray()) {
            return result(io.pwriteOrErrno(fd, buf.array(), buf.arrayOffset() + buf.position(), length, offset));
        }
        return result(io.pwriteOrErrno(fd, windows.window(buf, length), offset));
    }

    @Override
    public final int pwrite(int fd, ByteBuffer buf, int n, int offset) {
        return (int) pwrite(fd, buf, (long) n, (long) offset);
    }

    @Override
    public final long lseekLong(int fd, long offset, int whence) {
        return result(io.lseekOrErrno(fd, offset, whence));
    }

    /**
     * Same as {@link #lseekLong}, but fails with EOVERFLOW if the new position does not fit into an int. The position is changed
     * nevertheless, as the kernel does it for a 32-bit program.
     */
    @Override
    public final int lseek(int fd, long offset, int whence) {
        long position = lseekLong(fd, offset, whence);
        return position > Integer.MAX_VALUE ? failed(EOVERFLOW) : (int) position;
    }

    // Creating and closing

    @Override
    public final int close(int fd) {
        return result(io.closeOrErrno(fd));
    }

    @Override
    public final int dup(int fd) {
        return result(io.dupOrErrno(fd));
    }

    @Override
    public final int dup2(int oldFd, int newFd) {
        return result(io.dup2OrErrno(oldFd, newFd));
    }

    @Override
    public final int pipe(int[] fds) {
        if (fds == null) {
            return failed(EFAULT);
        }
        checkRoom("fds", fds, fds.length, 2);
        try {
            System.arraycopy(io.pipe(), 0, fds, 0, 2);
            return 0;
        } catch (ErrnoException e) {
            return failed(e);
        }
    }

    // Control

    /**
     * Some constants of {@link Fcntl} are flags, or commands of another system. The kernel knows no command with their number, or
     * one that has nothing to do with the constant.
     */
    @Override
    public final int fcntl(int fd, Fcntl fcntl, int arg) {
        if (!fcntl.defined() || !fcntl.name().startsWith("F_")) {
            int result = io.fcntlOrErrno(fd, F_GETFD, 0);
            return failed(result < 0 ? -result : EINVAL);
        }
        return result(io.fcntlOrErrno(fd, fcntl.intValue(), arg));
    }

    @Override
    public final int fcntlInt(int fd, Fcntl fcntl, int arg) {
        return fcntl(fd, fcntl, arg);
    }

    @Override
    public final int fcntl(int fd, Fcntl fcntl) {
        return fcntl(fd, fcntl, 0);
    }

    @Override
    @Deprecated
    public final int fcntl(int fd, Fcntl fcntl, int... args) {
        if (args == null || args.length != 1) {
            throw new IllegalArgumentException("args: fcntl takes exactly one argument");
        }
        return fcntl(fd, fcntl, args[0]);
    }

    @Override
    public final int flock(int fd, int mode) {
        return result(io.flockOrErrno(fd, mode));
    }

    @Override
    public final int fsync(int fd) {
        return result(io.fsyncOrErrno(fd));
    }

    @Override
    public final int fdatasync(int fd) {
        return result(io.fdatasyncOrErrno(fd));
    }

    @Override
    public final int ftruncate(int fd, long offset) {
        return result(io.ftruncateOrErrno(fd, offset));
    }

    @Override
    public final int isatty(int fd) {
        CFunction isatty = posix.symbols().function("isatty");
        return (int) posix.symbols().callForResult(isatty, fd).value();
    }

    @Override
    public final boolean isatty(FileDescriptor fd) {
        return isatty(getfd(fd)) != 0;
    }

    @Override
    public final int fpathconf(int fd, Pathconf name) {
        try {
            int before = errno();
            OptionalLong limit = io.fpathconf(fd, name.intValue());
            return limit.isPresent() ? (int) Math.min(limit.getAsLong(), Integer.MAX_VALUE) : unlimited(before);
        } catch (ErrnoException e) {
            return failed(e);
        }
    }

    // Attributes

    @Override
    public final int fchmod(int fd, int mode) {
        return result(io.fchmodOrErrno(fd, mode));
    }

    @Override
    public final int fchown(int fd, int user, int group) {
        return result(io.fchownOrErrno(fd, user, group));
    }

    @Override
    public final int fstat(int fd, FileStat stat) {
        if (stat == null) {
            return failed(fd < 0 ? EBADF : EFAULT);
        }
        Stat into = structureOf(stat);
        return filled(stat, into, io.fstatOrErrno(fd, into));
    }

    @Override
    public final FileStat fstat(int fd) {
        FileStat stat = allocateStat();
        if (fstat(fd, stat) < 0) {
            report("fstat", Integer.toString(fd));
        }
        return stat;
    }

    @Override
    public final int fstat(FileDescriptor fileDescriptor, FileStat stat) {
        return fstat(getfd(fileDescriptor), stat);
    }

    @Override
    public final FileStat fstat(FileDescriptor fileDescriptor) {
        return fstat(getfd(fileDescriptor));
    }

    @Override
    public final int futimes(int fd, long[] atimeval, long[] mtimeval) {
        if (atimeval == null || mtimeval == null) {
            return result(io.futimesOrErrno(fd));
        }
        return result(io.futimesOrErrno(
                fd, FileTimes.timeval("atimeval", atimeval), FileTimes.timeval("mtimeval", mtimeval)));
    }

    @Override
    public final int futimens(int fd, long[] atimespec, long[] mtimespec) {
        if (atimespec == null || mtimespec == null) {
            return result(io.futimensOrErrno(fd, FileTimes.NOW, FileTimes.NOW));
        }
        return result(io.futimensOrErrno(
                fd, FileTimes.timespec("atimespec", atimespec), FileTimes.timespec("mtimespec", mtimespec)));
    }

    @Override
    public final int futimens(int fd, Pointer times) {
        if (times == null) {
            return result(io.futimensOrErrno(fd, FileTimes.NOW, FileTimes.NOW));
        }
        return result(io.futimensOrErrno(fd, FileTimes.timespec(posix, times, 0), FileTimes.timespec(posix, times, 1)));
    }
}
