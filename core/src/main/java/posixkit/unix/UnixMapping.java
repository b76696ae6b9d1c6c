package posixkit.unix;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.memory.Mapping;

/** {@link Mapping}. <b>Internal.</b> */
final class UnixMapping extends UnixRegion implements Mapping {
    private final UnixMemory memory;

    UnixMapping(UnixMemory memory, Pages pages) {
        super(pages, 0, pages.length());
        this.memory = memory;
    }

    boolean isOf(UnixMemory other) {
        return memory == other;
    }

    @Override
    public void close() throws ErrnoException {
        Outcome.ofObject("munmap", this, memory.unmap(this));
    }

    @Override
    public String toString() {
        return super.toString() + (pages.areUnmapped() ? ", unmapped" : "");
    }
}
