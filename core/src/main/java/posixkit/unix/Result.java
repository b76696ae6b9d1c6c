package posixkit.unix;

import posixkit.ffi.Native;

/** Turns libc's convention, −1 and errno, into the kernel's: a value, or −errno. <b>Internal.</b> */
public final class Result {
    private Result() {}

    /**
     * Leaves EBADF in errno, by a call that fails and does nothing. Use it before a call whose −1 may be a value and that never fails
     * with EBADF: a successful call leaves errno unchanged. Setting errno to 0 instead would not work, because the JVM makes calls too.
     */
    static void leaveEbadf(LibC libc) {
        libc.close(-1);
    }

    /** Returns −errno for −1. Call it right on the result of the call, while errno is still there. */
    public static int negate(int result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** Returns −errno for −1. Call it right on the result of the call, while errno is still there. */
    public static long negate(long result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** Returns −errno for a function that returns the error number. Such a function returns −1 only if its symbol is missing. */
    public static int negateNumber(int result) {
        return result == -1 ? -Native.errno() : -result;
    }
}
