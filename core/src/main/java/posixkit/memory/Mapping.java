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
     * @throws ErrnoException with the errnos of {@link Memory#munmap}; the pages are then still mapped
     */
    @Override
    void close() throws ErrnoException;

    /**
     * Sets the object with which {@link #close} unmaps the pages: {@code close} calls {@link Memory#munmap} of {@code memory}. By
     * default, {@code close} uses the {@code Memory} object that created this mapping. Returns this mapping.
     *
     * <p>Use this method if every unmapping must go through {@code memory}. For example, {@code memory} can report its calls to a
     * listener, or it can be a fake in a test.
     */
    Mapping closedBy(Memory memory);
}
