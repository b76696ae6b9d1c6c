package posixkit.event;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set of descriptors for {@link Poll#select} ({@code fd_set}). It grows with the largest descriptor in it; the C type ends at {@code
 * FD_SETSIZE}.
 *
 * <p>Not thread-safe.
 */
public final class FdSet {
    /** With more words, the number of bits would not fit an int. */
    private static final int MOST_WORDS = Integer.MAX_VALUE / Long.SIZE;

    private long[] words = new long[1];

    /** Makes an empty set. */
    public FdSet() {}

    /** Returns a set of these descriptors. */
    public static FdSet of(int... fds) {
        FdSet set = new FdSet();
        for (int fd : fds) {
            set.add(fd);
        }
        return set;
    }

    /** Adds a descriptor, as {@code FD_SET} does. */
    public void add(int fd) {
        int index = wordOf(fd);
        word(index, word(index) | bitOf(fd));
    }

    /** Removes a descriptor, as {@code FD_CLR} does. */
    public void remove(int fd) {
        int index = wordOf(fd);
        if (index < words.length) {
            words[index] &= ~bitOf(fd);
        }
    }

    /** True if the descriptor is in the set, as {@code FD_ISSET} says. */
    public boolean contains(int fd) {
        return (word(wordOf(fd)) & bitOf(fd)) != 0;
    }

    /** Removes all descriptors, as {@code FD_ZERO} does. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    /** Makes this set equal to {@code other}. Use it to prepare a set for the next call after a call has changed it. */
    public void copyOf(FdSet other) {
        words = other.words.clone();
    }

    /** Returns how many descriptors are in the set. */
    public int size() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /** Returns the largest descriptor in the set plus 1, or 0 if it is empty: the {@code nfds} of select. */
    public int length() {
        int last = words.length - 1;
        while (last >= 0 && words[last] == 0) {
            last--;
        }
        return last < 0 ? 0 : (last + 1) * Long.SIZE - Long.numberOfLeadingZeros(words[last]);
    }

    /** Returns the descriptors in the set, in ascending order. */
    public IntStream fds() {
        return IntStream.range(0, length()).filter(this::contains);
    }

    /**
     * Returns the bits of the 64 descriptors from {@code 64 * index} on, the smallest in the lowest bit.
     *
     * @throws IllegalArgumentException {@code index} is negative, or no descriptor is that large
     */
    public long word(int index) {
        return checked(index) < words.length ? words[index] : 0;
    }

    /**
     * Sets the bits of the 64 descriptors from {@code 64 * index} on, the smallest in the lowest bit.
     *
     * @throws IllegalArgumentException {@code index} is negative, or no descriptor is that large
     */
    public void word(int index, long bits) {
        if (checked(index) >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, Math.min(words.length * 2, MOST_WORDS)));
        }
        words[index] = bits;
    }

    /** Returns a set of the same descriptors. */
    public FdSet copy() {
        FdSet copy = new FdSet();
        copy.copyOf(this);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FdSet that
                && Arrays.equals(fds().toArray(), that.fds().toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fds().toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(fds().toArray());
    }

    private static int checked(int index) {
        if (index < 0 || index >= MOST_WORDS) {
            throw new IllegalArgumentException("index: " + index);
        }
        return index;
    }

    private static int wordOf(int fd) {
        if (fd < 0 || fd / Long.SIZE >= MOST_WORDS) {
            throw new IllegalArgumentException("fd: " + fd);
        }
        return fd / Long.SIZE;
    }

    private static long bitOf(int fd) {
        return 1L << fd % Long.SIZE;
    }
}
