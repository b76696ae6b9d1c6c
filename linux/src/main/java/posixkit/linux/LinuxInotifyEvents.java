package posixkit.linux;

import static posixkit.onlinux.constants.LinuxInotify.IN_Q_OVERFLOW;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posixkit.ffi.Native;
import posixkit.linux.layout.InotifyEvent;
import posixkit.onlinux.InotifyEvents;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.NameCodec;
import posixkit.unix.call.IoCalls;

final class LinuxInotifyEvents implements InotifyEvents {
    private static final int NONE = -1;

    private final ByteBuffer memory;
    private final long address;
    private int end;
    private int next;
    private int current = NONE;

    LinuxInotifyEvents(int capacity) {
        memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
    }

    /** Reads events. Returns their number of bytes or −errno. After −errno, there are no events. */
    int fill(IoCalls io, int fd) {
        try {
            int bytes = (int) io.read(fd, address, memory.capacity());
            end = Math.max(bytes, 0);
            next = 0;
            current = NONE;
            return bytes;
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public boolean next() {
        current = NONE;
        if (next == end) {
            return false;
        }
        long length = end - next >= InotifyEvent.SIZE
                ? InotifyEvent.SIZE + Integer.toUnsignedLong(memory.getInt(next + InotifyEvent.LEN))
                : Long.MAX_VALUE;
        if (length > end - next) {
            // What a descriptor of another kind has given.
            throw new IllegalStateException("not an event, at byte " + next + " of " + end);
        }
        current = next;
        next += (int) length;
        return true;
    }

    private int current() {
        if (current == NONE) {
            throw new IllegalStateException("no current event: next() was not called, or returned false");
        }
        return current;
    }

    @Override
    public int wd() {
        return memory.getInt(current() + InotifyEvent.WD);
    }

    @Override
    public int mask() {
        return memory.getInt(current() + InotifyEvent.MASK);
    }

    @Override
    public int cookie() {
        return memory.getInt(current() + InotifyEvent.COOKIE);
    }

    @Override
    public String name() {
        int start = current() + InotifyEvent.SIZE;
        int length = 0;
        while (start + length < next && memory.get(start + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        memory.get(start, bytes);
        return NameCodec.decode(bytes);
    }

    @Override
    public boolean isOverflow() {
        return (mask() & IN_Q_OVERFLOW) != 0;
    }

    @Override
    public String toString() {
        if (current == NONE) {
            return "InotifyEvents[no current event]";
        }
        return "InotifyEvents[wd=" + wd() + ", mask=" + Printer.flags(Integer.toUnsignedLong(mask()), ConstantNames.IN)
                + ", cookie=" + Integer.toUnsignedString(cookie()) + ", name=" + Printer.quoted(name()) + "]";
    }
}
