package posixkit.memory;

import java.io.Closeable;

/**
 * Pages that {@link Memory#mmap} put into the address space, as one {@link Region}. They stay until they are unmapped,
 * whether or not anybody still refers to them; {@link Memory#mappings} tells which there are.
 *
 * <p>Closing is {@link Memory#munmap} the first time and nothing later.
 */
public interface Mapping extends Region, Closeable {}
