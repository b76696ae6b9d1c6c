package posixkit.unix;

import static posixkit.constants.Mmap.PROT_EXEC;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * The accesses (read, write, execute) that the pages of a mapping allow. Immutable: each {@code mprotect} creates a new
 * {@code Rights} object.
 *
 * <p>The library checks each access against this object before it makes the access. The kernel would also stop a forbidden
 * access, but with a signal that ends the JVM.
 */
final class Rights {
    static final int ALL = PROT_READ | PROT_WRITE | PROT_EXEC;

    /**
     * The stretches of the mapping. A stretch is a range whose bytes all allow the same accesses. Each entry of this map stands
     * for one stretch: the key is the offset of the first byte, and the value is the allowed accesses ({@code PROT_READ}, …).
     * Each stretch ends where the next stretch begins. The first stretch begins at offset 0. Neighbouring stretches with the same
     * accesses are merged into one.
     */
    private final NavigableMap<Long, Integer> stretches;

    /**
     * The accesses that every stretch of the mapping allows. For almost every access, a look at this field is enough to see that
     * the access is allowed.
     */
    private final int everywhere;

    private final long end;

    private final boolean isClosed;

    private Rights(NavigableMap<Long, Integer> stretches, int everywhere, long end, boolean isClosed) {
        this.stretches = stretches;
        this.everywhere = everywhere;
        this.end = end;
        this.isClosed = isClosed;
    }

    static Rights of(int prot, long length) {
        NavigableMap<Long, Integer> whole = new TreeMap<>();
        whole.put(0L, prot);
        return new Rights(whole, prot, length, false);
    }

    /**
     * Returns a copy of these rights during which no access may begin. {@link #allowEverywhere} returns false for each access, and
     * {@link #isClosed} returns true. The thread that makes the access then waits until other rights apply.
     */
    Rights closed() {
        return new Rights(stretches, 0, end, true);
    }

    /** Returns true if accesses have to wait until other rights apply. */
    boolean isClosed() {
        return isClosed;
    }

    /** Returns true if all pages allow the access {@code right}, and these rights are not {@link #closed}. */
    boolean allowEverywhere(int right) {
        return (everywhere & right) == right;
    }

    boolean allow(int right, long from, long size) {
        return allowEverywhere(right) || size == 0 || stretchesAllow(right, from, from + size);
    }

    /**
     * Returns a copy of these rights with one range changed to allow exactly {@code prot}. The range starts at the offset
     * {@code from} and ends before the offset {@code to}.
     */
    Rights with(int prot, long from, long to) {
        return changed(from, to, old -> prot);
    }

    /**
     * Returns a copy of these rights with one range restricted. The range starts at the offset {@code from} and ends before the
     * offset {@code to}. In the copy, the range allows an access only if {@code prot} allows it and these rights also allow it.
     */
    Rights within(int prot, long from, long to) {
        return changed(from, to, old -> old & prot);
    }

    /** Returns these rights for pages whose length has become {@code length}. New bytes allow the same as the last ones. */
    Rights resized(long length) {
        NavigableMap<Long, Integer> kept = new TreeMap<>(stretches.headMap(length));
        return new Rights(kept, kept.values().stream().reduce(ALL, (a, b) -> a & b), length, false);
    }

    private boolean stretchesAllow(int right, long from, long to) {
        return stretches.subMap(stretches.floorKey(from), to).values().stream()
                .allMatch(rights -> (rights & right) == right);
    }

    private Rights changed(long from, long to, IntUnaryOperator change) {
        TreeMap<Long, Integer> split = new TreeMap<>(stretches);
        split.put(from, stretches.floorEntry(from).getValue());
        if (to < end) {
            split.put(to, stretches.floorEntry(to).getValue());
        }
        split.subMap(from, to).replaceAll((place, rights) -> change.applyAsInt(rights));
        TreeMap<Long, Integer> merged = new TreeMap<>();
        split.forEach((place, rights) -> {
            if (merged.isEmpty() || !merged.lastEntry().getValue().equals(rights)) {
                merged.put(place, rights);
            }
        });
        int everywhere = merged.values().stream().reduce(ALL, (a, b) -> a & b);
        return new Rights(merged, everywhere, end, false);
    }
}
