package posixkit.interop;

import java.util.Optional;
import jnr.constants.platform.Errno;
import posixkit.ErrnoException;

/**
 * Converts error numbers between posixkit, which represents an error by its number, and jnr-constants, which represents it by a
 * constant. {@link JnrConstants} does the same for all other enums of jnr-constants.
 */
public final class Errnos {
    private Errnos() {}

    /**
     * Returns the constant of jnr-constants for the error of {@code failure}, for example {@code ENOENT}. Returns an empty
     * {@code Optional} if jnr-constants has no constant for the error. {@link ErrnoException#errno} always returns the number.
     */
    public static Optional<Errno> toJnr(ErrnoException failure) {
        return toJnr(failure.errno());
    }

    /**
     * Returns the constant of jnr-constants for the error number {@code errno}, for example {@code ENOENT} for 2. Returns an
     * empty {@code Optional} if jnr-constants has no constant for the error. {@code Errno.valueOf} of jnr-constants instead
     * returns {@code __UNKNOWN_CONSTANT__}, which contains no number.
     */
    public static Optional<Errno> toJnr(int errno) {
        return JnrConstants.find(Errno.class, errno);
    }

    /**
     * Returns the number of an error on this operating system. {@code errno} is the constant of jnr-constants for the error.
     *
     * @throws IllegalArgumentException if this operating system has no such error
     */
    public static int fromJnr(Errno errno) {
        return JnrConstants.toInt(errno);
    }

    /**
     * Returns the exception that posixkit throws if {@code call} fails with the error {@code errno} of jnr-constants.
     *
     * @param call the name of the call, for example {@code open}
     * @throws IllegalArgumentException if this operating system has no such error
     */
    public static ErrnoException exception(String call, Errno errno) {
        return new ErrnoException(call, fromJnr(errno));
    }
}
