package posixkit.memory;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Pages that {@link Memory#mmap} put into the address space, as one {@link Region}. They stay until they are unmapped,
 * whether or not anybody still refers to them; {@link Memory#mappings} tells which there are.
 */
public interface Mapping extends Region, AutoCloseable {
    /**
     * {@link Memory#munmap} the first time, and nothing later.
     *
     * @throws ErrnoException as there; it is then still mapped
     */
    @Override
    @Call("munmap(2)")
    void close() throws ErrnoException;
}
