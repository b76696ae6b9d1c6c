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
     * Returns the jnr-constants name for the error of {@code failure}. Returns {@code __UNKNOWN_CONSTANT__} if jnr-constants
     * has no name for it; {@link ErrnoException#errno} still returns the number.
     */
    public static Errno toJnr(ErrnoException failure) {
        return Errno.valueOf(failure.errno());
    }

    /**
     * Returns the error number of a jnr-constants name on this operating system.
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
