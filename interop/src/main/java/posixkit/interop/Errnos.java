package posixkit.interop;

import jnr.constants.platform.Errno;
import posixkit.ErrnoException;

/** Converts error numbers between posixkit, which keeps the number, and jnr-constants, which keeps a name. */
public final class Errnos {
    private Errnos() {}

    /**
     * Returns the jnr-constants name of a failure, or {@code __UNKNOWN_CONSTANT__} if it has none; {@link
     * ErrnoException#errno} still has the number.
     */
    public static Errno toJnr(ErrnoException failure) {
        return Errno.valueOf(failure.errno());
    }

    /**
     * Returns the number of a jnr-constants name on this system. * *
     *
     *
     * @throws IllegalArgumentException if this system has no such error
     */
    public static int fromJnr(Errno errno) {
        if (!errno.defined()) {
            throw new IllegalArgumentException(errno.name() + " is no error of this system");
        }
        return errno.intValue();
    }
}
