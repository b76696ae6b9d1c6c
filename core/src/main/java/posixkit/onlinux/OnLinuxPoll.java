package posixkit.onlinux;

import java.util.concurrent.TimeUnit;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.event.PollFds;

/** Waits for several descriptors with a call that only Linux has. {@link posixkit.event.Poll} has the other calls. */
public interface OnLinuxPoll {
    /**
     * Waits until a descriptor in {@code fds} is ready, like {@link posixkit.event.Poll#poll}, but with a time-out in nanoseconds.
     * Returns the number of ready descriptors, or 0 if {@code timeoutNanos} passed first.
     *
     * <p>{@code int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)} {@index ppoll}
     *
     * <p>A negative time-out waits for ever; 0 does not wait. A signal neither shortens nor lengthens the wait. This method
     * passes no signal mask: the JVM relies on signals, also while a thread waits.
     *
     * @throws ErrnoException EINVAL: {@code fds} has more entries than RLIMIT_NOFILE allows; ENOMEM: the kernel has no free memory
     */
    @Call(value = "ppoll(2)", waits = true, restarts = Call.Restart.WITH_TIME_LEFT)
    default int ppoll(PollFds fds, long timeoutNanos) throws ErrnoException {
        return Outcome.of(
                "ppoll", Outcome.restarting(timeoutNanos, TimeUnit.NANOSECONDS, left -> ppollOrErrno(fds, left)));
    }

    /** Same as {@link #ppoll}, but returns the count or −errno. If a signal interrupts the wait, returns −EINTR. */
    int ppollOrErrno(PollFds fds, long timeoutNanos);
}
