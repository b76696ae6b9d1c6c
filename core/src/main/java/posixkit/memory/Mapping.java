package posixkit.memory;

import posixkit.ErrnoException;

/**
 * The pages that one call of {@link Memory#mmap} mapped, as one {@link Region}. The pages stay mapped until {@link Memory#munmap}
 * or {@link #close} is called, even if the program keeps no reference to this object. {@link Memory#mappings} lists all mappings
 * that are not yet unmapped.
 */
public interface Mapping extends Region, AutoCloseable {
    /**
     * Unmaps the pages, as {@link Memory#munmap} does. If the pages are already unmapped, this method does nothing.
     *
     * @throws ErrnoException with the errnos of {@link Memory#munmap}; the pages are then still mapped
     */
    @Override
    void close() throws ErrnoException;

    /**
     * Sets the {@link Memory} object whose method {@link Memory#munmap} is called by {@link #close}. Without this method,
     * {@code close} uses the object whose method {@link Memory#mmap} created the mapping. For example, pass a {@code Memory} that
     * reports its calls to a listener, or a fake in a test, so that it also sees the unmapping. Returns this mapping.
     */
    Mapping closedBy(Memory memory);
}
