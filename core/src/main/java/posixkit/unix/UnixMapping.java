package posixkit.unix;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;

/** Implements {@link Mapping} for Linux and macOS. <b>Internal.</b> */
final class UnixMapping extends UnixRegion implements Mapping {
    /** Spreads the bits of addresses, which all end in many zeros. */
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final UnixMemory memory;
    private volatile Memory closer;

    UnixMapping(UnixMemory memory, Pages pages) {
        super(pages, 0, pages.length());
        this.memory = memory;
        closer = memory;
    }

    boolean isOf(UnixMemory other) {
        return memory == other;
    }

    @Override
    public void close() throws ErrnoException {
        Memory role = closer;
        if (role == memory) {
            Outcome.ofObject("munmap", this, memory.unmap(this));
        } else if (!pages.areUnmapped()) {
            closeBy(role);
        }
    }

    private void closeBy(Memory role) throws ErrnoException {
        try {
            role.munmap(this);
        } catch (IllegalStateException e) {
            // Another thread may have unmapped the pages after close() checked whether they are mapped. Then there is
            // nothing left to do.
            if (!pages.areUnmapped()) {
                throw e;
            }
        }
    }

    @Override
    public Mapping closedBy(Memory memory) {
        closer = Objects.requireNonNull(memory, "memory");
        return this;
    }

    /**
     * Returns a number that follows from the address. The hash code that every object has would be slower: the JVM computes it at
     * its first use. Two mapping objects are equal only if they are the same object.
     */
    @Override
    public int hashCode() {
        return Long.hashCode(pages.address() * HASH_FACTOR);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return super.toString() + (pages.areUnmapped() ? ", unmapped" : "");
    }
}
