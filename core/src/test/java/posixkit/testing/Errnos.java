package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import posixkit.ErrnoException;
import posixkit.constants.Errno;

/** Failing as expected. */
public final class Errnos {
    private Errnos() {}

    /** The call fails with this errno; compared by name, so that a failure reads well. */
    public static ErrnoException assertErrno(int expected, Executable call) {
        ErrnoException thrown = assertThrows(ErrnoException.class, call);
        assertEquals(Errno.name(expected), Errno.name(thrown.errno()), thrown.getMessage());
        assertEquals(expected, thrown.errno());
        return thrown;
    }

    /** The result is −errno. */
    public static void assertMinus(int expected, long result) {
        assertEquals(
                -expected,
                result,
                () -> "expected −" + Errno.name(expected) + ", got " + result + " ("
                        + (result < 0 ? Errno.name((int) -result) : "a value") + ")");
    }

    /** The twin returned −errno, and the plain form throws the same errno. */
    public static void assertTwins(int expected, long twin, Executable plain) {
        assertMinus(expected, twin);
        assertErrno(expected, plain);
    }
}
