package posixkit.net;

import java.util.Objects;
import posixkit.Names;

/** Checks of the parts of an address. Each exception starts with the name of the part. */
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

    /** Throws if no bytes decode to {@code name}. */
    static void name(String name, boolean mayHaveNuls) {
        Objects.requireNonNull(name, "name");
        // Names refuses NULs; any other character of one byte is as good for the rest of the check.
        Names.bytes(mayHaveNuls ? name.replace('\0', '@') : name);
    }

    /** Returns a name in printable characters, between quotation marks. */
    static String quoted(String name) {
        return '"' + Names.printable(name) + '"';
    }

    private static void unsigned(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(part + ": " + value + " is not in 0…" + most);
        }
    }
}
