package posixkit.unix;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;

/** Implements {@link Mapping} for Linux and macOS. <b>Internal.</b> */
final class UnixMapping extends UnixRegion implements Mapping {
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

    @Override
    public String toString() {
        return super.toString() + (pages.areUnmapped() ? ", unmapped" : "");
    }
}
