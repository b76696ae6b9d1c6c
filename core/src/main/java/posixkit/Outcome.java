package posixkit;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import posixkit.constants.At;
import posixkit.constants.Errno;
import posixkit.process.SpawnFailure;

/**
 * Converts the result of an {@code …OrErrno} method to a return value or an {@link ErrnoException}. It also repeats calls that
 * a signal interrupted. The method without {@code OrErrno} usually is one line that uses this class, for example:
 *
 * <pre>{@code
 * default int read(int fd, ByteBuffer into) throws ErrnoException {
 *     return Outcome.ofFd("read", fd, Outcome.restarting(() -> readOrErrno(fd, into)));
 * }
 * }</pre>
 *
 * <p>Results follow the rule of the kernel: a result from −4095 to −1 is −errno, and every other result is a value. Few calls
 * have values below −4095. One example is {@code lseek}, which may return a negative offset in {@code /proc/self/mem}.
 */
public final class Outcome {
    /** The largest possible error number, on every supported operating system. */
    private static final int MAX_ERRNO = 4095;

    private Outcome() {}

    /**
     * Returns true if {@code result} is −errno, and false if it is a value. A value can be negative too, if it is below −4095.
     */
    public static boolean isErrno(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    /** Returns {@code result} if it is a value. Throws an {@link ErrnoException} that names {@code call} if it is −errno. */
    public static int of(String call, int result) throws ErrnoException {
        return (int) of(call, (long) result);
    }

    /** Returns {@code result} if it is a value. Throws an {@link ErrnoException} that names {@code call} if it is −errno. */
    public static long of(String call, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call}, {@code kind} and {@code number}, for example {@code kill pid 1}.
     */
    public static int of(String call, String kind, long number, int result) throws ErrnoException {
        return (int) of(call, kind, number, (long) result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call}, {@code kind} and {@code number}, as in the method for an {@code int} result.
     */
    public static long of(String call, String kind, long number, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofNumber(kind, number));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call} and the descriptor {@code fd}.
     */
    public static int ofFd(String call, int fd, int result) throws ErrnoException {
        return (int) ofFd(call, fd, (long) result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call} and the descriptor {@code fd}.
     */
    public static long ofFd(String call, int fd, long result) throws ErrnoException {
        return of(call, "fd", fd, result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call} and {@code path}.
     */
    public static int ofPath(String call, String path, int result) throws ErrnoException {
        return ofPathAt(call, At.AT_FDCWD, path, result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call} and both paths.
     */
    public static int ofPaths(String call, String path, String other, int result) throws ErrnoException {
        return ofPathsAt(call, At.AT_FDCWD, path, At.AT_FDCWD, other, result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call}, {@code path} and the directory descriptor {@code dirfd} that it is relative to.
     */
    public static int ofPathAt(String call, int dirfd, String path, int result) throws ErrnoException {
        return ofPathsAt(call, dirfd, path, At.AT_FDCWD, null, result);
    }

    /**
     * Returns {@code result} if it is a value. If it is −errno, throws an {@link ErrnoException} whose message names
     * {@code call}, both paths, and the directory descriptors that they are relative to.
     */
    public static int ofPathsAt(String call, int dirfd, String path, int otherfd, String other, int result)
            throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPathsAt(dirfd, path, otherfd, other));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is the pid of a child process. If it is −errno, throws an {@link ErrnoException}.
     * {@code failure} says which C call failed in the child, and with which path or other object. The exception names this call
     * and this object. If {@code failure} is null or contains no failed step, the exception names {@code posix_spawn}.
     */
    public static int ofSpawn(SpawnFailure failure, int result) throws ErrnoException {
        if (result >= 0) {
            return result;
        }
        if (failure == null || failure.step() == null) {
            throw new ErrnoException("posix_spawn", errno(result));
        }
        if (failure.path() != null) {
            return ofPath(failure.call(), failure.path(), result);
        }
        throw new ErrnoException(failure.call(), errno(result), failure.subject());
    }

    /**
     * Returns {@code result} if it is not negative. A negative {@code result} must be −errno. For it, this method throws an
     * {@link ErrnoException} whose message names {@code call} and {@code subject}. The subject, for example a socket address
     * or a memory mapping, appears as its text.
     */
    public static int ofObject(String call, Object subject, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, errno(result), String.valueOf(subject));
        }
        return result;
    }

    /** Makes a call, and repeats it while it fails with EINTR. Returns the result of the last attempt. */
    public static int restarting(IntSupplier call) {
        int result;
        do {
            result = call.getAsInt();
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Makes a call, and repeats it while it fails with EINTR. Returns the result of the last attempt. */
    public static long restarting(LongSupplier call) {
        long result;
        do {
            result = call.getAsLong();
        } while (result == -Errno.EINTR);
        return result;
    }

    /**
     * Makes a call. If {@code isExclusive} is true, makes it only once; otherwise repeats it while it fails with EINTR. Returns
     * the result of the last attempt. {@link Call.Restart#UNLESS_EXCLUSIVE} gives the reason.
     */
    public static int restartingUnless(boolean isExclusive, IntSupplier call) {
        return isExclusive ? call.getAsInt() : restarting(call);
    }

    /**
     * Makes {@code call} with {@code timeout}, and repeats it with the remaining time while it fails with EINTR. The argument
     * of {@code call} is a time in {@code unit}. Returns the result of the last attempt. A negative time-out means no time
     * limit. This method reads the clock only if there is a time limit and it is not 0.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call) {
        return restarting(timeout, unit, call, call);
    }

    /**
     * Makes {@code call} with {@code timeout}. If it fails with EINTR, makes {@code repeated} in its place, with the remaining
     * time. Makes {@code repeated} again while that fails with EINTR. Returns the result of the last attempt. Use this method if
     * {@code call} has an effect that must not happen twice. {@code repeated} must wait without this effect.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call, LongToIntFunction repeated) {
        long nanos = unit.toNanos(timeout);
        // A time-out that is too long for System.nanoTime is passed to every attempt unchanged. Such a time-out lasts
        // for
        // centuries, so the time that has passed does not matter.
        boolean isTimed = timeout > 0 && nanos < Long.MAX_VALUE / 2;
        long deadline = isTimed ? System.nanoTime() + nanos : 0;
        int result = call.applyAsInt(timeout);
        while (result == -Errno.EINTR) {
            result = repeated.applyAsInt(isTimed ? timeLeft(deadline, unit) : timeout);
        }
        return result;
    }

    /**
     * Returns the time until {@code deadline} in {@code unit}, at least 0. The result is rounded up, so that the caller never
     * waits too short.
     */
    private static long timeLeft(long deadline, TimeUnit unit) {
        long nanosPerUnit = unit.toNanos(1);
        return Math.max(0, (deadline - System.nanoTime() + nanosPerUnit - 1) / nanosPerUnit);
    }

    private static int errno(long result) {
        return (int) -result;
    }
}
