package posixkit.unix;

import posixkit.ffi.Jffi;
import posixkit.unix.call.UnixCalls;

/**
 * Converts the results of C functions to the convention of posixkit's bindings: the result itself, or −errno if the function
 * failed. <b>Internal.</b> The generated bindings call these methods directly on the result of a native call, before another call
 * changes errno.
 */
public final class Result {
    /** The result of {@link #ofLimit} if there is no limit. */
    public static final long NO_LIMIT = Long.MIN_VALUE;

    /** The position of the lowest bit of errno in a result of {@link #withErrno}. */
    private static final int ERRNO_SHIFT = Integer.SIZE;

    private Result() {}

    /** Returns −errno if {@code result} is −1, and {@code result} if not. */
    public static int negate(int result) {
        return result == -1 ? -Jffi.lastErrno() : result;
    }

    /** Returns −errno if {@code result} is −1, and {@code result} if not. */
    public static long negate(long result) {
        return result == -1 ? -Jffi.lastErrno() : result;
    }

    /** Returns −errno if {@code pointer} is NULL, and {@code pointer} if not. */
    public static long ofPointer(long pointer) {
        return pointer == 0 ? -Jffi.lastErrno() : pointer;
    }

    /** Returns −errno if {@code result} is 0, and {@code result} if not. */
    public static int ofPointer(int result) {
        return result == 0 ? -Jffi.lastErrno() : result;
    }

    /**
     * Returns {@code result} if it is not −1. If it is −1, returns −errno, or {@link #NO_LIMIT} if errno is 0. But −errno does
     * not always mean a failure: there may be no limit, and errno may be left over from an earlier call. {@link #leaveEbadf}
     * helps to tell whether errno is from the C function or from an earlier call.
     */
    public static long ofLimit(long result) {
        if (result != -1) {
            return result;
        }
        int errno = Jffi.lastErrno();
        return errno == 0 ? NO_LIMIT : -errno;
    }

    /**
     * Returns a long whose lower 32 bits are {@code result}. If {@code result} is −1, the upper 32 bits are errno; otherwise they
     * are 0. This method is for C functions that return −1 on failure, but can also return −1 as an ordinary value.
     */
    public static long withErrno(int result) {
        return both(result, result == -1 ? Jffi.lastErrno() : 0);
    }

    /** Returns a long whose lower 32 bits are {@code result} and whose upper 32 bits are {@code errno}. */
    public static long both(int result, int errno) {
        return (long) errno << ERRNO_SHIFT | Integer.toUnsignedLong(result);
    }

    /** Returns the errno in a result of {@link #withErrno}. */
    static int errno(long both) {
        return (int) (both >> ERRNO_SHIFT);
    }

    /**
     * Sets errno to EBADF, by a call that fails and has no other effect. This method is for C functions that return −1 on
     * failure, but can also return −1 without a failure. Such a function changes errno only if it fails. Call this method first,
     * and the C function after it. If the C function returns −1, look at errno. The function has failed if errno is one of the
     * errors, other than EBADF, that this function can set.
     *
     * <p>It would not work to set errno to 0 before the function and to compare errno with 0 afterwards: the JVM also makes
     * calls, which may change errno.
     *
     * <p>The call that fails is {@code dup2}. Posixkit can call C functions in several ways, called routes
     * ({@link posixkit.ffi.Route}). On every route, posixkit calls {@code dup2} of libc, which sets errno. A system call that
     * posixkit's machine code makes without libc does not set errno.
     */
    public static void leaveEbadf(UnixCalls calls) {
        calls.io().dup2(-1, -1);
    }
}
