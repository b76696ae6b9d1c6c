package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jnr.constants.platform.Errno;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Posix;

/** jnr-posix, in the same process and through the same library, is the oracle. */
class ErrnosTest {
    private static final String ABSENT = "/no/such/file";

    @Test
    void bothLibrariesMeanTheSameFailure() {
        POSIX jnr = POSIXFactory.getNativePOSIX();
        jnr.unlink(ABSENT);
        ErrnoException ours =
                assertThrows(ErrnoException.class, () -> Posix.get().files().unlink(ABSENT));
        assertEquals(Errno.valueOf(jnr.errno()), Errnos.toJnr(ours));
        assertEquals(jnr.errno(), Errnos.fromJnr(Errno.ENOENT));
    }

    @Test
    void aNumberWithoutANameStaysWithUs() {
        ErrnoException odd = new ErrnoException("call", 9999);
        assertEquals(Errno.__UNKNOWN_CONSTANT__, Errnos.toJnr(odd));
        assertEquals(9999, odd.errno());
    }

    @Test
    void aNameOfAnotherSystemIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Errnos.fromJnr(Errno.__UNKNOWN_CONSTANT__));
    }
}
