package posixkit.net;

import java.util.Objects;
import posixkit.Names;

/**
 * Checks the values in a new socket address, for example the port. Each method checks one value. It throws
 * {@link NullPointerException} if the value is null, and {@link IllegalArgumentException} if the value is invalid. The parameter
 * {@code part} is the name of the checked value, for example "port". The message of each exception starts with this name.
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
     * Throws {@link IllegalArgumentException} if {@code name} cannot be converted to bytes by the rules of {@link Names}. These
     * rules forbid NULs. If {@code mayHaveNuls} is true, this method nevertheless accepts NULs.
     */
    static void name(String name, boolean mayHaveNuls) {
        Objects.requireNonNull(name, "name");
        // Names.requireName throws if the name contains a NUL. If NULs are allowed, requireName gets a copy of the name
        // in which each NUL is replaced by '@'. All other checks of requireName give the same result for both strings.
        Names.requireName("name", mayHaveNuls ? name.replace('\0', '@') : name);
    }

    private static void unsigned(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(part + ": " + value + " is not in 0…" + most);
        }
    }
}
