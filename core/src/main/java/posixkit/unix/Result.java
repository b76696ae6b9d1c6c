package posixkit.unix;

import posixkit.ffi.Native;

/**
 * Converts results from the convention of libc (−1, with the error in errno) to the convention of the kernel (a value or −errno).
 * <b>Internal.</b>
 */
public final class Result {
    private Result() {}

    /**
     * Sets errno to EBADF, by a call that fails and has no other effect. Call this method before a C function that never fails
     * with EBADF and whose result −1 may also be a value. If errno is then one of the errors of that function, the function has
     * failed, because a successful call leaves errno unchanged. Setting errno to 0 instead would not work, because the JVM makes
     * calls of its own, which may change errno.
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
     * Returns −{@code result}. The parameter {@code result} is the return value of a C function that returns its error number
     * instead of setting errno, or 0 on success. Such a function returns −1 only if libc lacks its symbol. This method then
     * returns −errno.
     */
    public static int negateNumber(int result) {
        return result == -1 ? -Native.errno() : -result;
    }
}
