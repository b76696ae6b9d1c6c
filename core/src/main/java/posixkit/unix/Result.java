package posixkit.unix;

import posixkit.ErrnoException;
import posixkit.ffi.Native;

/**
 * What a C call's result means. <b>Internal.</b> libc says −1 and leaves the reason in errno; calls where failure is
 * traffic say −errno, as the kernel itself does ({@link #negate}); plain forms throw it ({@link #orThrow}), or what libc
 * said ({@link #check}).
 */
public final class Result {
    private Result() {}

    /**
     * Before a call whose −1 may be a value: fails, does nothing, and leaves an errno which that call has not. errno is
     * whatever it was when a call succeeds; setting it to 0 and asking later would hear what the VM did in between.
     */
    static void leaveEbadf(LibC libc) {
        libc.close(-1);
    }

    /** −1 becomes −errno. To be called on the very result of the call, while its errno is still there. */
    public static int negate(int result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** −1 becomes −errno. */
    public static long negate(long result) {
        return result == -1 ? -Native.errno() : result;
    }

    /** For functions that return the error number; −1 is our own word for a symbol that is not there. */
    public static int negateNumber(int result) {
        return result == -1 ? -Native.errno() : -result;
    }

    /** −1 thrown with its errno. Any other result is one, negative ones too. */
    public static int check(int result, String call) throws ErrnoException {
        return result == -1 ? orThrow(-Native.errno(), call) : result;
    }

    /** −1 thrown with its errno, for a path: a {@code String} or a {@code byte[]}. */
    public static int check(int result, String call, Object path) throws ErrnoException {
        return result == -1 ? orThrow(-Native.errno(), call, path) : result;
    }

    /** −1 thrown with its errno, for a subject that is a number: {@code fd 7}, {@code pid 1}. */
    public static int check(int result, String call, String kind, long number) throws ErrnoException {
        return result == -1 ? orThrow(-Native.errno(), call, kind, number) : result;
    }

    /** −1 thrown with its errno, for a subject that is a number. */
    public static long check(long result, String call, String kind, long number) throws ErrnoException {
        return result == -1 ? orThrow((long) -Native.errno(), call, kind, number) : result;
    }

    /** −errno thrown. */
    public static int orThrow(int result, String call) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }

    /** −errno thrown, for a path: a {@code String} or a {@code byte[]}. */
    public static int orThrow(int result, String call, Object path) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result, NameCodec.text(path));
        }
        return result;
    }

    /** −errno thrown, for a subject that is a number. */
    public static int orThrow(int result, String call, String kind, long number) throws ErrnoException {
        return (int) orThrow((long) result, call, kind, number);
    }

    /** −errno thrown, for a subject that is a number. */
    public static long orThrow(long result, String call, String kind, long number) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, (int) -result, kind + " " + number);
        }
        return result;
    }
}
