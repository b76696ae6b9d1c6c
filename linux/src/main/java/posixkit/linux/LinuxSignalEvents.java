package posixkit.linux;

import java.nio.ByteBuffer;
import posixkit.linux.layout.Siginfo_t;
import posixkit.linux.layout.SignalfdSiginfo;
import posixkit.onlinux.SignalEvents;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.KernelRecords;
import posixkit.unix.call.IoCalls;

/**
 * Holds signals in one of two forms of the same size: {@code signalfd_siginfo}, which the kernel writes to a signalfd, or
 * {@code siginfo_t}, which a signal handler gets.
 */
final class LinuxSignalEvents implements SignalEvents {
    private final KernelRecords signals;
    private final ByteBuffer memory;

    /** True if the signals have the form {@code siginfo_t}. */
    private boolean isOfHandler;

    LinuxSignalEvents(int capacity) {
        if (capacity <= 0 || capacity > Integer.MAX_VALUE / SignalfdSiginfo.SIZE) {
            throw new IllegalArgumentException("capacity: " + capacity);
        }
        signals = new KernelRecords(capacity * SignalfdSiginfo.SIZE, "a", "signal");
        memory = signals.memory();
    }

    /** Reads signals. Returns their number of bytes or −errno. After −errno, there are no signals. */
    int fill(IoCalls io, int fd, boolean ofHandler) {
        int bytes = signals.fill(io, fd);
        isOfHandler = ofHandler;
        return bytes;
    }

    @Override
    public boolean next() {
        return signals.advance(SignalfdSiginfo.SIZE);
    }

    private int at(int inSignalfd, int inHandler) {
        return signals.current() + (isOfHandler ? inHandler : inSignalfd);
    }

    @Override
    public int signal() {
        return memory.getInt(at(SignalfdSiginfo.SIGNO, Siginfo_t.SIGNO));
    }

    @Override
    public int code() {
        return memory.getInt(at(SignalfdSiginfo.CODE, Siginfo_t.CODE));
    }

    @Override
    public int pid() {
        return memory.getInt(at(SignalfdSiginfo.PID, Siginfo_t.PID));
    }

    @Override
    public int uid() {
        return memory.getInt(at(SignalfdSiginfo.UID, Siginfo_t.UID));
    }

    @Override
    public int status() {
        return memory.getInt(at(SignalfdSiginfo.STATUS, Siginfo_t.STATUS));
    }

    @Override
    public int intValue() {
        return memory.getInt(at(SignalfdSiginfo.INT_VALUE, Siginfo_t.INT_VALUE));
    }

    @Override
    public int fd() {
        return memory.getInt(at(SignalfdSiginfo.FD, Siginfo_t.FD));
    }

    @Override
    public long band() {
        int at = at(SignalfdSiginfo.BAND, Siginfo_t.BAND);
        return isOfHandler ? memory.getLong(at) : Integer.toUnsignedLong(memory.getInt(at));
    }

    @Override
    public int overrun() {
        return memory.getInt(at(SignalfdSiginfo.OVERRUN, Siginfo_t.OVERRUN));
    }

    @Override
    public long utime() {
        return memory.getLong(at(SignalfdSiginfo.UTIME, Siginfo_t.UTIME));
    }

    @Override
    public long stime() {
        return memory.getLong(at(SignalfdSiginfo.STIME, Siginfo_t.STIME));
    }

    @Override
    public String toString() {
        if (!signals.hasCurrent()) {
            return "SignalEvents[no current signal]";
        }
        return "SignalEvents[signal=" + Printer.name(signal(), ConstantNames.SIG) + ", code=" + code() + ", pid="
                + pid() + ", uid=" + Integer.toUnsignedString(uid()) + ", status=" + status() + "]";
    }
}
