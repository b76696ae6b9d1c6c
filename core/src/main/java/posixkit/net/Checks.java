package posixkit.net;

/** What the parts of an address must be like. */
final class Checks {
    private Checks() {}

    /** A copy, of that length. */
    static byte[] length(byte[] address, int length) {
        if (address.length != length) {
            throw new IllegalArgumentException("an address of " + address.length + " bytes, not " + length);
        }
        return address.clone();
    }

    static void unsigned8(String what, int value) {
        unsigned(what, value, 0xFF);
    }

    static void unsigned16(String what, int value) {
        unsigned(what, value, 0xFFFF);
    }

    static void path(byte[] path) {
        if (path.length == 0) {
            throw new IllegalArgumentException("an empty path; the address without a name is unnamed()");
        }
        for (byte b : path) {
            if (b == 0) {
                throw new IllegalArgumentException("a NUL in a path");
            }
        }
    }

    private static void unsigned(String what, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not in 0…" + most);
        }
    }
}
