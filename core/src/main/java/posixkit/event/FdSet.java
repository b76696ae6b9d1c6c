package posixkit.event;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set of descriptors for {@link Poll#select}. The set has one bit for each descriptor, in words of 64 bits. The set grows if
 * the program adds a larger descriptor. In contrast, the C type {@code fd_set} has a fixed size and can contain only descriptors
 * below {@code FD_SETSIZE}.
 *
 * <p>Not thread-safe.
 */
public final class FdSet {
    /** The largest number of 64-bit words in a set. With more words, the number of bits would not fit in an int. */
    private static final int MOST_WORDS = Integer.MAX_VALUE / Long.SIZE;

    private long[] words = new long[1];

    /** Creates an empty set. */
    public FdSet() {}

    /** Returns a new set that contains {@code fds}. */
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

    /** Returns true if the descriptor is in the set, as {@code FD_ISSET} does. */
    public boolean contains(int fd) {
        return (word(wordOf(fd)) & bitOf(fd)) != 0;
    }

    /** Removes all descriptors, as {@code FD_ZERO} does. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    /**
     * Copies the content of {@code other} to this set. {@link Poll#select} changes the sets that the caller passes. Use this
     * method to restore a set before the next call.
     */
    public void copyOf(FdSet other) {
        words = other.words.clone();
    }

    /** Returns the number of descriptors in the set. */
    public int size() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /**
     * Returns the largest descriptor in the set plus 1, or 0 if the set is empty. Pass this number as {@code nfds} to
     * {@link Poll#select(int, FdSet, FdSet, FdSet, long)}.
     */
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
     * Returns the bits of the 64 descriptors from {@code 64 * index} on. A bit is 1 if its descriptor is in the set. The lowest
     * bit belongs to the smallest of these descriptors.
     *
     * @throws IllegalArgumentException if {@code index} is negative, or a set cannot contain these descriptors because they are
     *     too large
     */
    public long word(int index) {
        return checked(index) < words.length ? words[index] : 0;
    }

    /**
     * Sets the bits of 64 descriptors, from the descriptor {@code 64 * index} on. {@code bits} holds the new bits. If a new bit
     * is 1, its descriptor is in the set afterwards. If a new bit is 0, its descriptor is not in the set afterwards. The lowest
     * bit belongs to the smallest of these descriptors.
     *
     * @throws IllegalArgumentException if {@code index} is negative, or a set cannot contain these descriptors because they are
     *     too large
     */
    public void word(int index, long bits) {
        if (checked(index) >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, Math.min(words.length * 2, MOST_WORDS)));
        }
        words[index] = bits;
    }

    /** Returns a new set with the same descriptors. */
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
