package posixkit.examples.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as the field {@code Range} asks for it (RFC 9110, 14). {@code first} and {@code last} are the offsets of the
 * first and the last byte.
 */
record ByteRange(long first, long last) {
    /** Stands for a range that begins behind the end of the file. */
    static final ByteRange UNSATISFIABLE = new ByteRange(0, -1);

    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * Returns the range in a file of {@code size} bytes, or {@link #UNSATISFIABLE}. Returns null if {@code field} is null or no
     * range, or asks for several: the server then sends the whole file, as the standard permits.
     */
    static ByteRange of(String field, long size) {
        Matcher matcher = field == null ? null : FORM.matcher(field);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : lastBytes(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return null;
        }
        return from >= size ? UNSATISFIABLE : new ByteRange(from, Math.min(to, size - 1));
    }

    private static ByteRange lastBytes(long count, long size) {
        return count == 0 || size == 0 ? UNSATISFIABLE : new ByteRange(Math.max(0, size - count), size - 1);
    }

    long length() {
        return last - first + 1;
    }
}
