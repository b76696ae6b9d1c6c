package posixkit.unix;

import static posixkit.constants.Signal.SIGBUS;
import static posixkit.constants.Signal.SIGFPE;
import static posixkit.constants.Signal.SIGILL;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.process.Siginfo;
import posixkit.process.SignalSet;
import posixkit.process.Signals;
import posixkit.unix.call.SignalCalls;
import posixkit.unix.layout.Itimerval;
import posixkit.unix.layout.Sigset;

/** Implements {@link Signals} for Linux and macOS. <b>Internal.</b> */
public final class UnixSignals implements Signals {
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    /** A thread that causes one of these signals while it blocks the signal ends the process. */
    private static final long NEEDED =
            SignalSet.of(SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP).bits();

    /** Held while the text of a signal is read: old C libraries keep the text of an unknown signal in one place. */
    private final Object lock = new Object();

    private final SignalCalls calls;
    private final Layouts layouts;

    public UnixSignals(Bindings bindings) {
        calls = bindings.calls().signal();
        layouts = bindings.layouts();
    }

    /** Writes {@code set} to {@code s} as a {@code sigset_t}, and returns its address. */
    public static long sigset(Scratch s, SignalSet set) {
        long address = s.allocZeroed(Sigset.SIZE);
        if (Sigset.SIZE < Long.BYTES) {
            s.set32(address, set.bits());
        } else {
            s.set64(address, set.bits());
        }
        return address;
    }

    private static void copyTo(SignalSet set, Scratch s, long address) {
        set.bits(Sigset.SIZE < Long.BYTES ? s.u32(address) : s.s64(address));
    }

    @Override
    public int pthreadSigmaskOrErrno(int how, SignalSet set, SignalSet oldSet) {
        PlatformThread.require("pthread_sigmask");
        if (set != null && (how == SIG_BLOCK || how == SIG_SETMASK) && (set.bits() & NEEDED) != 0) {
            throw new IllegalArgumentException(
                    "set: the JVM needs in every thread: " + new SignalSet().bits(set.bits() & NEEDED));
        }
        try (Scratch s = Scratch.open()) {
            long after = set == null ? 0 : sigset(s, set);
            long before = oldSet == null ? 0 : s.allocZeroed(Sigset.SIZE);
            int result = calls.pthread_sigmask(how, after, before);
            if (result == 0 && oldSet != null) {
                copyTo(oldSet, s, before);
            }
            return result;
        }
    }

    @Override
    public int sigpendingOrErrno(SignalSet into) {
        Objects.requireNonNull(into, "into");
        PlatformThread.require("sigpending");
        try (Scratch s = Scratch.open()) {
            long pending = s.allocZeroed(Sigset.SIZE);
            int result = calls.sigpending(pending);
            if (result == 0) {
                copyTo(into, s, pending);
            }
            return result;
        }
    }

    @Override
    public SignalSet sigpending() throws ErrnoException {
        SignalSet pending = new SignalSet();
        sigpending(pending);
        return pending;
    }

    @Override
    public String strsignal(int sig) {
        synchronized (lock) {
            return NameCodec.decode(Native.stringAt(calls.strsignal(sig)));
        }
    }

    @Override
    public int alarm(int seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds: " + seconds);
        }
        return calls.alarm(seconds);
    }

    @Override
    public int setitimerOrErrno(int which, long valueMicros, long intervalMicros) {
        requireTime("valueMicros", valueMicros);
        requireTime("intervalMicros", intervalMicros);
        try (Scratch s = Scratch.open()) {
            long timer = s.allocZeroed(Itimerval.SIZE);
            Itimerval.valueSec(s, timer, valueMicros / MICROS);
            Itimerval.valueUsec(s, timer, valueMicros % MICROS);
            Itimerval.intervalSec(s, timer, intervalMicros / MICROS);
            Itimerval.intervalUsec(s, timer, intervalMicros % MICROS);
            return calls.setitimer(which, timer, 0);
        }
    }

    private static void requireTime(String argument, long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException(argument + ": " + micros);
        }
    }

    @Override
    public IntervalTimer getitimer(int which) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long timer = s.allocZeroed(Itimerval.SIZE);
            Outcome.of("getitimer", "which", which, calls.getitimer(which, timer));
            return new IntervalTimer(
                    micros(Itimerval.valueSec(s, timer), Itimerval.valueUsec(s, timer)),
                    micros(Itimerval.intervalSec(s, timer), Itimerval.intervalUsec(s, timer)));
        }
    }

    private static long micros(long seconds, long micros) {
        return Math.addExact(Math.multiplyExact(seconds, MICROS), micros);
    }

    @Override
    public Siginfo newSiginfo() {
        return layouts.newSiginfo();
    }
}
