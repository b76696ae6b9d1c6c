package posixkit.event;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set of descriptors for {@link Poll#select} ({@code fd_set}). It grows with the largest number in it, where C's ends at
 * {@code FD_SETSIZE}.
 *
 * <p>Not thread-safe.
 */
public final class FdSet {
    private long[] words = new long[1];

    /** An empty set. */
    public FdSet() {}

    /** A set of these descriptors. */
    public static FdSet of(int... fds) {
        FdSet set = new FdSet();
        for (int fd : fds) {
            set.add(fd);
        }
        return set;
    }

    /** C's {@code FD_SET}. */
    public void add(int fd) {
        int index = wordOf(fd);
        word(index, word(index) | bitOf(fd));
    }

    /** C's {@code FD_CLR}. */
    public void remove(int fd) {
        int index = wordOf(fd);
        if (index < words.length) {
            words[index] &= ~bitOf(fd);
        }
    }

    /** C's {@code FD_ISSET}. */
    public boolean contains(int fd) {
        return (word(wordOf(fd)) & bitOf(fd)) != 0;
    }

    /** C's {@code FD_ZERO}. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    /** Makes this set what another one is: before the next call, as the last one changed it. */
    public void copyOf(FdSet other) {
        words = other.words.clone();
    }

    /** How many are in it. */
    public int size() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /** One more than the largest number in it, or 0: what select calls {@code nfds}. */
    public int length() {
        int last = words.length - 1;
        while (last >= 0 && words[last] == 0) {
            last--;
        }
        return last < 0 ? 0 : (last + 1) * Long.SIZE - Long.numberOfLeadingZeros(words[last]);
    }

    /** The descriptors in it, the smallest first. */
    public IntStream fds() {
        return IntStream.range(0, length()).filter(this::contains);
    }

    /** The bits of 64 descriptors, the smallest lowest. In memory they lie as every system has them. */
    public long word(int index) {
        return index < words.length ? words[index] : 0;
    }

    /** Sets the bits of 64 descriptors. */
    public void word(int index, long bits) {
        if (index >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, words.length * 2));
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

    private static int wordOf(int fd) {
        if (fd < 0 || fd == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no descriptor: " + fd);
        }
        return fd / Long.SIZE;
    }

    private static long bitOf(int fd) {
        return 1L << fd % Long.SIZE;
    }
}
