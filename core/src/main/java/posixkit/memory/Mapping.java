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
     * Makes {@link #close} call the method {@link Memory#munmap} of the object {@code memory} to unmap the pages. By default,
     * {@code close} uses the {@code Memory} object that created this mapping. Returns this mapping.
     *
     * <p>Use this method if {@code memory} must see every call. For example, {@code memory} can report its calls to a listener,
     * or it can be a fake in a test.
     */
    Mapping closedBy(Memory memory);
}
