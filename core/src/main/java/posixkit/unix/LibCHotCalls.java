package posixkit.unix;

import static posixkit.constants.Wait.WNOHANG;

/** Implements {@link HotCalls} with calls to libc through jnr-ffi. <b>Internal.</b> */
public class LibCHotCalls implements HotCalls {
    private final LibC libc;
    private final VariadicCalls variadic;
    private final StatCalls stats;

    public LibCHotCalls(LibC libc, VariadicCalls variadic, StatCalls stats) {
        this.libc = libc;
        this.variadic = variadic;
        this.stats = stats;
    }

    @Override
    public final int stat(long path, long buffer) {
        return Result.negate(stats.stat(path, buffer));
    }

    @Override
    public final int lstat(long path, long buffer) {
        return Result.negate(stats.lstat(path, buffer));
    }

    @Override
    public final int fstat(int fd, long buffer) {
        return Result.negate(stats.fstat(fd, buffer));
    }

    @Override
    public final int fstatat(int dirfd, long path, long buffer, int flags) {
        return Result.negate(stats.fstatat(dirfd, path, buffer, flags));
    }

    @Override
    public final int access(long path, int mode) {
        return Result.negate(libc.access(path, mode));
    }

    @Override
    public final int open(long path, int flags, int mode) {
        return Result.negate(variadic.open(path, flags, mode));
    }

    @Override
    public final int openat(int dirfd, long path, int flags, int mode) {
        return Result.negate(variadic.openat(dirfd, path, flags, mode));
    }

    @Override
    public final long read(int fd, long buffer, long count) {
        return Result.negate(
                HandOff.needed()
                        ? HandOff.call("read", () -> libc.read(fd, buffer, count))
                        : libc.read(fd, buffer, count));
    }

    @Override
    public final long write(int fd, long buffer, long count) {
        return Result.negate(
                HandOff.needed()
                        ? HandOff.call("write", () -> libc.write(fd, buffer, count))
                        : libc.write(fd, buffer, count));
    }

    @Override
    public final long pread(int fd, long buffer, long count, long offset) {
        return Result.negate(libc.pread(fd, buffer, count, offset));
    }

    @Override
    public final long pwrite(int fd, long buffer, long count, long offset) {
        return Result.negate(libc.pwrite(fd, buffer, count, offset));
    }

    @Override
    public final long readv(int fd, long iov, int count) {
        return Result.negate(
                HandOff.needed()
                        ? HandOff.call("readv", () -> libc.readv(fd, iov, count))
                        : libc.readv(fd, iov, count));
    }

    @Override
    public final long writev(int fd, long iov, int count) {
        return Result.negate(
                HandOff.needed()
                        ? HandOff.call("writev", () -> libc.writev(fd, iov, count))
                        : libc.writev(fd, iov, count));
    }

    @Override
    public final int wait4(int pid, long status, int options, long usage) {
        return (int) Result.negate(
                (options & WNOHANG) == 0 && HandOff.needed()
                        ? HandOff.call("wait4", () -> libc.wait4(pid, status, options, usage))
                        : libc.wait4(pid, status, options, usage));
    }

    @Override
    public final int kill(int pid, int signal) {
        return Result.negate(libc.kill(pid, signal));
    }
}
