package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
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
        assertEquals(Optional.of(Errno.valueOf(jnr.errno())), Errnos.toJnr(ours));
        assertEquals(jnr.errno(), Errnos.fromJnr(Errno.ENOENT));
    }

    @Test
    void aNumberWithoutANameStaysWithTheCaller() {
        ErrnoException odd = new ErrnoException("call", 9999);
        assertEquals(Optional.empty(), Errnos.toJnr(odd));
        assertEquals(9999, odd.errno());
    }

    @Test
    void anExceptionIsMadeOfAConstant() {
        ErrnoException failure = Errnos.exception("open", Errno.ENOENT);
        assertEquals("open: ENOENT (2): No such file or directory", failure.getMessage());
        assertEquals(Optional.of(Errno.ENOENT), Errnos.toJnr(failure));
    }

    @Test
    void aNameOfAnotherSystemIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Errnos.fromJnr(Errno.__UNKNOWN_CONSTANT__));
    }
}
