package posixkit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;
import posixkit.constants.At;
import posixkit.constants.Errno;
import posixkit.file.Dirents;
import posixkit.process.SpawnFailure;

/**
 * Converts the result of an {@code …OrErrno} method to a return value or an {@link ErrnoException}. A method without
 * {@code OrErrno} usually repeats the call while a signal interrupts it, and then uses this class. For example:
 *
 * <pre>{@code
 * default int read(int fd, ByteBuffer into) throws ErrnoException {
 *     int result;
 *     do {
 *         result = readOrErrno(fd, into);
 *     } while (result == -EINTR);
 *     return Outcome.ofFd("read", fd, result);
 * }
 * }</pre>
 *
 * <p>For a call with a time-out, {@link #restarting} repeats the call with the time that is left.
 *
 * <p>Results follow the rule of the kernel: a result from −4095 to −1 is −errno, and every other result is a value. So a result
 * below −4095 is a value, although it is negative. Few calls return such values. One example is {@code lseek}, which may return a
 * negative offset in {@code /proc/self/mem}.
 */
public final class Outcome {
    /** The largest possible error number, on every supported operating system. */
    private static final int MAX_ERRNO = 4095;

    private Outcome() {}

    /**
     * Returns true if {@code result} is −errno, that is, a number from −4095 to −1. Returns false for every other number, even
     * for a negative number below −4095.
     */
    public static boolean isErrno(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}.
     */
    public static int of(String call, int result) throws ErrnoException {
        return (int) of(call, (long) result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}.
     */
    public static long of(String call, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code kind} and {@code number}, for example {@code kill pid 1}.
     */
    public static int of(String call, String kind, long number, int result) throws ErrnoException {
        return (int) of(call, kind, number, (long) result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code kind} and {@code number}, for example {@code kill pid 1}.
     */
    public static long of(String call, String kind, long number, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofNumber(kind, number));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call} and the descriptor {@code fd}.
     */
    public static int ofFd(String call, int fd, int result) throws ErrnoException {
        return (int) ofFd(call, fd, (long) result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call} and the descriptor {@code fd}.
     */
    public static long ofFd(String call, int fd, long result) throws ErrnoException {
        return of(call, "fd", fd, result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call} and {@code path}.
     */
    public static int ofPath(String call, String path, int result) throws ErrnoException {
        return ofPathAt(call, At.AT_FDCWD, path, result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code path} and {@code other}.
     */
    public static int ofPaths(String call, String path, String other, int result) throws ErrnoException {
        return ofPathsAt(call, At.AT_FDCWD, path, At.AT_FDCWD, other, result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code dirfd} and {@code path}. {@code dirfd} is the directory to which {@code path} is relative. The message
     * leaves out {@code dirfd} if it is {@code AT_FDCWD}.
     */
    public static int ofPathAt(String call, int dirfd, String path, int result) throws ErrnoException {
        return ofPathsAt(call, dirfd, path, At.AT_FDCWD, null, result);
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code dirfd}, {@code path}, {@code otherfd} and {@code other}. {@code path} is relative to the directory
     * {@code dirfd}, and {@code other} is relative to the directory {@code otherfd}. The message leaves out {@code dirfd} or
     * {@code otherfd} if it is {@code AT_FDCWD}.
     */
    public static int ofPathsAt(String call, int dirfd, String path, int otherfd, String other, int result)
            throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPathsAt(dirfd, path, otherfd, other));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code path} and the extended attribute {@code name}.
     */
    public static int ofAttribute(String call, String path, String name, int result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofAttribute(path, name));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, the descriptor {@code fd} and the extended attribute {@code name}.
     */
    public static int ofAttribute(String call, int fd, String name, int result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofAttribute(fd, name));
        }
        return result;
    }

    /**
     * Returns {@code result} if it is not −errno. Otherwise throws an {@link ErrnoException} whose message names
     * {@code call}, {@code dirfd} and the name of {@code entry}. {@code entry} belongs to the directory {@code dirfd}.
     */
    public static int ofEntry(String call, int dirfd, Dirents entry, int result) throws ErrnoException {
        return isErrno(result) ? ofPathAt(call, dirfd, entry.name(), result) : result;
    }

    /**
     * Returns {@code result} if it is the pid of a child process. If it is −errno, throws an {@link ErrnoException}. The message
     * of the exception names the C call that failed, and the object of the call, for example a path. {@code failure} contains the
     * call and the object. If {@code failure} is null, or {@link SpawnFailure#step()} returns null, the message names the call
     * {@code posix_spawn} and no object.
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
     * Returns {@code result} if it is not negative. If it is negative, throws an {@link ErrnoException} whose message names
     * {@code call} and the text of {@code subject}.
     *
     * @param subject the object of the call, for example a socket address or a memory mapping
     * @param result a number that is not negative, or −errno
     */
    public static int ofObject(String call, Object subject, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, errno(result), String.valueOf(subject));
        }
        return result;
    }

    /**
     * Makes {@code call} with the argument {@code timeout}. While {@code call} fails with EINTR, makes {@code call} again with
     * the remaining time as the argument. {@code timeout} and the remaining time are in {@code unit}. Returns the result of the
     * last attempt. A negative time-out means no time limit. This method reads the clock only if {@code timeout} is positive.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call) {
        return restarting(timeout, unit, call, call);
    }

    /**
     * Makes the first call, {@code call}, with the argument {@code timeout}, a time in {@code unit}. If the first call fails with
     * EINTR, makes the second call, {@code repeated}, with the remaining time as the argument. While the second call fails with
     * EINTR, makes the second call again. Returns the result of the last attempt. Use this method if the first call has an effect
     * that must not happen twice. The second call must wait without this effect.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call, LongToIntFunction repeated) {
        long nanos = unit.toNanos(timeout);
        // System.nanoTime cannot measure a time-out of more than a century. With such a time-out, every attempt gets
        // the full time-out again. The time that has elapsed is negligible compared with a century.
        boolean isTimed = timeout > 0 && nanos < Long.MAX_VALUE / 2;
        long deadline = isTimed ? System.nanoTime() + nanos : 0;
        int result = call.applyAsInt(timeout);
        while (result == -Errno.EINTR) {
            result = repeated.applyAsInt(isTimed ? timeLeft(deadline, unit) : timeout);
        }
        return result;
    }

    /**
     * Returns how much time is left until {@code deadline}, or 0 if {@code deadline} has passed. The result is in {@code unit};
     * {@code deadline} is a value of {@code System.nanoTime}. Rounds the result up, so that the caller never waits too short.
     */
    private static long timeLeft(long deadline, TimeUnit unit) {
        long nanosPerUnit = unit.toNanos(1);
        return Math.max(0, (deadline - System.nanoTime() + nanosPerUnit - 1) / nanosPerUnit);
    }

    private static int errno(long result) {
        return (int) -result;
    }
}
