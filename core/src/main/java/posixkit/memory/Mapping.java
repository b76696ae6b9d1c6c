package posixkit.memory;

import posixkit.ErrnoException;

/**
 * The pages that one call of {@link Memory#mmap} mapped. The methods of {@link Region} read and write the bytes of these pages.
 * The pages stay mapped until {@link Memory#munmap} or {@link #close} is called, even if the program keeps no reference to this
 * object. {@link Memory#mappings} lists all mappings that are not yet unmapped.
 */
public interface Mapping extends Region, AutoCloseable {
    /**
     * Unmaps the pages, as {@link Memory#munmap} does. If the pages are already unmapped, this method does nothing.
     *
     * @throws ErrnoException with the errnos of {@link Memory#munmap}. After each of these failures, the pages are still mapped
     */
    @Override
    void close() throws ErrnoException;

    /**
     * Sets the {@link Memory} object whose method {@link Memory#munmap} unmaps the pages when {@link #close} is called. By
     * default, {@code close} uses the {@code Memory} object that created this mapping. Returns this mapping.
     *
     * <p>Use this method if a certain {@code Memory} object must see every unmapping. For example, the {@code Memory} object can
     * report every call to a listener, or can be a fake in a test.
     */
    Mapping closedBy(Memory memory);
}
