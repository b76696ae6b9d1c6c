package posixkit.examples.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import posixkit.Names;

/** Converts values of extended attributes to text and back, as getfattr and setfattr do. */
final class AttributeText {
    enum Encoding {
        TEXT,
        HEX,
        BASE64
    }

    private static final String HEX_PREFIX = "0x";
    private static final String BASE64_PREFIX = "0s";
    private static final String LINE_ENDS = "\r\n";
    private static final int LEAST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7F;
    private static final int TEXTS_HAVE_LESS = 8;
    private static final int OCTAL = 8;
    private static final int OCTAL_DIGITS = 3;

    private final Encoding encoding;
    private final boolean forTerminal;

    /**
     * Creates a converter. If {@code encoding} is null, it chooses between text and Base64 for each value. For a terminal, it
     * escapes all bytes that are not printable. Otherwise it escapes only what would make the text ambiguous, as getfattr does.
     */
    AttributeText(Encoding encoding, boolean forTerminal) {
        this.encoding = encoding;
        this.forTerminal = forTerminal;
    }

    /** Returns the value as getfattr prints it. As text, one NUL at the end of a value is left out, as getfattr does. */
    String encoded(byte[] value) {
        Encoding chosen = encoding == null ? fitting(value) : encoding;
        return switch (chosen) {
            case HEX -> HEX_PREFIX + HexFormat.of().formatHex(value);
            case BASE64 -> BASE64_PREFIX + Base64.getEncoder().encodeToString(value);
            case TEXT -> '"' + text(value) + '"';
        };
    }

    private static Encoding fitting(byte[] value) {
        int length = lengthWithoutNul(value);
        int unprintable = 0;
        for (int i = 0; i < length; i++) {
            if (value[i] < LEAST_PRINTABLE || value[i] == DELETE) {
                unprintable++;
            }
        }
        return length >= unprintable * TEXTS_HAVE_LESS ? Encoding.TEXT : Encoding.BASE64;
    }

    private static int lengthWithoutNul(byte... value) {
        return value.length > 0 && value[value.length - 1] == 0 ? value.length - 1 : value.length;
    }

    private String text(byte... value) {
        StringBuilder text = new StringBuilder();
        String symbols = Names.of(value);
        symbols.substring(0, symbols.length() - value.length + lengthWithoutNul(value))
                .codePoints()
                .forEach(symbol -> {
                    if (symbol == '"' || symbol == '\\') {
                        text.append('\\').appendCodePoint(symbol);
                    } else if (symbol == 0 || LINE_ENDS.indexOf(symbol) >= 0 || forTerminal && isUnprintable(symbol)) {
                        appendOctal(text, symbol);
                    } else {
                        text.appendCodePoint(symbol);
                    }
                });
        return text.toString();
    }

    /** Returns the name of a file or an attribute with escapes for characters that end it. */
    String name(String name, String ends) {
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(symbol -> {
            if (symbol == '\\'
                    || LINE_ENDS.indexOf(symbol) >= 0
                    || ends.indexOf(symbol) >= 0
                    || forTerminal && isUnprintable(symbol)) {
                appendOctal(text, symbol);
            } else {
                text.appendCodePoint(symbol);
            }
        });
        return text.toString();
    }

    private static boolean isUnprintable(int symbol) {
        return Character.getType(symbol) == Character.CONTROL || Character.getType(symbol) == Character.SURROGATE;
    }

    private static void appendOctal(StringBuilder to, int symbol) {
        byte[] bytes = symbol == 0 ? new byte[1] : Names.bytes(Character.toString(symbol));
        for (byte each : bytes) {
            to.append(String.format("\\%03o", each & 0xFF));
        }
    }

    /**
     * Returns the value that the text stands for: hexadecimal digits behind {@code 0x}, Base64 behind {@code 0s}, otherwise text,
     * with or without quotes, in which a backslash escapes a backslash, a quote or a byte in octal digits.
     *
     * @throws IllegalArgumentException if digits are wrong
     */
    static byte[] decoded(String text) {
        if (text.startsWith(HEX_PREFIX) || text.startsWith("0X")) {
            return HexFormat.of().parseHex(text.substring(HEX_PREFIX.length()).replace(" ", ""));
        }
        if (text.startsWith(BASE64_PREFIX) || text.startsWith("0S")) {
            String digits = text.substring(BASE64_PREFIX.length());
            if (digits.length() % 4 != 0) {
                throw new IllegalArgumentException("Base64 without its padding");
            }
            return Base64.getDecoder().decode(digits);
        }
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return unescaped(Names.bytes(isQuoted ? text.substring(1, text.length() - 1) : text));
    }

    private static byte[] unescaped(byte... text) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            int digits = text[i] == '\\' ? octalDigits(text, i + 1) : 0;
            if (digits > 0) {
                value.write(Integer.parseInt(new String(text, i + 1, digits, StandardCharsets.US_ASCII), OCTAL));
                i += digits;
            } else {
                boolean escapes = text[i] == '\\' && i + 1 < text.length && (text[i + 1] == '\\' || text[i + 1] == '"');
                i += escapes ? 1 : 0;
                value.write(text[i]);
            }
        }
        return value.toByteArray();
    }

    /** Returns how many octal digits there are at {@code at}, three at most. */
    private static int octalDigits(byte[] text, int at) {
        int end = at;
        while (end < text.length && end < at + OCTAL_DIGITS && text[end] >= '0' && text[end] <= '7') {
            end++;
        }
        return end - at;
    }
}
