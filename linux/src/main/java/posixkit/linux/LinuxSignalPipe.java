package posixkit.linux;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pipe2;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.SignalSet;
import posixkit.unix.Bindings;
import posixkit.unix.CloseOnExec;
import posixkit.unix.Scratch;
import posixkit.unix.call.IoCalls;

/** A pipe into which {@link SignalRelay} writes signals. */
final class LinuxSignalPipe implements SignalPipe {
    private final IoCalls io;
    private final SignalRelay relay;
    private final SignalSet signals;
    private final int writingFd;
    private volatile int fd;
    private long lost;

    private LinuxSignalPipe(IoCalls io, SignalRelay relay, SignalSet signals, int fd, int writingFd) {
        this.io = io;
        this.relay = relay;
        this.signals = signals;
        this.fd = fd;
        this.writingFd = writingFd;
    }

    static LinuxSignalPipe open(
            Bindings bindings, SyscallCalls kernel, SignalRelay relay, SignalSet signals, boolean force)
            throws ErrnoException {
        relay.requireAllowed(signals, force);
        IoCalls io = bindings.calls().io();
        int reading;
        int writing;
        try (Scratch s = Scratch.open()) {
            long pair = s.alloc(2 * Integer.BYTES);
            Outcome.of("pipe2", kernel.syscall(SYS_pipe2, pair, O_CLOEXEC, 0, 0));
            reading = s.s32(pair);
            writing = s.s32(pair + Integer.BYTES);
        }
        try {
            if (bindings.closeOnExec() == CloseOnExec.NO) {
                io.fcntl(reading, F_SETFD, 0);
            }
            // The two ends have separate flags: the handler must never wait, but the reader may.
            Outcome.ofFd("fcntl", writing, io.fcntl(writing, F_SETFL, O_NONBLOCK));
            relay.attach(signals, writing);
            return new LinuxSignalPipe(io, relay, signals, reading, writing);
        } catch (Throwable e) {
            io.close(reading);
            io.close(writing);
            throw e;
        }
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public SignalSet signals() {
        return signals.copy();
    }

    @Override
    public int readEvents(SignalEvents into) throws ErrnoException {
        int result;
        do {
            result = readEventsOrErrno(into);
        } while (result == -EINTR);
        return Outcome.of("read", result);
    }

    @Override
    public int readEventsOrErrno(SignalEvents into) {
        LinuxSignalEvents events = LinuxSignals.own(into);
        int present = fd;
        return present < 0 ? -EBADF : events.fill(io, present, true);
    }

    @Override
    public synchronized long lost() {
        return fd < 0 ? lost : relay.lost(signals);
    }

    @Override
    public synchronized void close() {
        if (fd < 0) {
            return;
        }
        boolean isFree = relay.detach(signals);
        lost = relay.lost(signals);
        int reading = fd;
        fd = -1;
        if (isFree) {
            // A thread that still reads gets the end of the pipe.
            io.close(writingFd);
        }
        io.close(reading);
    }

    @Override
    public String toString() {
        return "SignalPipe[" + (fd < 0 ? "closed" : "fd=" + fd) + ", signals=" + signals + "]";
    }
}
