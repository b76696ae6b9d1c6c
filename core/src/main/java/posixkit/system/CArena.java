package posixkit.system;

/**
 * Memory outside the Java heap for the arguments of {@link Symbols#call}: C strings, structures, buffers.
 * {@link Symbols#newArena} creates an arena, and {@link #close} frees all memory of the arena. In this example, {@code symbols}
 * is a {@link Symbols} object. {@code memfdCreate} is the {@link CFunction} that {@code symbols.function("memfd_create")}
 * returned:
 *
 * <pre>{@code
 * try (CArena arena = symbols.newArena()) {
 *     long fd = symbols.call(memfdCreate, arena.string("name"), MFD_CLOEXEC);
 * }
 * }</pre>
 *
 * <p>An arena consists of pieces of memory. Each call of {@link #alloc}, {@link #string(String)} or {@link #bytes(byte[])}
 * allocates one piece. The bytes that a method reads or writes must all lie inside one piece; otherwise, the method throws
 * {@link IndexOutOfBoundsException}. So the methods of the arena cannot read memory that a C function allocated. To read such
 * memory, let another C function copy it into the arena first. After {@link #close}, all methods except {@code close} throw
 * {@link IllegalStateException}. Do not close the arena while a C function may still write to its memory. After the close, the
 * same memory may belong to other code, and the C function would corrupt it.
 *
 * <p>Thread-safe. The methods read and write numbers in the byte order of the processor. The address of a number need not be
 * aligned.
 */
public interface CArena extends AutoCloseable {
    /**
     * Allocates {@code size} bytes of memory and returns their address. The bytes are zero, and the address is aligned for any
     * structure.
     *
     * @throws IllegalArgumentException {@code size} is negative
     * @throws OutOfMemoryError the C library has no more memory
     */
    long alloc(int size);

    /**
     * Allocates a C string and returns the address of the string. The string consists of the bytes of {@code text} and a
     * terminating NUL.
     *
     * @throws IllegalArgumentException if {@code text} cannot be converted to a C string, for example because it contains a NUL;
     *     {@link posixkit.Names} describes all strings that cannot be converted
     */
    long string(String text);

    /** Allocates memory with a copy of {@code contents} and returns its address. */
    long bytes(byte[] contents);

    /**
     * Returns a copy of the {@code length} bytes at {@code address}.
     *
     * @throws IndexOutOfBoundsException the bytes are not inside one piece of memory. A piece is the memory that one call of
     *     {@link #alloc}, {@link #string(String)} or {@link #bytes(byte[])} allocated. Every method with a parameter
     *     {@code address} can throw this exception
     */
    byte[] bytes(long address, int length);

    /** Returns the text of the C string at {@code address}: the bytes before the first NUL. */
    String string(long address);

    /** Copies {@code contents} to the memory at {@code address}. */
    void put(long address, byte[] contents);

    /** Returns the {@code int} at {@code address}. */
    int getInt(long address);

    /** Returns the {@code long} at {@code address}. */
    long getLong(long address);

    /** Writes an {@code int} at {@code address}. */
    void putInt(long address, int value);

    /** Writes a {@code long} at {@code address}. */
    void putLong(long address, long value);

    /** Frees all memory of this arena. Does nothing if the memory is already freed. */
    @Override
    void close();
}
