package posixkit.interop;

import jnr.constants.platform.Errno;
import posixkit.ErrnoException;

/**
 * Converts error numbers between posixkit, which represents an error by its number, and jnr-constants, which represents it by a
 * name.
 */
public final class Errnos {
    private Errnos() {}

    /**
     * Returns the constant of jnr-constants for the error of {@code failure}, for example {@code ENOENT}. Returns
     * {@code __UNKNOWN_CONSTANT__} if jnr-constants has no constant for the error. In this case, use {@link ErrnoException#errno}
     * to get the number of the error.
     */
    public static Errno toJnr(ErrnoException failure) {
        return Errno.valueOf(failure.errno());
    }

    /**
     * Returns the number of an error on this operating system. {@code errno} is the constant of jnr-constants for the error.
     *
     * @throws IllegalArgumentException if this operating system has no such error
     */
    public static int fromJnr(Errno errno) {
        if (!errno.defined()) {
            throw new IllegalArgumentException(errno.name() + " is no error of this system");
        }
        return errno.intValue();
    }
}
