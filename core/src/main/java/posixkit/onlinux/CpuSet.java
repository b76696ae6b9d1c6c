package posixkit.onlinux;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A set of processors, for {@link Scheduling#schedSetaffinity}. It grows with the largest processor in it. In contrast, the C type
 * {@code cpu_set_t} has a fixed size and can contain only 1024 processors.
 *
 * <p>Not thread-safe.
 */
public final class CpuSet {
    /** The largest number of 64-bit words in a set: room for a million processors. */
    private static final int MOST_WORDS = 16 * 1024;

    private long[] words = new long[1];

    /** Creates an empty set. */
    public CpuSet() {}

    /** Returns a new set that contains {@code cpus}. */
    public static CpuSet of(int... cpus) {
        CpuSet set = new CpuSet();
        for (int cpu : cpus) {
            set.add(cpu);
        }
        return set;
    }

    /**
     * Adds a processor, as {@code CPU_SET} does. Returns this set.
     *
     * @throws IllegalArgumentException if {@code cpu} is negative or above a million
     */
    public CpuSet add(int cpu) {
        int index = wordOf(cpu);
        word(index, word(index) | bitOf(cpu));
        return this;
    }

    /** Removes a processor, as {@code CPU_CLR} does. Returns this set. */
    public CpuSet remove(int cpu) {
        int index = wordOf(cpu);
        if (index < words.length) {
            words[index] &= ~bitOf(cpu);
        }
        return this;
    }

    /** Returns true if the processor is in the set, as {@code CPU_ISSET} does. */
    public boolean contains(int cpu) {
        return (word(wordOf(cpu)) & bitOf(cpu)) != 0;
    }

    /** Removes all processors, as {@code CPU_ZERO} does. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    /** Returns the number of processors in the set, as {@code CPU_COUNT} does. */
    public int size() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /** Returns the largest processor in the set plus 1, or 0 if the set is empty. */
    public int length() {
        int last = words.length - 1;
        while (last >= 0 && words[last] == 0) {
            last--;
        }
        return last < 0 ? 0 : (last + 1) * Long.SIZE - Long.numberOfLeadingZeros(words[last]);
    }

    /** Returns the processors in the set, in ascending order. */
    public IntStream cpus() {
        return IntStream.range(0, length()).filter(this::contains);
    }

    /**
     * Returns the bits of the 64 processors from {@code 64 * index} on. A bit is 1 if its processor is in the set. The lowest bit
     * belongs to the smallest of these processors.
     */
    public long word(int index) {
        return checked(index) < words.length ? words[index] : 0;
    }

    /** Sets the bits of the 64 processors from {@code 64 * index} on. {@link #word(int)} explains the bits. */
    public void word(int index, long bits) {
        if (checked(index) >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, Math.min(words.length * 2, MOST_WORDS)));
        }
        words[index] = bits;
    }

    /** Returns a new set with the same processors. */
    public CpuSet copy() {
        CpuSet copy = new CpuSet();
        copy.words = words.clone();
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet that
                && Arrays.equals(cpus().toArray(), that.cpus().toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cpus().toArray());
    }

    /** Returns the processors as {@code taskset} and {@code /proc} write them, for example {@code CpuSet[0-3,8]}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", "CpuSet[", "]");
        for (int first = 0; first < length(); first++) {
            if (contains(first)) {
                int last = first;
                while (last + 1 < length() && contains(last + 1)) {
                    last++;
                }
                text.add(first == last ? Integer.toString(first) : first + "-" + last);
                first = last;
            }
        }
        return text.toString();
    }

    private static int checked(int index) {
        if (index < 0 || index >= MOST_WORDS) {
            throw new IllegalArgumentException("index: " + index);
        }
        return index;
    }

    private static int wordOf(int cpu) {
        if (cpu < 0 || cpu / Long.SIZE >= MOST_WORDS) {
            throw new IllegalArgumentException("cpu: " + cpu);
        }
        return cpu / Long.SIZE;
    }

    private static long bitOf(int cpu) {
        return 1L << cpu % Long.SIZE;
    }
}
