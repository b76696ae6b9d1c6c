package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class YieldsTest {
    private final Yields yields = new Yields();

    /** Returns how many of {@code calls} calls try, each in vain. */
    private int triesInVain(int calls) {
        int tries = 0;
        for (int i = 0; i < calls; i++) {
            if (yields.isWorthwhile()) {
                tries++;
                yields.tried(false);
            }
        }
        return tries;
    }

    @Test
    void afterManyTriesInVainFewCallsTry() {
        assertEquals(Yields.ENOUGH, triesInVain(Yields.ENOUGH));
        assertEquals(0, triesInVain(Yields.INTERVAL - Yields.ENOUGH));
        assertEquals(10, triesInVain(10 * Yields.INTERVAL));
    }

    @Test
    void afterASuccessAllCallsTry() {
        triesInVain(10 * Yields.INTERVAL);
        assertTrue(yields.isWorthwhile());
        yields.tried(true);
        assertEquals(Yields.ENOUGH, triesInVain(Yields.INTERVAL));
    }
}
