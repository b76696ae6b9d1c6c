package posixkit;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import posixkit.unix.NameCodec;

/**
 * Converts names (for example file names) between the bytes of the kernel and the strings of Java, without loss.
 *
 * <p>For the kernel, a name is a sequence of bytes. Posixkit decodes these bytes as UTF-8. A byte that is not part of valid UTF-8
 * becomes one character from U+DC80 to U+DCFF, which is called an escaped byte. When posixkit encodes the string again, the
 * escaped byte becomes the original byte (as in Python's PEP 383). So a program can get any name from the kernel and pass it
 * back, and the name then still means the same file.
 *
 * <p>Some strings are not the decoded form of any bytes. If such a string is passed as a name, posixkit throws
 * {@link IllegalArgumentException}. Without this rule, two different strings could name the same file. The forbidden strings are:
 *
 * <ul>
 * <li>strings with a NUL
 * <li>strings with an unpaired surrogate outside of U+DC80 to U+DCFF
 * <li>strings with escaped bytes that together form valid UTF-8
 * </ul>
 */
public final class Names {
    private static final Path ROOT = Path.of("/");
    private static final String HEX = "0123456789ABCDEF";

    private Names() {}

    /** Returns the string for the bytes of a name. */
    public static String of(byte[] name) {
        return NameCodec.decode(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns the bytes of a name, without a terminating NUL.
     *
     * @throws IllegalArgumentException if {@code name} has a NUL, an unpaired surrogate outside of U+DC80 to U+DCFF, or escaped
     *     bytes (characters from U+DC80 to U+DCFF) that together form valid UTF-8
     */
    public static byte[] bytes(String name) {
        return NameCodec.encode(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns {@code name} if it is a valid name, and throws an exception otherwise. Use this method in code that stores a name
     * first and passes it to a call later.
     *
     * @param argument the first words of the message of an exception. They say which argument is not valid, for example
     *     {@code path}
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if {@code name} has a NUL, an unpaired surrogate outside of U+DC80 to U+DCFF, or escaped
     *     bytes (characters from U+DC80 to U+DCFF) that together form valid UTF-8
     */
    public static String requireName(String argument, String name) {
        NameCodec.requireName(argument, name);
        return name;
    }

    /**
     * Converts a JDK path to a name for the calls of posixkit. The name keeps all bytes of the path. {@link Path#toString} would
     * lose the bytes that are not valid text.
     *
     * @throws IllegalArgumentException if {@code path} does not belong to the default file system
     */
    public static String of(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("path: not of the default file system: " + path);
        }
        if (path.toString().isEmpty()) {
            return "";
        }
        // The URI contains the exact bytes of the path. If the path is an existing directory, the JDK appends a slash
        // to the URI. The slash is removed below.
        String raw = ROOT.resolve(path).toUri().getRawPath();
        int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return of(percentDecoded(raw.substring(path.isAbsolute() ? 0 : 1, end)));
    }

    /**
     * Returns the JDK path for a name, with exactly the same bytes.
     *
     * @throws IllegalArgumentException if {@code name} has a NUL, an unpaired surrogate outside of U+DC80 to U+DCFF, or escaped
     *     bytes (characters from U+DC80 to U+DCFF) that together form valid UTF-8
     */
    public static Path path(String name) {
        byte[] bytes = bytes(name);
        if (bytes.length == 0) {
            return Path.of("");
        }
        boolean isAbsolute = bytes[0] == '/';
        StringBuilder uri = new StringBuilder(isAbsolute ? "file://" : "file:///");
        for (byte b : bytes) {
            uri.append(b == '/' ? "/" : "%" + HEX.charAt(b >> 4 & 0xF) + HEX.charAt(b & 0xF));
        }
        Path path = Path.of(URI.create(uri.toString()));
        return isAbsolute ? path : path.subpath(0, path.getNameCount());
    }

    /**
     * Returns {@code name} with all its characters made printable, for messages. Newlines, carriage returns, tabs, quotation
     * marks and backslashes are escaped as in Java. Other ASCII control characters, and bytes that are not valid UTF-8, appear as
     * {@code \x} and two hexadecimal digits. Other characters that a terminal does not show appear as Unicode escapes.
     */
    public static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            appendPrintable(text, name.codePointAt(i));
        }
        return text.toString();
    }

    private static void appendPrintable(StringBuilder text, int c) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            default -> {
                if (NameCodec.isEscapedByte(c) || c < ' ' || c == 0x7F) {
                    text.append("\\x").append(HEX.charAt(c >> 4 & 0xF)).append(HEX.charAt(c & 0xF));
                } else if (isInvisible(c)) {
                    text.append(String.format(c > 0xFFFF ? "\\u{%X}" : "\\u%04X", c));
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }

    /**
     * Returns true if a terminal does not show the character, or carries it out as a command. The result is true for control
     * characters, format characters, line separators, paragraph separators, surrogates, private-use characters and unassigned
     * characters.
     */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static byte[] percentDecoded(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
