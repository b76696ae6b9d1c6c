package posixkit.net;

import java.util.Objects;
import posixkit.Names;

/**
 * Checks the parts of a socket address, for example its port. If a part is null, the methods throw {@link NullPointerException};
 * if it is invalid, they throw {@link IllegalArgumentException}. {@code part} is the name of the part; each exception message
 * starts with it.
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
     * Throws {@link IllegalArgumentException} if {@code name} is not a valid name ({@link Names}). If {@code mayHaveNuls} is
     * true, NULs are allowed, although they are not allowed in other names.
     */
    static void name(String name, boolean mayHaveNuls) {
        Objects.requireNonNull(name, "name");
        // Names.bytes throws if a name contains a NUL. If NULs are allowed, this line therefore checks a copy of the
        // name, in
        // which each NUL is replaced by another character that is also one byte long.
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
