package posixkit.unix;

import java.util.Arrays;

/**
 * A set of 32-bit numbers, for fast look-ups: a look-up creates no object for the number, but a look-up in a {@code Set<Long>}
 * does. <b>Internal.</b>
 */
public final class NumberSet {
    private final long[] sorted;

    private NumberSet(long[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Returns a set of {@code numbers}. Takes only the lower 32 bits of each number, as an unsigned number. So −1 is the same
     * number as 4294967295.
     */
    public static NumberSet of(long... numbers) {
        return new NumberSet(Arrays.stream(numbers)
                .map(number -> Integer.toUnsignedLong((int) number))
                .sorted()
                .toArray());
    }

    public boolean contains(long number) {
        return Arrays.binarySearch(sorted, Integer.toUnsignedLong((int) number)) >= 0;
    }
}
