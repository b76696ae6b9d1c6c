package posixkit.net;

import java.util.Objects;
import posixkit.Names;

/**
 * Checks the parts of a socket address, and throws if a part is invalid. Each exception message starts with the name of the part.
 */
final class Checks {
    private Checks() {}

    static byte[] copyOf(String part, byte[] bytes) {
        return Objects.requireNonNull(bytes, part).clone();
    }

    static byte[] copyOf(String part, byte[] bytes, int length) {
        Objects.requireNonNull(bytes, part);
        if (bytes.length != length) {
            throw new IllegalArgumentException(part + ": " + bytes.length + " bytes, not " + length);
        }
        return bytes.clone();
    }

    static void unsigned8(String part, int value) {
        unsigned(part, value, 0xFF);
    }

    static void unsigned16(String part, int value) {
        unsigned(part, value, 0xFFFF);
    }

    /**
     * Throws {@link IllegalArgumentException} if {@code name} is not a valid name ({@link Names}). With {@code mayHaveNuls}, NULs
     * are allowed.
     */
    static void name(String name, boolean mayHaveNuls) {
        Objects.requireNonNull(name, "name");
        // Names rejects NULs. This check therefore replaces each NUL by another character that is one byte long.
        Names.bytes(mayHaveNuls ? name.replace('\0', '@') : name);
    }

    /** Returns {@code name} between quotation marks, with unprintable characters escaped. */
    static String quoted(String name) {
        return '"' + Names.printable(name) + '"';
    }

    private static void unsigned(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(part + ": " + value + " is not in 0…" + most);
        }
    }
}
