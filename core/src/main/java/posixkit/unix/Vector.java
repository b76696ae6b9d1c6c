package posixkit.unix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import posixkit.ffi.BufferMemory;
import posixkit.net.Message;
import posixkit.unix.layout.Iovec;

/**
 * Describes several buffers to the kernel, as an array of {@code struct iovec}. <b>Internal.</b> During the system call, another thread may change
 * the Java array of buffers, or the position and limit of a buffer. So this class reads the Java array, the positions and the
 * limits only once.
 *
 * <p>Each {@link Scratch} has one object of this class, so that a call with few buffers allocates nothing. The scratch is in use
 * by one call only, and drops the buffers when it is closed.
 */
public final class Vector {
    /** The number of buffers for which there is room at first. */
    private static final int MANY = 16;

    /** The buffers; elements from {@link #count} on are null or left from an earlier use. */
    private ByteBuffer[] buffers = new ByteBuffer[MANY];

    private int[] positions = new int[MANY];
    private int[] lengths = new int[MANY];
    private int count;
    private long array;
    private long length;
    private boolean isWhole;

    /** True if the kernel uses temporary memory instead of the memory of some buffer. */
    private boolean hasCopies;

    /**
     * Writes the {@code struct iovec} array for the buffers {@code given} to the temporary native memory {@code s}.
     *
     * @param out true if the kernel reads the bytes, for example for a write. Some buffers have memory that the kernel cannot use
     *     in place. If {@code out} is true, this method copies the bytes of these buffers to {@code s}.
     */
    public void describe(Scratch s, ByteBuffer[] given, boolean out) {
        room(given.length);
        describe(s, given, out, Scratch.KEEP);
    }

    /**
     * Writes the {@code struct iovec} array for the buffers of {@code message} to the temporary native memory {@code s}.
     *
     * @param out true if the kernel reads the bytes, for example for a write
     * @param most the largest number of bytes that are copied to or from {@code s} for one system call. Only the bytes of buffers
     *     that the kernel cannot use in place are copied.
     */
    void describe(Scratch s, Message message, boolean out, int most) {
        room(message.bufferCount());
        for (int i = 0; i < count; i++) {
            buffers[i] = message.buffer(i);
        }
        describe(s, buffers, out, most);
    }

    /**
     * Writes the {@code struct iovec} array for the buffers {@code given}, whose memory the kernel keeps in use after the call.
     * Refuses buffers that the kernel cannot use in place, and read-only buffers.
     */
    public void describeInPlace(Scratch s, ByteBuffer[] given) {
        room(given.length);
        System.arraycopy(given, 0, buffers, 0, count);
        for (int i = 0; i < count; i++) {
            ByteBuffer buffer = Objects.requireNonNull(buffers[i], "a buffer is null");
            if (buffer.isReadOnly()) {
                throw new IllegalArgumentException("buffers: a read-only buffer");
            }
            if (!BufferMemory.isStable(buffer, 0, 0)) {
                throw new IllegalArgumentException("buffers: a buffer on the heap, or of a shared arena");
            }
        }
        describe(s, buffers, false, Scratch.KEEP);
    }

    private void describe(Scratch s, ByteBuffer[] given, boolean out, int most) {
        array = s.alloc(Math.multiplyExact(count, Iovec.SIZE));
        int room = most;
        long total = 0;
        hasCopies = false;
        // The parameter "most" limits the number of copied bytes. If this limit is reached within a buffer, the iovec
        // array describes only the first part of the buffer. In this case, all later buffers get the length 0 in the
        // array. Otherwise, the system call would skip the rest of the buffer and transfer bytes of later buffers.
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            ByteBuffer buffer = given[i];
            check(buffer, out);
            buffers[i] = buffer;
            int position = buffer.position();
            int wanted = UnixIo.length(buffer, position);
            long address = BufferMemory.stableAddress(buffer, position, wanted);
            boolean isCopied = address == BufferMemory.UNSTABLE;
            int taken = whole ? Math.min(wanted, isCopied ? room : wanted) : 0;
            whole &= taken == wanted;
            if (isCopied) {
                room -= taken;
                address = out ? s.bytes(buffer, position, taken) : s.alloc(taken);
                hasCopies = true;
            }
            positions[i] = position;
            lengths[i] = taken;
            Iovec.base(s, entry(i), address);
            Iovec.len(s, entry(i), taken);
            total += taken;
        }
        length = total;
        isWhole = whole;
    }

    /** Makes room for the references to {@code needed} buffers. */
    private void room(int needed) {
        if (needed > buffers.length) {
            buffers = new ByteBuffer[needed];
            positions = new int[needed];
            lengths = new int[needed];
        }
        count = needed;
    }

    /** Drops the references to the buffers, so that this object does not keep their memory. */
    void clear() {
        Arrays.fill(buffers, 0, count, null);
        count = 0;
    }

    private static void check(ByteBuffer buffer, boolean out) {
        Objects.requireNonNull(buffer, "a buffer is null");
        if (!out) {
            UnixIo.requireWritable("into", buffer);
        }
    }

    private long entry(int i) {
        return array + (long) i * Iovec.SIZE;
    }

    public long array() {
        return array;
    }

    public int count() {
        return count;
    }

    /** Returns the total number of bytes that the {@code struct iovec} array describes. */
    long length() {
        return length;
    }

    /**
     * Returns true if the {@code struct iovec} array describes all bytes of the buffers. Returns false if more bytes must be
     * copied than the parameter {@code most} of {@link #describe} allows. In this case, the array describes only the first bytes of
     * the buffers. For a stream that is enough, because the next system call can transfer the remaining bytes.
     */
    boolean isWhole() {
        return isWhole;
    }

    /**
     * Copies received bytes from {@code s}, the temporary native memory, to the buffers that the kernel could not use in place.
     * Moves the positions of all buffers past the {@code result} received bytes. Returns {@code result}.
     */
    public long filled(Scratch s, long result) {
        if (hasCopies) {
            copyBack(s, result);
        }
        return advanced(result);
    }

    private void copyBack(Scratch s, long result) {
        long left = result;
        for (int i = 0; i < count && left > 0; i++) {
            int here = (int) Math.min(left, lengths[i]);
            if (!BufferMemory.isStable(buffers[i], 0, 0)) {
                s.copyTo(buffers[i], positions[i], Iovec.base(s, entry(i)), here);
            }
            left -= here;
        }
    }

    /** Moves the positions of the buffers past the {@code result} bytes that were transferred. Returns {@code result}. */
    public long advanced(long result) {
        long left = result;
        for (int i = 0; i < count && left > 0; i++) {
            int here = (int) Math.min(left, lengths[i]);
            buffers[i].position(positions[i] + here);
            left -= here;
        }
        Reference.reachabilityFence(buffers);
        return result;
    }
}
