package posixkit.unix;

import java.nio.charset.StandardCharsets;
import posixkit.ErrnoException;
import posixkit.ffi.Native;

/**
 * What a C call's result means. <b>Internal.</b> libc says −1 and leaves the reason in errno; in here a failure is
 * −errno, as the kernel itself says it, until a plain form turns it into an exception.
 */
public final class Result {
    private Result() {}

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

    /** A value, or −errno thrown. */
    public static int check(int result, String call) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }

    /** For a subject that is a path: a {@code String} or a {@code byte[]}. */
    public static int check(int result, String call, Object path) throws ErrnoException {
        if (result < 0) {
            String subject = path instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) path;
            throw new ErrnoException(call, -result, subject);
        }
        return result;
    }

    /** For a subject that is a number: {@code fd 7}, {@code pid 1}. */
    public static int check(int result, String call, String kind, long number) throws ErrnoException {
        return (int) check((long) result, call, kind, number);
    }

    public static long check(long result, String call, String kind, long number) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, (int) -result, kind + " " + number);
        }
        return result;
    }
}
