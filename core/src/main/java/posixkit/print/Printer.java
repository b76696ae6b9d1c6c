package posixkit.print;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.Names;
import posixkit.constants.Resource;

/**
 * Converts a structure and its members to text in the style of strace, for example {@code Flock{type=F_WRLCK, start=0}}.
 * <b>Internal.</b> Each void method adds one member to the text. Its parameter {@code name} is the name of the member.
 * {@link #toString} returns the text.
 *
 * <p>Some methods have a parameter {@code table}. A table is a string such as {@code "POLLIN=1 POLLPRI=2"}, which assigns names
 * to numbers or bits. The generated class {@code ConstantNames} holds the tables.
 */
public final class Printer {
    private final StringBuilder text;
    private boolean isFirst = true;

    /** Begins the text of a structure: {@code name} and an opening brace. {@code name} may be empty. */
    public Printer(String name) {
        text = new StringBuilder(name).append('{');
    }

    public void number(String name, long value) {
        add(name, Long.toString(value));
    }

    public void unsigned(String name, int value) {
        add(name, Integer.toUnsignedString(value));
    }

    public void unsigned(String name, long value) {
        add(name, Long.toUnsignedString(value));
    }

    /** Prints a member as an octal number, for example the file mode {@code 0100644}. */
    public void octal(String name, long value) {
        add(name, value == 0 ? "0" : "0" + Long.toOctalString(value));
    }

    public void hex(String name, int value) {
        add(name, "0x" + Integer.toHexString(value));
    }

    public void hex(String name, long value) {
        add(name, "0x" + Long.toHexString(value));
    }

    /** Prints a member that is a resource limit: an unsigned number, or the word {@code unlimited}. */
    public void limit(String name, long value) {
        add(name, value == Resource.RLIM_INFINITY ? "unlimited" : Long.toUnsignedString(value));
    }

    /**
     * Prints a member that is a point in time. {@code seconds} is the number of full seconds since 1970. {@code fraction} is the
     * rest, counted in units of 1/{@code perSecond} of a second. If the two numbers are not a valid time, this method prints both
     * numbers, for example {@code 5s+1000000000}.
     */
    public void instant(String name, long seconds, long fraction, int perSecond) {
        add(name, isFraction(fraction, perSecond) ? instant(seconds, fraction, perSecond) : pair(seconds, fraction));
    }

    /**
     * Prints a member that is a length of time. {@code seconds} is the number of full seconds. {@code fraction} is the rest,
     * counted in units of 1/{@code perSecond} of a second. If the rest is negative, or is one second or more, this method prints
     * both numbers, for example {@code 5s+1000000000}.
     */
    public void duration(String name, long seconds, long fraction, int perSecond) {
        add(
                name,
                isFraction(fraction, perSecond)
                        ? Duration.ofSeconds(seconds, nanos(fraction, perSecond))
                                .toString()
                        : pair(seconds, fraction));
    }

    /** Prints a member that is text, in quotation marks. */
    public void text(String name, String value) {
        add(name, quoted(value));
    }

    /** Prints a member that is a byte array, in hexadecimal. */
    public void bytes(String name, byte[] value) {
        add(name, HexFormat.of().formatHex(value));
    }

    /**
     * Prints a member that is a list of {@code count} elements. {@code element} is a function that returns the text of the
     * element at an index.
     */
    public void list(String name, int count, IntFunction<String> element) {
        add(name, list(count, element));
    }

    /**
     * Prints a member whose bits are flags. The text of the member is the list of the names of all bits that are set in
     * {@code value}. The names are in {@code table}, for example {@code "POLLIN=1 POLLPRI=2"}.
     */
    public void flags(String name, int value, String table) {
        add(name, flags(Integer.toUnsignedLong(value), table));
    }

    /**
     * Prints a member whose bits are flags. The text of the member is the list of the names of all bits that are set in
     * {@code value}. The names are in {@code table}, for example {@code "POLLIN=1 POLLPRI=2"}.
     */
    public void flags(String name, long value, String table) {
        add(name, flags(value, table));
    }

    /**
     * Prints a member whose value is one of several constants. The text of the member is the name that {@code table} assigns to
     * {@code value}. For example, {@code "POLLIN=1 POLLPRI=2"} assigns the name {@code POLLPRI} to the value 2. If the table has
     * no name for {@code value}, this method prints the number.
     */
    public void name(String name, long value, String table) {
        add(name, name(value, table));
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private void add(String name, String value) {
        text.append(isFirst ? "" : ", ").append(name).append('=').append(value);
        isFirst = false;
    }

    private static boolean isFraction(long fraction, int perSecond) {
        return fraction >= 0 && fraction < perSecond;
    }

    private static long nanos(long fraction, int perSecond) {
        return fraction * (Duration.ofSeconds(1).toNanos() / perSecond);
    }

    private static String instant(long seconds, long fraction, int perSecond) {
        try {
            return Instant.ofEpochSecond(seconds, nanos(fraction, perSecond)).toString();
        } catch (DateTimeException e) {
            // Instant cannot represent this time, because the year is too far away. A file system can store such a
            // time. So print the two numbers.
            return pair(seconds, fraction);
        }
    }

    private static String pair(long seconds, long fraction) {
        return seconds + "s+" + fraction;
    }

    /**
     * Returns the names of the bits that are set in {@code value}, joined by {@code |}. The names are in {@code table}, for
     * example {@code "POLLIN=1 POLLPRI=2"}. A name can stand for several bits. The result contains such a name only if all these
     * bits are set. Names for more bits come before names for fewer bits. Bits without a name follow as one hexadecimal number.
     * If {@code value} is 0, returns the name that the table has for 0. If the table has no name for 0, returns {@code 0}.
     */
    public static String flags(long value, String table) {
        if (value == 0) {
            return name(0, table);
        }
        String[] entries = table.split(" ");
        Arrays.sort(entries, Comparator.comparingInt(entry -> -Long.bitCount(flag(entry))));
        StringBuilder names = new StringBuilder();
        long left = value;
        for (String entry : entries) {
            long flag = flag(entry);
            if (flag != 0 && (left & flag) == flag) {
                left &= ~flag;
                names.append(names.isEmpty() ? "" : "|").append(entry, 0, entry.indexOf('='));
            }
        }
        if (left != 0) {
            names.append(names.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(left));
        }
        return names.toString();
    }

    /**
     * Returns the number in one entry of a table, for example 2 for the entry {@code POLLPRI=2}. Returns 0 if the entry has no
     * number. For example, an empty table consists of one entry without a number: the empty string.
     */
    private static long flag(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? 0 : Long.parseLong(entry.substring(equals + 1));
    }

    /**
     * Returns the name of {@code value} in a table such as {@code "POLLIN=1 POLLPRI=2"}. Returns the number as text if
     * the table does not contain the value.
     */
    public static String name(long value, String table) {
        String number = "=" + value;
        for (String entry : table.split(" ")) {
            if (entry.endsWith(number)) {
                return entry.substring(0, entry.length() - number.length());
            }
        }
        return Long.toString(value);
    }

    /**
     * Returns {@code value} between quotation marks, with unprintable characters escaped as in {@link Names#printable}. If
     * {@code value} is null, returns the text {@code null}.
     */
    public static String quoted(String value) {
        return value == null ? "null" : '"' + Names.printable(value) + '"';
    }

    /**
     * Returns an argument or a result of a call as text. The text of a string is in quotation marks. The text of a list or an
     * array contains the elements, but the text of a byte array contains only the length. The text of a {@code ByteBuffer}
     * contains only the position and the limit.
     */
    public static String value(Object value) {
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof ByteBuffer buffer) {
            return "ByteBuffer[pos=" + buffer.position() + ", lim=" + buffer.limit() + "]";
        }
        if (value instanceof byte[] bytes) {
            return "byte[" + bytes.length + "]";
        }
        if (value instanceof List<?> list) {
            return values(list);
        }
        if (value != null && value.getClass().isArray()) {
            return list(Array.getLength(value), i -> value(Array.get(value, i)));
        }
        return String.valueOf(value);
    }

    /**
     * Returns several arguments or results as text, for example {@code ["/etc", 0]}. Each argument or result is converted to text
     * by {@link #value}.
     */
    public static String values(List<?> values) {
        return values.stream().map(Printer::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(", ", "[", "]"));
    }
}
