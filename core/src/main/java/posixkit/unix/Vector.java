package posixkit.unix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import posixkit.ffi.Native;
import posixkit.unix.layout.Iovec;

/**
 * Several buffers as {@code struct iovec[]}. What the caller handed in is looked at once: array, positions and limits may
 * change under another thread's hand.
 */
final class Vector {
    private final ByteBuffer[] buffers;
    private final int[] positions;
    private final int[] lengths;
    private final long[] addresses;
    private final long array;
    private final long length;
    private final boolean isWhole;

    /** @param out whether the bytes go to the kernel, so that those of heap buffers have to be there already */
    Vector(Scratch s, ByteBuffer[] given, boolean out) {
        this(s, given, out, Scratch.KEEP);
    }

    /** @param most how many bytes of heap buffers go through the scratch, in one call */
    Vector(Scratch s, ByteBuffer[] given, boolean out, int most) {
        buffers = given.clone();
        positions = new int[buffers.length];
        lengths = new int[buffers.length];
        addresses = new long[buffers.length];
        array = s.alloc(Math.multiplyExact(buffers.length, Iovec.SIZE));
        int room = most;
        long total = 0;
        boolean whole = true; // behind one that was cut short the others are empty, or bytes would change places
        for (int i = 0; i < buffers.length; i++) {
            ByteBuffer buffer = buffers[i];
            boolean direct = buffer.isDirect();
            positions[i] = buffer.position();
            int wanted = UnixIo.length(buffer, positions[i]);
            lengths[i] = whole ? Math.min(wanted, direct ? wanted : room) : 0;
            whole &= lengths[i] == wanted;
            if (direct) {
                addresses[i] = Native.address(buffer, positions[i]);
            } else {
                room -= lengths[i];
                addresses[i] = out ? s.bytes(buffer, positions[i], lengths[i]) : s.alloc(lengths[i]);
            }
            long entry = array + (long) i * Iovec.SIZE;
            Iovec.base(s, entry, addresses[i]);
            Iovec.len(s, entry, lengths[i]);
            total += lengths[i];
        }
        length = total;
        isWhole = whole;
    }

    long array() {
        return array;
    }

    int count() {
        return buffers.length;
    }

    /** How many bytes they hold together. */
    long length() {
        return length;
    }

    /** Whether these are all the bytes; if not, the last were left for another call. */
    boolean isWhole() {
        return isWhole;
    }

    /** Copies what the kernel gave to heap buffers and moves all positions. */
    long filled(Scratch s, long result) {
        long left = result;
        for (int i = 0; i < buffers.length && left > 0; i++) {
            int here = (int) Math.min(left, lengths[i]);
            if (!buffers[i].isDirect()) {
                s.copyTo(buffers[i], positions[i], addresses[i], here);
            }
            left -= here;
        }
        return advanced(result);
    }

    /** Moves all positions by what the kernel took. */
    long advanced(long result) {
        long left = result;
        for (int i = 0; i < buffers.length && left > 0; i++) {
            int here = (int) Math.min(left, lengths[i]);
            buffers[i].position(positions[i] + here);
            left -= here;
        }
        Reference.reachabilityFence(buffers);
        return result;
    }
}
