package posixkit.unix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posixkit.ffi.Native;
import posixkit.unix.call.IoCalls;

/** Memory that the kernel fills with records, one after the other, and the place of the current record. <b>Internal.</b> */
public final class KernelRecords {
    private static final int NONE = -1;

    private final ByteBuffer memory;
    private final long address;
    private final String article;
    private final String noun;
    private int end;
    private int next;
    private int current = NONE;

    /** Creates memory of {@code capacity} bytes for records that messages call {@code article noun}: "an event". */
    public KernelRecords(int capacity, String article, String noun) {
        memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
        this.article = article;
        this.noun = noun;
    }

    /** Reads records from a descriptor. Returns their number of bytes or −errno. After −errno, there are no records. */
    public int fill(IoCalls io, int fd) {
        try {
            int bytes = (int) io.read(fd, address, memory.capacity());
            filled(bytes);
            return bytes;
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** Returns the address of the bytes, for a call that fills them. They live as long as this object. */
    public long address() {
        return address;
    }

    /** Notes that a call has filled the first {@code bytes} bytes. There are no records if the number is negative. */
    public void filled(int bytes) {
        end = Math.max(bytes, 0);
        next = 0;
        current = NONE;
    }

    /** Returns the bytes. They belong to this object. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Returns the place behind the current record. */
    public int next() {
        return next;
    }

    /** Returns the number of bytes behind the current record. */
    public int left() {
        return end - next;
    }

    /** Moves on by a record of {@code length} bytes. Returns false if there are no more bytes. */
    public boolean advance(long length) {
        current = NONE;
        if (next == end) {
            return false;
        }
        if (length > left()) {
            // What a descriptor of another kind has given.
            throw new IllegalStateException("not " + article + " " + noun + ", at byte " + next + " of " + end);
        }
        current = next;
        next += (int) length;
        return true;
    }

    /** Returns true if there is a current record. */
    public boolean hasCurrent() {
        return current != NONE;
    }

    /** Returns the place of the current record. */
    public int current() {
        if (current == NONE) {
            throw new IllegalStateException("no current " + noun + ": next() was not called, or returned false");
        }
        return current;
    }
}
