package posixkit.unix;

import posixkit.ffi.Native;
import posixkit.unix.call.UnixCalls;

/**
 * Converts the results of C functions to the convention of posixkit's bindings: the result itself, or −errno if the function
 * failed. <b>Internal.</b> The generated bindings call these methods directly on the result of a native call, before another call
 * changes errno.
 */
public final class Result {
    /** The result of {@link #ofLimit} if there is no limit. */
    public static final long NO_LIMIT = Long.MIN_VALUE;

    /** The position of errno in the results of {@link #withErrno}. */
    private static final int ERRNO_SHIFT = Integer.SIZE;

    private Result() {}

    /** Returns −errno if {@code result} is −1, and {@code result} if not. */
    public static int negate(int result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** Returns −errno if {@code result} is −1, and {@code result} if not. */
    public static long negate(long result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** Returns −errno if {@code pointer} is NULL, and {@code pointer} if not. */
    public static long ofPointer(long pointer) {
        return pointer == 0 ? -Native.errno() : pointer;
    }

    /**
     * Returns {@code result} if it is not −1. If it is −1, returns −errno, or {@link #NO_LIMIT} if errno is 0. An errno may come
     * from an earlier call: {@link #leaveEbadf} helps to recognise it.
     */
    public static long ofLimit(long result) {
        if (result != -1) {
            return result;
        }
        int errno = Native.errno();
        return errno == 0 ? NO_LIMIT : -errno;
    }

    /**
     * Returns {@code result} in the lower half. Returns errno in the upper half if {@code result} is −1, which may be a value or
     * mean a failure; otherwise 0.
     */
    public static long withErrno(int result) {
        return both(result, result == -1 ? Native.errno() : 0);
    }

    /** Returns {@code result} in the lower half and {@code errno} in the upper half. */
    public static long both(int result, int errno) {
        return (long) errno << ERRNO_SHIFT | Integer.toUnsignedLong(result);
    }

    /** Returns the errno in a result of {@link #withErrno}. */
    static int errno(long both) {
        return (int) (both >> ERRNO_SHIFT);
    }

    /**
     * Sets errno to EBADF, by a call that fails and has no other effect. Call this method before a C function whose result −1 may
     * mean a failure or be a value, and which never fails with EBADF. The function changes errno only if it fails. So if errno is
     * one of its errors afterwards, it has failed. Setting errno to 0 instead would not work, because the JVM makes calls of its
     * own, which may change errno.
     */
    static void leaveEbadf(UnixCalls calls) {
        calls.io().close(-1);
    }
}
