package posixkit.interop;

import jnr.constants.platform.Errno;
import posixkit.ErrnoException;

/** Error numbers between posixkit, which keeps the number, and jnr-constants, which keeps a name. */
public final class Errnos {
    private Errnos() {}

    /**
     * jnr-constants' name for a failure; {@code __UNKNOWN_CONSTANT__} for a number it has no name for, which is then lost:
     * {@link ErrnoException#errno} still has it.
     */
    public static Errno toJnr(ErrnoException failure) {
        return Errno.valueOf(failure.errno());
    }

    /**
     * The number this system gives to jnr-constants' name.
     *
     * @throws IllegalArgumentException when this system has no such error
     */
    public static int fromJnr(Errno errno) {
        if (!errno.defined()) {
            throw new IllegalArgumentException(errno.name() + " is no error of this system");
        }
        return errno.intValue();
    }
}
