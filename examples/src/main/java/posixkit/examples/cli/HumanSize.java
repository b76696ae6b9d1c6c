package posixkit.examples.cli;

/** Formats sizes as the option {@code -h} of coreutils does: {@code 1023}, {@code 1.0K}, {@code 9.9G}, {@code 10M}. */
public final class HumanSize {
    private static final String UNITS = "KMGTPE";
    private static final int BITS = 10;
    private static final int STEP = 1 << BITS;
    private static final int TENTHS = 10;

    private HumanSize() {}

    /** Returns {@code size}, an unsigned number of bytes, in units of powers of 1024. Fractions are rounded up. */
    public static String of(long size) {
        if (Long.compareUnsigned(size, STEP) < 0) {
            return Long.toString(size);
        }
        int unit = (Long.SIZE - 1 - Long.numberOfLeadingZeros(size)) / BITS;
        int shift = unit * BITS;
        long whole = size >>> shift;
        long rest = size & ((1L << shift) - 1);
        long tenths = whole * TENTHS + Long.divideUnsigned(rest * TENTHS + (1L << shift) - 1, 1L << shift);
        if (tenths < TENTHS * TENTHS) {
            return tenths / TENTHS + "." + tenths % TENTHS + UNITS.charAt(unit - 1);
        }
        long rounded = rest == 0 ? whole : whole + 1;
        return rounded == STEP && unit < UNITS.length()
                ? "1.0" + UNITS.charAt(unit)
                : rounded + UNITS.substring(unit - 1, unit);
    }
}
