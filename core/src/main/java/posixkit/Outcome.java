package posixkit;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import posixkit.constants.Errno;
import posixkit.process.SpawnFailure;

/**
 * Turns the result of an {@code …OrErrno} method into a value or an {@link ErrnoException}, and restarts calls that a signal
 * interrupted. The plain form of every call is one line over these methods:
 *
 * <pre>{@code
 * default int read(int fd, ByteBuffer into) throws ErrnoException {
 *     return Outcome.ofFd("read", fd, Outcome.restarting(() -> readOrErrno(fd, into)));
 * }
 * }</pre>
 *
 * <p>Results are the kernel's: −4095 to −1 is −errno, and everything else is a value. Few calls have negative values: a place in
 * {@code /proc/self/mem} is one.
 */
public final class Outcome {
    /** The kernel's rule on every system: no errno is larger. */
    private static final int MAX_ERRNO = 4095;

    private Outcome() {}

    /** Returns true if a result is −errno, and false if it is a value. Values can be negative too. */
    public static boolean isErrno(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    /** Returns {@code result}, or throws it if it is −errno. */
    public static int of(String call, int result) throws ErrnoException {
        return (int) of(call, (long) result);
    }

    /** Returns {@code result}, or throws it if it is −errno. */
    public static long of(String call, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with the number the call was about: {@code kill pid 1}. */
    public static int of(String call, String kind, long number, int result) throws ErrnoException {
        return (int) of(call, kind, number, (long) result);
    }

    /** Returns {@code result}, or throws it with the number the call was about. */
    public static long of(String call, String kind, long number, long result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofNumber(kind, number));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with the descriptor the call was about. */
    public static int ofFd(String call, int fd, int result) throws ErrnoException {
        return (int) ofFd(call, fd, (long) result);
    }

    /** Returns {@code result}, or throws it with the descriptor the call was about. */
    public static long ofFd(String call, int fd, long result) throws ErrnoException {
        return of(call, "fd", fd, result);
    }

    /** Returns {@code result}, or throws it with the text of the subject the call was about, such as a socket address. */
    public static int ofSubject(String call, Object subject, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, errno(result), String.valueOf(subject));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with the path the call was about. */
    public static int ofPath(String call, String path, int result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPath(path));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with both paths. */
    public static int ofPaths(String call, String path, String other, int result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPaths(path, other));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with the path and the directory descriptor it starts from. */
    public static int ofPathAt(String call, int dirfd, String path, int result) throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPathAt(dirfd, path));
        }
        return result;
    }

    /** Returns {@code result}, or throws it with both paths and the directory descriptors they start from. */
    public static int ofPathsAt(String call, int dirfd, String path, int otherfd, String other, int result)
            throws ErrnoException {
        if (isErrno(result)) {
            throw new ErrnoException(call, errno(result), Subject.ofPathsAt(dirfd, path, otherfd, other));
        }
        return result;
    }

    /** Returns {@code result}, a pid, or throws the step that {@code failure} names. A twin that names none fails as posix_spawn. */
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

    /** Returns {@code result}, or throws it with the text of the object that the call was about. */
    public static int ofObject(String call, Object subject, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, errno(result), Subject.ofText(String.valueOf(subject)));
        }
        return result;
    }

    /** Makes a call, and repeats it for as long as it fails with EINTR. */
    public static int restarting(IntSupplier call) {
        int result;
        do {
            result = call.getAsInt();
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Makes a call, and repeats it for as long as it fails with EINTR. */
    public static long restarting(LongSupplier call) {
        long result;
        do {
            result = call.getAsLong();
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Makes a call once if {@code isExclusive}, else repeats it for as long as it fails with EINTR. */
    public static int restartingUnless(boolean isExclusive, IntSupplier call) {
        return isExclusive ? call.getAsInt() : restarting(call);
    }

    /**
     * Makes a call with a time-out, and repeats it with the time that is left for as long as it fails with EINTR. A negative
     * time-out is for ever. The clock is read only if there is a time-out to keep.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call) {
        return restarting(timeout, unit, call, call);
    }

    /**
     * Makes a call with a time-out. If the call fails with EINTR, makes {@code repeated} with the time that is left, for as long as that
     * fails with EINTR. Use this if the first attempt does something that must not happen again.
     */
    public static int restarting(long timeout, TimeUnit unit, LongToIntFunction call, LongToIntFunction repeated) {
        long nanos = unit.toNanos(timeout);
        // A time-out beyond the range of the clock stays what it is: it lasts for centuries.
        boolean isTimed = timeout > 0 && nanos < Long.MAX_VALUE / 2;
        long deadline = isTimed ? System.nanoTime() + nanos : 0;
        int result = call.applyAsInt(timeout);
        while (result == -Errno.EINTR) {
            result = repeated.applyAsInt(isTimed ? timeLeft(deadline, unit) : timeout);
        }
        return result;
    }

    /** Rounded up, so that the wait never ends early. */
    private static long timeLeft(long deadline, TimeUnit unit) {
        long nanosPerUnit = unit.toNanos(1);
        return Math.max(0, (deadline - System.nanoTime() + nanosPerUnit - 1) / nanosPerUnit);
    }

    private static int errno(long result) {
        return (int) -result;
    }
}
