package posixkit.unix;

import java.util.Arrays;

/**
 * A set of 32-bit numbers, for fast look-ups: a look-up creates no object for the number, but a look-up in a {@code Set<Long>}
 * does. <b>Internal.</b>
 */
public final class NumberSet {
    /** The value of an element of {@link #table} that holds no number. No unsigned number of 32 bits has this value. */
    private static final long NONE = -1;

    /** An odd factor that makes the upper bits of a product depend on all bits of a number. Many ioctl numbers differ in few bits. */
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    /** The table has at least half this number of elements for each number, so there is always a free element. */
    private static final int ROOM = 4;

    /**
     * A hash table. A number is in the element that its product with {@link #SCATTER} chooses, or in the next free element.
     * The length is a power of 2.
     */
    private final long[] table;

    private NumberSet(long[] numbers) {
        table = new long[Integer.highestOneBit(Math.max(numbers.length, 1)) * ROOM];
        Arrays.fill(table, NONE);
        for (long number : numbers) {
            table[place(unsigned(number))] = unsigned(number);
        }
    }

    /**
     * Returns a set of {@code numbers}. Takes only the lower 32 bits of each number, as an unsigned number. So −1 is the same
     * number as 4294967295.
     */
    public static NumberSet of(long... numbers) {
        return new NumberSet(numbers);
    }

    public boolean contains(long number) {
        return table[place(unsigned(number))] != NONE;
    }

    /** Returns the index of {@code number} in the table, or the index of the element where it would be. */
    private int place(long number) {
        int place = (int) (number * SCATTER >>> Integer.SIZE) & table.length - 1;
        while (table[place] != NONE && table[place] != number) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private static long unsigned(long number) {
        return Integer.toUnsignedLong((int) number);
    }
}
