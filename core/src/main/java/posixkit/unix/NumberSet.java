package posixkit.unix;

import java.util.Arrays;

/** A set of numbers that is asked without boxing one. <b>Internal.</b> */
public final class NumberSet {
    private final long[] sorted;

    private NumberSet(long[] sorted) {
        this.sorted = sorted;
    }

    /** Returns a set of 32-bit numbers: a negative {@code int} counts as unsigned. */
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
