package posixkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import posixkit.Target;

class RlimitTest {
    @Test
    void limitsAreUnsigned() {
        assertTrue(Rlimit.compare(1, -2) < 0);
        assertTrue(Rlimit.compare(-2, Long.MAX_VALUE) > 0);
        assertEquals(0, Rlimit.compare(-2, -2));
        assertTrue(Rlimit.compare(Rlimit.INFINITY, Rlimit.INFINITY - 1) > 0, "above all others");
        assertEquals("18446744073709551614", Rlimit.text(-2));
        assertEquals("0", Rlimit.text(0));
        assertEquals("unlimited", Rlimit.text(Rlimit.INFINITY));
    }

    @Test
    void infinityIsTheSystems() {
        assertEquals(Target.IS_LINUX ? -1 : Long.MAX_VALUE, Rlimit.INFINITY);
    }
}
