package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks that arguments are refused, and that the message of the exception names the argument. */
public final class Refusals {
    private Refusals() {}

    /** Checks that the call throws {@link NullPointerException} with exactly the message {@code name}. */
    public static void assertNullRefused(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    /** Checks that the call throws {@link IllegalArgumentException} with a message that starts with {@code start}. */
    public static void assertRefused(String start, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
