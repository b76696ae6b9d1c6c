package posixkit.system;

import posixkit.ErrnoException;
import posixkit.constants.Errno;

/**
 * What a C function returned, and the errno if the function failed.
 *
 * @param function the name of the function
 * @param value the value that the function returned, converted to {@code long}; the function's prototype says whether the value
 *     is signed, and how many bits it has
 * @param errno the error number; 0 if the function did not fail
 */
public record CResult(String function, long value, int errno) {
    /**
     * Returns the value, or throws if the function failed.
     *
     * @throws ErrnoException the function failed
     */
    public long orThrow() throws ErrnoException {
        if (errno != 0) {
            throw new ErrnoException(function, errno);
        }
        return value;
    }

    @Override
    public String toString() {
        return function + " = " + value + (errno == 0 ? "" : " " + Errno.name(errno));
    }
}
