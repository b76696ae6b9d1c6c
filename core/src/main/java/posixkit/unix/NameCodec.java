package posixkit.unix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Converts names from strings to bytes and back without loss. <b>Internal.</b> The bytes are normally UTF-8. A byte that is not
 * part of valid UTF-8 becomes an escaped byte in the string: a character from U+DC80 to U+DCFF. The rules are in
 * {@link posixkit.Names}.
 *
 * <p>This class does not use {@link String#getBytes}, for two reasons. That method allocates an array. It also writes {@code ?}
 * for half a surrogate pair, and the bytes would then be the name of another file.
 */
public final class NameCodec {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int ESCAPE = 0xDC00;

    private NameCodec() {}

    /** Returns true if {@code c} is an escaped byte: a character that stands for a byte which is not part of valid UTF-8. */
    public static boolean isEscapedByte(int c) {
        return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
    }

    /**
     * Throws IllegalArgumentException if {@code name} cannot be a name. An escaped byte is a character from U+DC80 to U+DCFF; it
     * stands for one byte. Three things cannot be in a name: a NUL, an unpaired surrogate from outside this range, and escaped
     * bytes that together form valid UTF-8 (an ordinary character must stand for those bytes).
     *
     * @param argument the caller's parameter name, for error messages
     */
    public static void requireName(String argument, String name) {
        Objects.requireNonNull(name, argument);
        // Most names are ASCII. They need no further check. Any other name is checked by encoding it; the bytes are not
        // used. Encoding takes memory, and a name may be megabytes long, so ASCII names are not encoded.
        if (!isAscii(name)) {
            encode(argument, name, false, ByteBuffer.allocate(Math.multiplyExact(name.length(), 3)), 0);
        }
    }

    /** Returns true if all characters of {@code text} are ASCII and none is a NUL. */
    static boolean isAscii(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            // All bits of c − 1 are set if c is 0.
            int c = text.charAt(i);
            bits |= c | c - 1;
        }
        return (bits & ~0x7F) == 0;
    }

    /** Returns the bytes of {@code name}, without a NUL at the end. */
    public static byte[] encode(String name) {
        return encode("name", name, false);
    }

    /**
     * Returns the bytes of {@code text}, without a NUL at the end. An escaped byte is a character from U+DC80 to U+DCFF; it
     * stands for one byte.
     *
     * @param argument the caller's parameter name, for error messages
     * @param mayHaveNuls true to accept a NUL in {@code text} as an ordinary byte, for example in the abstract name of a Unix
     *     socket
     * @throws NullPointerException if {@code text} is null
     * @throws IllegalArgumentException if {@code text} has a NUL and {@code mayHaveNuls} is false; if {@code text} has an
     *     unpaired surrogate other than an escaped byte; or if {@code text} has escaped bytes that together form valid UTF-8.
     *     Such escaped bytes are refused because an ordinary character stands for the same bytes: one file would have two names
     */
    public static byte[] encode(String argument, String text, boolean mayHaveNuls) {
        Objects.requireNonNull(text, argument);
        byte[] bytes = new byte[Math.multiplyExact(text.length(), 3)];
        int length = encode(argument, text, mayHaveNuls, ByteBuffer.wrap(bytes), 0);
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * Writes the bytes of {@code text} to a buffer. The buffer must have room for three bytes for each char of {@code text}.
     *
     * @param argument the caller's parameter name, for error messages
     * @param mayHaveNuls true to accept a NUL in {@code text} as an ordinary byte, for example in the abstract name of a Unix
     *     socket
     * @param to the buffer
     * @param index the index in the buffer where the first byte is written
     * @return the index after the last byte that was written
     */
    static int encode(String argument, String text, boolean mayHaveNuls, ByteBuffer to, int index) {
        Objects.requireNonNull(text, argument);
        int out = index;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 && !mayHaveNuls) {
                throw new IllegalArgumentException(argument + ": a NUL at index " + i);
            }
            if (c < 0x80) {
                to.put(out++, (byte) c);
            } else if (c < 0x800) {
                to.put(out++, (byte) (0xC0 | c >> 6));
                out = continuation(to, out, c);
            } else if (!Character.isSurrogate(c)) {
                to.put(out++, (byte) (0xE0 | c >> 12));
                out = continuation(to, out, c >> 6);
                out = continuation(to, out, c);
            } else if (isEscapedByte(c)) {
                to.put(out++, escapedByte(argument, text, i));
            } else {
                int point = Character.codePointAt(text, i);
                if (!Character.isSupplementaryCodePoint(point)) {
                    throw new IllegalArgumentException(argument + ": half a surrogate pair at index " + i);
                }
                i++;
                to.put(out++, (byte) (0xF0 | point >> 18));
                out = continuation(to, out, point >> 12);
                out = continuation(to, out, point >> 6);
                out = continuation(to, out, point);
            }
        }
        return out;
    }

    /**
     * Converts the escaped byte at {@code index}, a character from U+DC80 to U+DCFF, back to the original byte. Throws
     * IllegalArgumentException if this escaped byte and the following ones together form valid UTF-8. In this case, the original
     * bytes are the UTF-8 of an ordinary character. If this method accepted these escaped bytes, a string with the escaped bytes
     * and a string with the ordinary character would name the same file.
     */
    private static byte escapedByte(String argument, String text, int index) {
        int length = 0;
        byte[] run = new byte[4];
        while (length < run.length && index + length < text.length() && isEscapedByte(text.charAt(index + length))) {
            run[length] = (byte) text.charAt(index + length);
            length++;
        }
        if (sequence(run, 0, length) > 0) {
            throw new IllegalArgumentException(
                    argument + ": escaped bytes at index " + index + " are UTF-8, so another string is this name");
        }
        return run[0];
    }

    private static int continuation(ByteBuffer to, int out, int bits) {
        to.put(out, (byte) (0x80 | bits & 0x3F));
        return out + 1;
    }

    /** Returns the string for the bytes of a name. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** Returns the string for {@code length} bytes of a name, starting at {@code offset}. */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The JDK decodes invalid UTF-8 as U+FFFD. If the text has no U+FFFD, all bytes are valid UTF-8.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeWithEscapes(bytes, offset, offset + length);
    }

    private static String decodeWithEscapes(byte[] bytes, int from, int end) {
        StringBuilder text = new StringBuilder(end - from);
        for (int i = from; i < end; ) {
            int length = sequence(bytes, i, end);
            if (length == 0) {
                text.append((char) (ESCAPE | bytes[i] & 0xFF));
                i++;
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /**
     * Returns the length in bytes of the valid UTF-8 character (RFC 3629) that starts at {@code index}, or 0 if none starts
     * there.
     *
     * @param end the index after the last byte of the name
     */
    private static int sequence(byte[] bytes, int index, int end) {
        int lead = index < end ? bytes[index] & 0xFF : 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length =
                lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
        if (length == 0 || end - index < length) {
            return 0;
        }
        for (int i = index + 1; i < index + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[index + 1] & 0xFF;
        boolean isTooLong = lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90;
        boolean isOutOfRange = lead == 0xED && second >= 0xA0 || lead == 0xF4 && second >= 0x90;
        return isTooLong || isOutOfRange ? 0 : length;
    }
}
