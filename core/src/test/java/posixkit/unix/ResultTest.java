package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.constants.Errno;

class ResultTest {
    @Test
    void whatIsNoFailureComesBackAsItIs() throws ErrnoException {
        assertEquals(7, Result.orThrow(7, "call"));
        assertEquals(7, Result.orThrow(7, "call", "/path"));
        assertEquals(7, Result.orThrow(7, "call", "fd", 1));
        assertEquals(1L << 40, Result.orThrow(1L << 40, "call", "fd", 1));
        assertEquals(0, Result.orThrow(0, "call"));
    }

    @Test
    void aFailureSaysWhatFailedAndOnWhat() {
        ErrnoException e = assertThrows(ErrnoException.class, () -> Result.orThrow(-Errno.EPERM, "call", "fd", 3));
        assertEquals("call", e.call());
        assertEquals(Errno.EPERM, e.errno());
        assertEquals("fd 3", e.subject());
    }
}
