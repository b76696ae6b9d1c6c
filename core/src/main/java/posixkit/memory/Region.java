package posixkit.memory;

import java.nio.ByteBuffer;

/**
 * The bytes of a mapping, or of a slice of a mapping. Offsets count from the first byte of the region. Offsets are
 * {@code long}, so a region may be larger than 2 GiB. Numbers are in the byte order of the processor. They need not be aligned,
 * except in atomic accesses.
 *
 * <p>Every access is checked, so no access can damage the JVM. An access outside of the region throws
 * {@link IndexOutOfBoundsException}. An access to unmapped pages, or an access that their protection forbids, throws
 * {@link IllegalStateException}. Reading needs {@code PROT_READ} and writing needs {@code PROT_WRITE}, even on processors where
 * one of them implies the other.
 *
 * <p>Any number of threads may use a region while another thread unmaps it. An access then either happens completely or throws.
 * A transfer of many bytes throws before the first byte. Only if another thread unmaps or protects the pages meanwhile, it may
 * throw after some of the bytes.
 *
 * <p>Plain accesses have no order between threads or processes. To build a lock or a ring buffer in shared memory, use the
 * atomic accesses. A {@code get…Acquire} may read a value that a {@code put…Release} wrote. The reader then also sees
 * everything that the writer wrote before that {@code put…Release}. {@code compareAndSet…} has both effects. These rules also
 * apply between processes. Atomic accesses need an address that is a multiple of the size of the number.
 *
 * <p><b>In a JVM:</b> There is no {@link ByteBuffer} for this memory. It could be used after the mapping has ended, and reading
 * unmapped memory ends the JVM. A page can lie behind the end of its file because the file was shortened, or can fail to load
 * because the disk is full. An access to such a page causes an {@link InternalError}, as it does for mapped files of the JDK.
 * JDK 25 throws the error at the access. JDK 17 may throw it later, when the thread next enters the JVM, for example to
 * allocate memory; the values that were read before the error are undefined. {@code compareAndSet…} reads the number once
 * before it changes it. If another process shortens the file between the two steps, the JVM ends, unless it has already
 * compiled the method.
 *
 * <p>A single access takes about 50 nanoseconds, 20 to 60 times as long as in a direct buffer, because it takes a lock that
 * prevents unmapping. For speed, transfer many bytes at once.
 */
public interface Region {
    /** Returns the number of bytes. */
    long length();

    /** Returns the address of the first byte, for use by native code. Nothing checks the accesses of native code. */
    long address();

    /**
     * Returns the part of this region that starts at {@code offset} and has {@code length} bytes. The result is a view of the
     * same memory. It does not keep the memory mapped and need not be closed.
     *
     * @throws IndexOutOfBoundsException the part is not inside this region
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

    /** Writes a {@code int} at {@code offset}. */
    void putInt(long offset, int value);

    /** Writes a {@code long} at {@code offset}. */
    void putLong(long offset, long value);

    /**
     * Returns the {@code int} at {@code offset}, read atomically. Later accesses of this thread happen after this read.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    int getIntAcquire(long offset);

    /**
     * Returns the {@code long} at {@code offset}, read atomically. Later accesses of this thread happen after this read.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    long getLongAcquire(long offset);

    /**
     * Writes an {@code int} at {@code offset} atomically. Earlier accesses of this thread happen before this write.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    void putIntRelease(long offset, int value);

    /**
     * Writes a {@code long} at {@code offset} atomically. Earlier accesses of this thread happen before this write.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    void putLongRelease(long offset, long value);

    /**
     * Atomically writes {@code value} at {@code offset} if the number there equals {@code expected}. Returns true if it wrote
     * the value. Needs {@code PROT_READ} and {@code PROT_WRITE}. Accesses of this thread before this call happen before it, and
     * later ones happen after it.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    boolean compareAndSetInt(long offset, int expected, int value);

    /**
     * Atomically writes {@code value} at {@code offset} if the number there equals {@code expected}. Returns true if it wrote
     * the value. Needs {@code PROT_READ} and {@code PROT_WRITE}. Accesses of this thread before this call happen before it, and
     * later ones happen after it.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    boolean compareAndSetLong(long offset, long expected, long value);

    /** Copies {@code length} bytes of this region, from {@code offset} on, to {@code into}, from {@code index} on. */
    void get(long offset, byte[] into, int index, int length);

    /**
     * Copies bytes of this region, from {@code offset} on, to the buffer until it is full. Advances the position of the buffer.
     */
    void get(long offset, ByteBuffer into);

    /** Copies {@code length} bytes of {@code from}, from {@code index} on, to this region, from {@code offset} on. */
    void put(long offset, byte[] from, int index, int length);

    /**
     * Copies the bytes between the position and the limit of the buffer to this region, from {@code offset} on. Advances the
     * position of the buffer.
     */
    void put(long offset, ByteBuffer from);
}
