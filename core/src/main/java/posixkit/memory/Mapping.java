package posixkit.memory;

import posixkit.ErrnoException;

/**
 * The pages that one call of {@link Memory#mmap} mapped, as one {@link Region}. They stay mapped until {@link Memory#munmap} or
 * {@link #close} is called, even if the program keeps no reference to this object. {@link Memory#mappings} lists all present
 * mappings.
 */
public interface Mapping extends Region, AutoCloseable {
    /**
     * Unmaps the pages, as {@link Memory#munmap} does. Does nothing if they are already unmapped.
     *
     * @throws ErrnoException for the same reasons as in {@link Memory#munmap}; the pages are then still mapped
     */
    @Override
    void close() throws ErrnoException;

    /**
     * Sets the role that {@link #close} uses for its call of {@link Memory#munmap}, for example the role of a watched
     * {@code Posix} or a fake. By default, it is the role that created the mapping. Returns this mapping.
     */
    Mapping closedBy(Memory memory);
}
