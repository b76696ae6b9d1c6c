package posixkit.system;

/**
 * Memory outside the heap for the arguments of {@link Symbols#call}: C strings, structures, buffers. Made by {@link Symbols#newArena};
 * {@link #close} frees all of it.
 *
 * <pre>{@code
 * try (CArena arena = symbols.newArena()) {
 *     long fd = symbols.call(memfdCreate, arena.string("name"), MFD_CLOEXEC);
 * }
 * }</pre>
 *
 * <p>Every access is checked: it must lie inside one piece that this arena allocated, so an address that a C function returned cannot be
 * read here. Copy what it points to into the arena first, by another function. After {@code close}, every method throws {@link
 * IllegalStateException}; C functions that still use the memory then corrupt memory of others.
 *
 * <p>Thread-safe. Numbers are in the processor's byte order and need not be aligned.
 */
public interface CArena extends AutoCloseable {
    /**
     * Allocates {@code size} bytes of zeros, aligned for any structure, and returns their address.
     *
     * @throws IllegalArgumentException {@code size} is negative
     * @throws OutOfMemoryError the C library has no more memory
     */
    long alloc(int size);

    /**
     * Allocates a C string: the bytes of {@code text} and a NUL. Returns its address.
     *
     * @throws IllegalArgumentException no bytes decode to {@code text}; see {@link posixkit.Names}
     */
    long string(String text);

    /** Allocates a copy of {@code contents} and returns its address. */
    long bytes(byte[] contents);

    /**
     * Returns a copy of {@code length} bytes.
     *
     * @throws IndexOutOfBoundsException they are not inside one piece of this arena; so for every method with an address
     */
    byte[] bytes(long address, int length);

    /** Returns the C string at {@code address}: what stands before the first NUL of the piece. */
    String string(long address);

    /** Copies {@code contents} to {@code address}. */
    void put(long address, byte[] contents);

    /** Reads four bytes. */
    int getInt(long address);

    /** Reads eight bytes. */
    long getLong(long address);

    /** Writes four bytes. */
    void putInt(long address, int value);

    /** Writes eight bytes. */
    void putLong(long address, long value);

    /** Frees the memory. Does nothing if it is freed already. */
    @Override
    void close();
}
