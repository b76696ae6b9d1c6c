package posixkit.memory;

import java.nio.ByteBuffer;

/**
 * The bytes of a {@link Mapping}, or of a part of a mapping ({@link #slice}). Offsets count from the first byte of the region.
 * Offsets are {@code long}, so a region may be larger than 2 GiB. The methods read and write numbers: values of the types
 * {@code byte}, {@code short}, {@code int} and {@code long}. The bytes of a number are in the byte order of the processor.
 *
 * <p>The methods {@code …Acquire}, {@code …Release}, {@code compareAndSet…} and {@code getAndAdd…} make atomic accesses. In an atomic access, the
 * address of the number must be a multiple of the size of the number. In all other accesses, the number can be at any address.
 *
 * <p>Every access is checked, so no access can damage the JVM. An access outside of the region throws
 * {@link IndexOutOfBoundsException}. An access to unmapped pages throws {@link IllegalStateException}. An access that the
 * protection of the pages forbids also throws {@link IllegalStateException}. Reading needs {@code PROT_READ} and writing needs
 * {@code PROT_WRITE}. On some processors, one of these two protections allows both reading and writing. The methods nevertheless
 * require {@code PROT_READ} for every read and {@code PROT_WRITE} for every write.
 *
 * <p>Any number of threads may use a region while another thread unmaps it. During the unmapping, an access to one number either
 * happens completely or throws {@link IllegalStateException}. A method that transfers many bytes first checks whether all these
 * bytes may be accessed. If this check fails, the method throws before it transfers the first byte. But if another thread unmaps
 * or protects the pages during the transfer, the method may throw after it has transferred some of the bytes.
 *
 * <p>Other threads and processes may see non-atomic writes with a delay or in a different order. To build a lock or a ring
 * buffer in shared memory, use the atomic accesses. The atomic accesses work between threads and between processes. If a
 * {@code get…Acquire} reads a value that a {@code put…Release} wrote, the reader also sees everything that the writer wrote
 * before this {@code put…Release}. {@code compareAndSet…} and {@code getAndAdd…} act both as a {@code get…Acquire} and as a {@code put…Release}.
 *
 * <p><b>In a JVM:</b> no method returns a {@link ByteBuffer} for this memory. A program could use such a buffer after the pages
 * are unmapped, and an access to unmapped memory ends the JVM.
 *
 * <p>Some mapped pages cannot be accessed although their protection allows the access. For example, a page lies behind the end of
 * its file because the file was shortened, or the kernel cannot load a page because the disk is full. An access to such a page
 * causes an {@link InternalError}, as with a {@link java.nio.MappedByteBuffer}. JDK 25 throws the error at the access. JDK 17 may
 * throw it later, when the thread next runs code of the JVM itself, for example to allocate memory. The values that the thread
 * has read from the page before the error are undefined.
 *
 * <p>{@code compareAndSet…} and {@code getAndAdd…} can end the JVM if another process shortens the file during the call. The
 * reason is that the interpreter of the JVM makes the atomic change until the JVM has compiled the method. The interpreter cannot
 * throw an {@link InternalError} for an atomic change. Instead, if the page cannot be accessed, the atomic change ends the JVM. To
 * avoid this, these methods first read a byte of the number. If the page cannot be accessed, this read causes the
 * {@link InternalError}, and the atomic change does not happen. Only a page that becomes inaccessible between the read and the
 * atomic change can still end the JVM.
 *
 * <p>An access to one number takes a few nanoseconds. The reason is that each access is checked, and that it shows other threads
 * that the pages are in use. A virtual thread needs about 10 nanoseconds more. To transfer many bytes, use the methods {@code get}
 * and {@code put}, which check once for many bytes.
 */
public interface Region {
    /** Returns the number of bytes in this region. */
    long length();

    /** Returns the address of the first byte, for use by native code. Nothing checks the accesses of native code. */
    long address();

    /**
     * Returns the part of this region that starts at {@code offset} and has {@code length} bytes. The result is a view of the
     * same memory. The view does not keep the memory mapped and need not be closed.
     *
     * @throws IndexOutOfBoundsException if the part is not inside this region
     */
    Region slice(long offset, long length);

    /** Returns the {@code byte} at {@code offset}. */
    byte getByte(long offset);

    /** Returns the {@code short} at {@code offset}. */
    short getShort(long offset);

    /** Returns the {@code int} at {@code offset}. */
    int getInt(long offset);

    /** Returns the {@code long} at {@code offset}. */
    long getLong(long offset);

    /** Writes a {@code byte} at {@code offset}. */
    void putByte(long offset, byte value);

    /** Writes a {@code short} at {@code offset}. */
    void putShort(long offset, short value);

    /** Writes an {@code int} at {@code offset}. */
    void putInt(long offset, int value);

    /** Writes a {@code long} at {@code offset}. */
    void putLong(long offset, long value);

    /**
     * Returns the {@code int} at {@code offset}, read atomically. Later accesses of this thread happen after this read.
     *
     * @throws IllegalArgumentException if the address of the {@code int} is not a multiple of 4
     */
    int getIntAcquire(long offset);

    /**
     * Returns the {@code long} at {@code offset}, read atomically. Later accesses of this thread happen after this read.
     *
     * @throws IllegalArgumentException if the address of the {@code long} is not a multiple of 8
     */
    long getLongAcquire(long offset);

    /**
     * Writes an {@code int} at {@code offset} atomically. Earlier accesses of this thread happen before this write.
     *
     * @throws IllegalArgumentException if the address of the {@code int} is not a multiple of 4
     */
    void putIntRelease(long offset, int value);

    /**
     * Writes a {@code long} at {@code offset} atomically. Earlier accesses of this thread happen before this write.
     *
     * @throws IllegalArgumentException if the address of the {@code long} is not a multiple of 8
     */
    void putLongRelease(long offset, long value);

    /**
     * Atomically writes {@code value} at {@code offset} if the {@code int} at {@code offset} equals {@code expected}. Returns
     * true if this method wrote {@code value}. The page that contains the {@code int} must allow both {@code PROT_READ} and
     * {@code PROT_WRITE}. Earlier accesses of this thread happen before this atomic access. Later accesses of this thread happen
     * after this atomic access.
     *
     * @throws IllegalArgumentException if the address of the {@code int} is not a multiple of 4
     */
    boolean compareAndSetInt(long offset, int expected, int value);

    /**
     * Atomically writes {@code value} at {@code offset} if the {@code long} at {@code offset} equals {@code expected}. Returns
     * true if this method wrote {@code value}. The page that contains the {@code long} must allow both {@code PROT_READ} and
     * {@code PROT_WRITE}. Earlier accesses of this thread happen before this atomic access. Later accesses of this thread happen
     * after this atomic access.
     *
     * @throws IllegalArgumentException if the address of the {@code long} is not a multiple of 8
     */
    boolean compareAndSetLong(long offset, long expected, long value);

    /**
     * Atomically adds {@code delta} to the {@code int} at {@code offset}. Returns the value before the addition. The sum wraps
     * around on overflow, as in Java. The page that contains the {@code int} must allow both {@code PROT_READ} and
     * {@code PROT_WRITE}. Earlier accesses of this thread happen before this atomic access. Later accesses of this thread happen
     * after this atomic access.
     *
     * @throws IllegalArgumentException if the address of the {@code int} is not a multiple of 4
     */
    int getAndAddInt(long offset, int delta);

    /**
     * Atomically adds {@code delta} to the {@code long} at {@code offset}. Returns the value before the addition. The sum wraps
     * around on overflow, as in Java. The page that contains the {@code long} must allow both {@code PROT_READ} and
     * {@code PROT_WRITE}. Earlier accesses of this thread happen before this atomic access. Later accesses of this thread happen
     * after this atomic access.
     *
     * @throws IllegalArgumentException if the address of the {@code long} is not a multiple of 8
     */
    long getAndAddLong(long offset, long delta);

    /**
     * Copies {@code length} bytes of this region to {@code into}. The first byte is read at {@code offset} and stored at
     * {@code into[index]}.
     */
    void get(long offset, byte[] into, int index, int length);

    /**
     * Fills the buffer {@code into}, from the position to the limit of the buffer, with the bytes of this region that start at
     * {@code offset}. Afterwards the position of the buffer equals its limit.
     */
    void get(long offset, ByteBuffer into);

    /**
     * Copies {@code length} bytes of {@code from} to this region. The first byte is read from {@code from[index]} and stored at
     * {@code offset}.
     */
    void put(long offset, byte[] from, int index, int length);

    /**
     * Copies the bytes between the position and the limit of the buffer {@code from} to this region, starting at {@code offset}.
     * Afterwards the position of the buffer equals its limit.
     */
    void put(long offset, ByteBuffer from);
}
