package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What needs no system: closing is tested where there is one. */
class FdTest {
    @Test
    void everyNumberFromZeroOnIsADescriptor() {
        Fd fd = Fd.own(0);
        assertEquals(0, fd.num());
        assertEquals("Fd[0]", fd.toString());
        assertThrows(IllegalArgumentException.class, () -> Fd.own(-1));
    }

    @Test
    void whatIsReleasedIsNoLongerOwned() throws ErrnoException {
        Fd fd = Fd.own(1_000_000);
        assertEquals(1_000_000, fd.release());
        assertThrows(IllegalStateException.class, fd::release);
        assertThrows(IllegalStateException.class, fd::num);
        assertEquals("Fd[closed]", fd.toString());
        fd.close();
    }
}
