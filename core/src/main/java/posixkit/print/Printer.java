package posixkit.print;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import posixkit.Names;
import posixkit.constants.Resource;

/**
 * Prints a value and its members as strace does: {@code Flock{type=F_WRLCK, start=0}}. <b>Internal.</b>
 *
 * <p>Tables of names are strings, {@code "POLLIN=1 POLLPRI=2"}; the generated {@code ConstantNames} holds them.
 */
public final class Printer {
    private final StringBuilder text;
    private boolean isFirst = true;

    /** Begins to print a value of that name, which may be empty. */
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

    /** A mode: {@code 0100644}. */
    public void octal(String name, long value) {
        add(name, value == 0 ? "0" : "0" + Long.toOctalString(value));
    }

    public void hex(String name, int value) {
        add(name, "0x" + Integer.toHexString(value));
    }

    public void hex(String name, long value) {
        add(name, "0x" + Long.toHexString(value));
    }

    /** A resource limit, an unsigned number or {@code unlimited}. */
    public void limit(String name, long value) {
        add(name, value == Resource.RLIM_INFINITY ? "unlimited" : Long.toUnsignedString(value));
    }

    /** A time since 1970. One that is none prints as its two numbers. */
    public void instant(String name, long seconds, long fraction, int perSecond) {
        add(name, isFraction(fraction, perSecond) ? instant(seconds, fraction, perSecond) : pair(seconds, fraction));
    }

    /** A length of time. One that is none prints as its two numbers. */
    public void duration(String name, long seconds, long fraction, int perSecond) {
        add(
                name,
                isFraction(fraction, perSecond)
                        ? Duration.ofSeconds(seconds, nanos(fraction, perSecond))
                                .toString()
                        : pair(seconds, fraction));
    }

    /** Text in quotes. */
    public void text(String name, String value) {
        add(name, quoted(value));
    }

    /** Bytes in hexadecimal. */
    public void bytes(String name, byte[] value) {
        add(name, HexFormat.of().formatHex(value));
    }

    /** The elements of an array. */
    public void list(String name, int count, IntFunction<String> element) {
        StringBuilder list = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : ", ").append(element.apply(i));
        }
        add(name, list.append(']').toString());
    }

    /** The names of the bits that are set. */
    public void flags(String name, int value, String table) {
        add(name, flags(Integer.toUnsignedLong(value), table));
    }

    /** The names of the bits that are set. */
    public void flags(String name, long value, String table) {
        add(name, flags(value, table));
    }

    /** The name of a value, or its number if it has none. */
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
            // A year that Instant cannot hold, which file systems can.
            return pair(seconds, fraction);
        }
    }

    private static String pair(long seconds, long fraction) {
        return seconds + "s+" + fraction;
    }

    /**
     * Returns the names of the bits that are set, joined by {@code |}; bits without a name follow in hexadecimal. A name of
     * several bits counts if all of them are set, and goes before names of fewer.
     */
    public static String flags(long value, String table) {
        if (value == 0) {
            return name(0, table);
        }
        StringBuilder names = new StringBuilder();
        long left = value;
        for (int bits = Long.SIZE; bits > 0; bits--) {
            for (String entry : table.split(" ")) {
                int equals = entry.indexOf('=');
                long flag = equals < 0 ? 0 : Long.parseLong(entry.substring(equals + 1));
                if (Long.bitCount(flag) == bits && (left & flag) == flag) {
                    left &= ~flag;
                    names.append(names.isEmpty() ? "" : "|").append(entry, 0, equals);
                }
            }
        }
        if (left != 0) {
            names.append(names.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(left));
        }
        return names.toString();
    }

    /** Returns the name of a value, or its number if it has none. */
    public static String name(long value, String table) {
        String number = "=" + value;
        for (String entry : table.split(" ")) {
            if (entry.endsWith(number)) {
                return entry.substring(0, entry.length() - number.length());
            }
        }
        return Long.toString(value);
    }

    /** Returns text in quotes, printable as {@link Names#printable} has it, or {@code null}. */
    public static String quoted(String value) {
        return value == null ? "null" : '"' + Names.printable(value) + '"';
    }

    /** Returns an argument or a result of a call: text in quotes, arrays by their content, buffers and bytes by their size. */
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
            StringBuilder all = new StringBuilder("[");
            for (int i = 0; i < Array.getLength(value); i++) {
                all.append(i == 0 ? "" : ", ").append(value(Array.get(value, i)));
            }
            return all.append(']').toString();
        }
        return String.valueOf(value);
    }

    /** Returns several of them, {@code ["/etc", 0]}. */
    public static String values(List<?> values) {
        return values.stream().map(Printer::value).collect(Collectors.joining(", ", "[", "]"));
    }
}
