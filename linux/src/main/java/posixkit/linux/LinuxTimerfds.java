package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.onlinux.constants.LinuxTimerfd.TFD_CLOEXEC;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxEventCalls;
import posixkit.linux.layout.Itimerspec_t;
import posixkit.onlinux.Timerfds;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;

final class LinuxTimerfds implements Timerfds {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LinuxEventCalls calls;

    /** {@code TFD_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxTimerfds(Bindings bindings, LinuxEventCalls calls) {
        this.calls = calls;
        closeOnExec = bindings.closeOnExec().flag(TFD_CLOEXEC);
    }

    @Override
    public int timerfdCreateOrErrno(int clock, int flags) {
        return calls.timerfd_create(clock, flags | closeOnExec);
    }

    @Override
    public int timerfdSettimeOrErrno(int fd, int flags, long valueNanos, long intervalNanos) {
        requireTime("valueNanos", valueNanos);
        requireTime("intervalNanos", intervalNanos);
        try (Scratch s = Scratch.open()) {
            long spec = s.alloc(Itimerspec_t.SIZE);
            s.set64(spec + Itimerspec_t.VALUE_SEC, valueNanos / NANOS_PER_SECOND);
            s.set64(spec + Itimerspec_t.VALUE_NSEC, valueNanos % NANOS_PER_SECOND);
            s.set64(spec + Itimerspec_t.INTERVAL_SEC, intervalNanos / NANOS_PER_SECOND);
            s.set64(spec + Itimerspec_t.INTERVAL_NSEC, intervalNanos % NANOS_PER_SECOND);
            return calls.timerfd_settime(fd, flags, spec, 0);
        }
    }

    private static void requireTime(String argument, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(argument + ": " + nanos);
        }
    }

    @Override
    public Setting timerfdGettime(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long spec = s.alloc(Itimerspec_t.SIZE);
            int result;
            do {
                result = calls.timerfd_gettime(fd, spec);
            } while (result == -EINTR);
            Outcome.ofFd("timerfd_gettime", fd, result);
            return new Setting(
                    nanos(s, spec + Itimerspec_t.VALUE_SEC, spec + Itimerspec_t.VALUE_NSEC),
                    nanos(s, spec + Itimerspec_t.INTERVAL_SEC, spec + Itimerspec_t.INTERVAL_NSEC));
        }
    }

    private static long nanos(Scratch s, long seconds, long nanos) {
        return Math.addExact(Math.multiplyExact(s.s64(seconds), NANOS_PER_SECOND), s.s64(nanos));
    }
}
