package posixkit.unix;

import posixkit.ffi.Native;

/**
 * Converts results from the convention of libc (−1, with the error in errno) to that of the kernel (a value or −errno).
 * <b>Internal.</b>
 */
public final class Result {
    private Result() {}

    /**
     * Sets errno to EBADF, with a call that fails and has no other effect. Call this before a function that may return −1 as a
     * value and that never fails with EBADF. If errno is another error of that function afterwards, the function has failed,
     * because a successful call leaves errno unchanged. Setting errno to 0 instead would not work, because the JVM makes calls
     * too.
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
     * Returns the negative of {@code result}, the error number that a C function returned. Such a function returns −1 only if
     * libc lacks its symbol. This method then returns −errno.
     */
    public static int negateNumber(int result) {
        return result == -1 ? -Native.errno() : -result;
    }
}
