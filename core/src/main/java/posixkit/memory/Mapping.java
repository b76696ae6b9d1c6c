package posixkit.memory;

import posixkit.ErrnoException;

/**
 * Pages that {@link Memory#mmap} put into the address space, as one {@link Region}. They stay mapped until {@link Memory#munmap} or {@link
 * #close}, even if nothing refers to this object any more; {@link Memory#mappings} lists them.
 */
public interface Mapping extends Region, AutoCloseable {
    /**
     * Unmaps the pages as {@link Memory#munmap} does, but does nothing if they are unmapped already.
     *
     * @throws ErrnoException as {@link Memory#munmap} does; the pages are then still mapped
     */
    @Override
    void close() throws ErrnoException;

    /**
     * Sets the role whose {@link Memory#munmap} {@link #close} uses: the one of a watched system, or a fake. Without this, it is the
     * role that made the mapping.
     */
    Mapping closedBy(Memory memory);
}
