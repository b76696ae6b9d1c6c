package posixkit.examples.files;

/**
 * Formats one value as a directive of a {@link StatFormat} describes it. A directive such as {@code %-10.3X} consists of
 * {@code %}, flags, a width, a precision, and a letter that selects the value. The flags, the width and the precision have the
 * same meaning as in {@code printf}.
 */
final class StatField {
    private static final int DECIMALS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final boolean left;
    private final boolean zeros;
    private final boolean marked;
    private final int width;
    private final String precision;

    /**
     * Creates a field from the parts of a directive such as {@code %-10.3X}. {@code precision} is the text after the dot. It is
     * null if there is no dot, and empty if no number follows the dot.
     */
    StatField(String flags, String width, String precision) {
        left = flags.contains("-");
        zeros = flags.contains("0") && !left && precision == null;
        marked = flags.contains("#");
        this.width = orZero(width);
        this.precision = precision;
    }

    String text(String value) {
        return padded(precision == null ? value : value.substring(0, Math.min(orZero(precision), value.length())));
    }

    String number(long unsigned) {
        return digits("", Long.toUnsignedString(unsigned));
    }

    String octal(long unsigned) {
        return digits(marked && unsigned != 0 ? "0" : "", Long.toOctalString(unsigned));
    }

    String hex(long unsigned) {
        return digits(marked && unsigned != 0 ? "0x" : "", Long.toHexString(unsigned));
    }

    /**
     * Formats a time as a number of seconds. The time is {@code whole} seconds plus {@code nanos} nanoseconds. The precision in
     * the directive is the number of decimals: {@code %.3X} writes three decimals, {@code %.X} nine, and {@code %X} none.
     */
    String seconds(long whole, long nanos) {
        if (precision == null) {
            return digits("", Long.toString(whole));
        }
        int shown = precision.isEmpty() ? DECIMALS : orZero(precision);
        if (shown == 0) {
            return padded(Long.toString(whole));
        }
        // Half a second before 1970 is −1 second plus 500,000,000 nanoseconds, and is printed as -0.5.
        boolean isNegative = whole < 0 && nanos != 0;
        String seconds = isNegative ? "-" + -(whole + 1) : Long.toString(whole);
        String fraction = String.format("%09d", isNegative ? NANOS_PER_SECOND - nanos : nanos);
        return padded(seconds + "." + (fraction + "0".repeat(shown)).substring(0, shown));
    }

    private String digits(String prefix, String value) {
        int least = (zeros ? width : orZero(precision)) - prefix.length();
        return padded(prefix + "0".repeat(Math.max(0, least - value.length())) + value);
    }

    private String padded(String value) {
        String spaces = " ".repeat(Math.max(0, width - value.length()));
        return left ? value + spaces : spaces + value;
    }

    private static int orZero(String number) {
        return number == null || number.isEmpty() ? 0 : Integer.parseInt(number);
    }
}
