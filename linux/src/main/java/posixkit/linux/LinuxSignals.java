package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSignalfd.SFD_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_tgkill;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.LinuxSignalCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.Siginfo_t;
import posixkit.linux.layout.SignalfdSiginfo;
import posixkit.linux.layout.Timespec_t;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.Siginfo;
import posixkit.process.SignalSet;
import posixkit.unix.Bindings;
import posixkit.unix.Layouts;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;
import posixkit.unix.UnixSignals;
import posixkit.unix.call.IoCalls;

final class LinuxSignals implements OnLinuxSignals {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Bindings bindings;
    private final IoCalls io;
    private final LinuxSignalCalls calls;
    private final SyscallCalls kernel;
    private final Once<SignalRelay> relay;
    private final Siginfo ownSiginfo = new Siginfo_t();

    /** {@code SFD_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxSignals(Bindings bindings, LinuxCalls linux, Once<SignalRelay> relay) {
        this.bindings = bindings;
        this.relay = relay;
        io = bindings.calls().io();
        calls = linux.linuxSignal();
        kernel = linux.syscall();
        closeOnExec = bindings.closeOnExec().flag(SFD_CLOEXEC);
    }

    static LinuxSignalEvents own(SignalEvents into) {
        if (!(Objects.requireNonNull(into, "into") instanceof LinuxSignalEvents events)) {
            throw new IllegalArgumentException("into: not from newEvents()");
        }
        return events;
    }

    @Override
    public SignalPipe newSignalPipe(SignalSet signals, boolean force) throws ErrnoException {
        SignalSet copy = Objects.requireNonNull(signals, "signals").copy();
        return LinuxSignalPipe.open(bindings, kernel, relay.get(), copy, force);
    }

    @Override
    public int signalfdOrErrno(int fd, SignalSet mask, int flags) {
        Objects.requireNonNull(mask, "mask");
        try (Scratch s = Scratch.open()) {
            return calls.signalfd(fd, UnixSignals.sigset(s, mask), flags | closeOnExec);
        }
    }

    @Override
    public SignalEvents newEvents(int capacity) {
        if (capacity < 1 || capacity > Integer.MAX_VALUE / SignalfdSiginfo.SIZE) {
            throw new IllegalArgumentException("capacity: " + capacity);
        }
        return new LinuxSignalEvents(capacity);
    }

    @Override
    public int readEventsOrErrno(int fd, SignalEvents into) {
        return own(into).fill(io, fd, false);
    }

    @Override
    public int sigwaitinfoOrErrno(SignalSet set, Siginfo into) {
        return sigtimedwaitOrErrno(set, into, -1);
    }

    /** {@code sigwaitinfo} of libc is {@code sigtimedwait} without a time. */
    @Override
    public int sigtimedwaitOrErrno(SignalSet set, Siginfo into, long timeoutNanos) {
        Objects.requireNonNull(set, "set");
        Struct info = Layouts.own("into", into, ownSiginfo);
        PlatformThread.require("sigtimedwait");
        try (Scratch s = Scratch.open()) {
            long signals = UnixSignals.sigset(s, set);
            long buffer = s.alloc(Siginfo_t.SIZE);
            long timeout = 0;
            if (timeoutNanos >= 0) {
                timeout = s.alloc(Timespec_t.SIZE);
                s.set64(timeout + Timespec_t.SEC, timeoutNanos / NANOS);
                s.set64(timeout + Timespec_t.NSEC, timeoutNanos % NANOS);
            }
            return s.filled(calls.sigtimedwait(signals, buffer, timeout), buffer, info);
        }
    }

    /** libc has a function for it only since glibc 2.30. */
    @Override
    public int tgkillOrErrno(int tgid, int tid, int sig) {
        return (int) kernel.syscall(SYS_tgkill, tgid, tid, sig, 0);
    }
}
