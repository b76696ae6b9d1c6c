package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.system.Symbols;

/** What {@link Symbols} promises on every system. */
public abstract class SymbolsContract {
    protected final Symbols symbols = Posix.get().symbols();

    @Test
    void whatIsNotThereIsAtZero() {
        assertEquals(0, symbols.address("no_such_function_anywhere"));
        assertEquals(0, symbols.address(""));
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> symbols.address("set\0uid"));
        assertThrows(IllegalArgumentException.class, () -> symbols.address("\0"));
        assertThrows(NullPointerException.class, () -> symbols.address(null));
    }
}
