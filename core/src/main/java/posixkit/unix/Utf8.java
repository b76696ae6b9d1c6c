package posixkit.unix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way to the kernel, and back. There, not {@link String#getBytes}: that allocates, and it writes {@code ?} for half a
 * surrogate pair, which would name another file.
 */
final class Utf8 {
    private Utf8() {}

    /** Writes {@code text} from {@code index} on and returns the index behind it. */
    static int encode(String text, ByteBuffer to, int index) {
        int out = index;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("a NUL in a string");
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
            } else {
                int point = Character.codePointAt(text, i++);
                if (!Character.isSupplementaryCodePoint(point)) {
                    throw new IllegalArgumentException("half a surrogate pair in a string: it has no UTF-8");
                }
                to.put(out++, (byte) (0xF0 | point >> 18));
                out = continuation(to, out, point >> 12);
                out = continuation(to, out, point >> 6);
                out = continuation(to, out, point);
            }
        }
        return out;
    }

    /** A path of either kind as text, for people to read. */
    static String text(Object path) {
        return path instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) path;
    }

    private static int continuation(ByteBuffer to, int out, int bits) {
        to.put(out, (byte) (0x80 | bits & 0x3F));
        return out + 1;
    }
}
