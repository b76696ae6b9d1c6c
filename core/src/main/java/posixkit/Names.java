package posixkit;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import posixkit.unix.NameCodec;

/**
 * Converts names between the kernel's bytes and Java's strings without loss.
 *
 * <p>To the kernel a name is bytes. Posixkit reads them as UTF-8. A byte that is no part of UTF-8 becomes one character from U+DC80
 * to U+DCFF, and that character becomes the same byte again (Python's PEP 383). So every name the kernel returns can be passed
 * back, and names the same file.
 *
 * <p>A string that no bytes decode to is refused with an {@link IllegalArgumentException}: one with a NUL, with another half of a
 * surrogate pair, or with escaped bytes that together are UTF-8. Otherwise two strings would name one file.
 */
public final class Names {
    private static final Path ROOT = Path.of("/");
    private static final String HEX = "0123456789ABCDEF";

    private Names() {}

    /** Returns the string for a name's bytes. */
    public static String of(byte[] name) {
        return NameCodec.decode(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns the bytes of a name, without a NUL behind them.
     *
     * @throws IllegalArgumentException if no bytes decode to {@code name}
     */
    public static byte[] bytes(String name) {
        return NameCodec.encode(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns {@code name}, or refuses it with an exception whose message starts with {@code argument}: for methods that keep a name
     * for later.
     *
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if no bytes decode to {@code name}
     */
    public static String requireName(String argument, String name) {
        NameCodec.requireName(argument, name);
        return name;
    }

    /**
     * Returns the name that a JDK path stands for, byte for byte. {@link Path#toString} loses bytes that are not text.
     *
     * @throws IllegalArgumentException if {@code path} is not of the default file system
     */
    public static String of(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("path: not of the default file system: " + path);
        }
        if (path.toString().isEmpty()) {
            return "";
        }
        // The URI holds the path's bytes. For a directory that exists the JDK adds a slash to it.
        String raw = ROOT.resolve(path).toUri().getRawPath();
        int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return of(percentDecoded(raw.substring(path.isAbsolute() ? 0 : 1, end)));
    }

    /**
     * Returns the JDK path that stands for a name, byte for byte.
     *
     * @throws IllegalArgumentException if no bytes decode to {@code name}
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
     * Returns a name in printable characters, for messages. Control characters, quotation marks and backslashes are escaped as in
     * Java; a byte that is not text appears as {@code \xFF}.
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

    /** True for what a terminal would not show, or would take as an order: controls, directions, line ends, what has no meaning yet. */
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
