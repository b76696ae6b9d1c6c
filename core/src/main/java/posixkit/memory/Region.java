package posixkit.memory;

import java.nio.ByteBuffer;

/**
 * The bytes of a mapping, or a slice of them. Offsets count from the first byte of the region. They are {@code long}, so a region may be
 * larger than 2 GiB. Numbers are in the processor's byte order. They need not be aligned, except in atomic accesses.
 *
 * <p>Every access is checked, and none can harm the JVM. An access outside of the region throws {@link IndexOutOfBoundsException}. An access
 * to unmapped pages, or against their protection, throws {@link IllegalStateException}. Reading needs {@code PROT_READ} and writing needs
 * {@code PROT_WRITE}, even on processors where one implies the other.
 *
 * <p>Any number of threads may use a region while another unmaps it: an access then happens whole or throws. A transfer of many bytes throws
 * before the first byte or, if another thread interferes, between two pieces.
 *
 * <p>Plain accesses have no order between threads or processes. To build a lock or a ring buffer in shared memory, use the atomic accesses:
 * a {@code get…Acquire} that reads the value of a {@code put…Release} also makes everything visible that was written before it, and
 * {@code compareAndSet…} does both. This holds between processes, too. Atomic accesses need an address that is a multiple of the
 * number's size.
 *
 * <p><b>In a JVM:</b> there is no {@link ByteBuffer} over the memory, because it would outlive the mapping, and reading unmapped memory ends
 * the JVM. A page behind the end of its file (the file was cut short, or the disk is full) causes an {@link InternalError}, as it does for
 * the JDK's mapped files. JDK 25 throws it at the access. JDK 17 may throw it later, when the thread next enters the JVM, for instance to
 * allocate; what was read before that is undefined. A compare-and-set first reads the place, but if another process cuts the file between
 * the two, a JVM that still interprets the method ends.
 *
 * <p>A single access costs 20 to 60 times as much as one of a direct buffer, about 50 nanoseconds, because it takes a lock against unmapping. Move
 * many bytes at once.
 */
public interface Region {
    /** Returns the number of bytes. */
    long length();

    /** Returns the address of the first byte, for native code. Accesses of native code are not checked. */
    long address();

    /**
     * Returns a part of this region. It is a view: it keeps nothing mapped and needs no closing.
     *
     * @throws IndexOutOfBoundsException the part is not inside
     */
    Region slice(long offset, long length);

    /** Reads a byte. */
    byte getByte(long offset);

    /** Reads two bytes. */
    short getShort(long offset);

    /** Reads four bytes. */
    int getInt(long offset);

    /** Reads eight bytes. */
    long getLong(long offset);

    /** Writes a byte. */
    void putByte(long offset, byte value);

    /** Writes two bytes. */
    void putShort(long offset, short value);

    /** Writes four bytes. */
    void putInt(long offset, int value);

    /** Writes eight bytes. */
    void putLong(long offset, long value);

    /**
     * Reads four bytes atomically. Later accesses of this thread happen after this one.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    int getIntAcquire(long offset);

    /**
     * Reads eight bytes atomically. Later accesses of this thread happen after this one.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    long getLongAcquire(long offset);

    /**
     * Writes four bytes atomically. Earlier accesses of this thread happen before this one.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    void putIntRelease(long offset, int value);

    /**
     * Writes eight bytes atomically. Earlier accesses of this thread happen before this one.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    void putLongRelease(long offset, long value);

    /**
     * Writes {@code value} if the place holds {@code expected}, atomically, and returns true if so. Needs {@code PROT_READ} and {@code
     * PROT_WRITE}. No access of this thread moves across it.
     *
     * @throws IllegalArgumentException the address is not a multiple of 4
     */
    boolean compareAndSetInt(long offset, int expected, int value);

    /**
     * Writes {@code value} if the place holds {@code expected}, atomically, and returns true if so. Needs {@code PROT_READ} and {@code
     * PROT_WRITE}. No access of this thread moves across it.
     *
     * @throws IllegalArgumentException the address is not a multiple of 8
     */
    boolean compareAndSetLong(long offset, long expected, long value);

    /** Copies {@code length} bytes from here to {@code into}, from {@code index} on. */
    void get(long offset, byte[] into, int index, int length);

    /** Copies as many bytes from here as the buffer has room for, and advances its position. */
    void get(long offset, ByteBuffer into);

    /** Copies {@code length} bytes of {@code from}, from {@code index} on, to here. */
    void put(long offset, byte[] from, int index, int length);

    /** Copies the bytes between the buffer's position and its limit to here, and advances its position. */
    void put(long offset, ByteBuffer from);
}
