package posixkit.abi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C type of a member, a constant or a parameter, as the tables of facts write it. Examples are {@code s32} (a signed number
 * of 32 bits), {@code u64} (an unsigned number of 64 bits), {@code ptr}, {@code void}, {@code char[16]} and {@code u8[4]}. The
 * type {@code bytes[16]} is a structure or union of 16 bytes whose members are not described. {@code element}: the text before
 * the brackets. {@code width}: the number of bytes of one element. {@code count}: the number of elements; −1 if the type is no
 * array.
 */
record Kind(String element, int width, int count) {
    private static final Pattern TEXT =
            Pattern.compile("(?:([su])(8|16|32|64)|(ptr)|(void)|(char|bytes))(?:\\[(\\d+)])?");

    static final Kind PTR = new Kind("ptr", 8, -1);
    static final Kind VOID = new Kind("void", 0, -1);

    static Kind scalar(boolean signed, long width) {
        return new Kind((signed ? "s" : "u") + width * 8, (int) width, -1);
    }

    static Kind parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new AbiException("not a kind: " + text);
        }
        int width = m.group(2) != null
                ? Integer.parseInt(m.group(2)) / 8
                : m.group(3) != null ? 8 : m.group(4) != null ? 0 : 1;
        int bracket = text.indexOf('[');
        String element = bracket < 0 ? text : text.substring(0, bracket);
        return new Kind(element, width, m.group(6) == null ? -1 : Integer.parseInt(m.group(6)));
    }

    Kind array(long length) {
        return new Kind(element, width, (int) length);
    }

    boolean isArray() {
        return count >= 0;
    }

    boolean isSigned() {
        return element.charAt(0) == 's';
    }

    /**
     * Returns true if this type is an array with elements of one byte: text, an array of bytes, or a structure whose members are
     * not described. The generated accessors of a member with this type read and write the whole array, as a {@code String} or a
     * {@code byte[]}.
     */
    boolean isBytes() {
        return isArray() && width == 1;
    }

    int size() {
        return isArray() ? width * count : width;
    }

    @Override
    public String toString() {
        return isArray() ? element + "[" + count + "]" : element;
    }
}
