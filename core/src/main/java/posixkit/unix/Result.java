package posixkit.unix;

import posixkit.ffi.Native;

/**
 * Converts results from the convention of libc (−1, with the error in errno) to the convention of the kernel (a value or −errno).
 * <b>Internal.</b>
 */
public final class Result {
    private Result() {}

    /**
     * Sets errno to EBADF, by a call that fails and has no other effect. Call this method before a C function whose result −1 may
     * mean a failure or be a value, and which never fails with EBADF. The function changes errno only if it fails. So if errno is
     * one of its errors afterwards, it has failed. Setting errno to 0 instead would not work, because the JVM makes calls of its
     * own, which may change errno.
     */
    static void leaveEbadf(LibC libc) {
        libc.close(-1);
    }

    /**
     * Returns −errno if {@code result} is −1, and {@code result} if not. Call this directly on the result of a native call,
     * before another call changes errno.
     */
    public static int negate(int result) {
        return result == -1 ? -Native.errno() : result;
    }

    /**
     * Returns −errno if {@code result} is −1, and {@code result} if not. Call this directly on the result of a native call,
     * before another call changes errno.
     */
    public static long negate(long result) {
        return result == -1 ? -Native.errno() : result;
    }

    /**
     * Returns 0 or −errno for a C function that returns its error number, or 0 on success, and does not set errno.
     * Normally this method returns −{@code result}. If libc does not have the function, the binding returns −1 and sets
     * errno to ENOSYS. Then this method returns −ENOSYS.
     */
    public static int negateNumber(int result) {
        return result == -1 ? -Native.errno() : -result;
    }
}
