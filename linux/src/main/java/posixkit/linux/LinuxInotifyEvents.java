package posixkit.linux;

import static posixkit.onlinux.constants.LinuxInotify.IN_Q_OVERFLOW;

import java.nio.ByteBuffer;
import posixkit.linux.layout.InotifyEvent;
import posixkit.onlinux.InotifyEvents;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.KernelRecords;
import posixkit.unix.NameCodec;
import posixkit.unix.call.IoCalls;

final class LinuxInotifyEvents implements InotifyEvents {
    private final KernelRecords events;
    private final ByteBuffer memory;

    LinuxInotifyEvents(int capacity) {
        events = new KernelRecords(capacity, "an", "event");
        memory = events.memory();
    }

    /** Reads events. Returns their number of bytes or −errno. After −errno, there are no events. */
    int fill(IoCalls io, int fd) {
        return events.fill(io, fd);
    }

    @Override
    public boolean next() {
        return events.advance(
                events.left() >= InotifyEvent.SIZE
                        ? InotifyEvent.SIZE + Integer.toUnsignedLong(memory.getInt(events.next() + InotifyEvent.LEN))
                        : Long.MAX_VALUE);
    }

    @Override
    public int wd() {
        return memory.getInt(events.current() + InotifyEvent.WD);
    }

    @Override
    public int mask() {
        return memory.getInt(events.current() + InotifyEvent.MASK);
    }

    @Override
    public int cookie() {
        return memory.getInt(events.current() + InotifyEvent.COOKIE);
    }

    @Override
    public String name() {
        int start = events.current() + InotifyEvent.SIZE;
        int length = 0;
        while (start + length < events.next() && memory.get(start + length) != 0) {
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
        if (!events.hasCurrent()) {
            return "InotifyEvents[no current event]";
        }
        return "InotifyEvents[wd=" + wd() + ", mask=" + Printer.flags(Integer.toUnsignedLong(mask()), ConstantNames.IN)
                + ", cookie=" + Integer.toUnsignedString(cookie()) + ", name=" + Printer.quoted(name()) + "]";
    }
}
