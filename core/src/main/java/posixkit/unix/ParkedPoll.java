package posixkit.unix;

import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.PollEvent.POLLRDNORM;
import static posixkit.constants.PollEvent.POLLWRNORM;

import posixkit.ffi.Native;
import posixkit.unix.call.PollCalls;
import posixkit.unix.layout.Pollfd;

/** Polls on virtual threads. <b>Internal.</b> {@link Parking} explains how the calls wait. */
public final class ParkedPoll {
    private ParkedPoll() {}

    /**
     * Waits for the events of one descriptor, if the caller waits only for input or only for output. In all other cases, a
     * platform thread waits.
     */
    public static int poll(Parking parking, PollCalls calls, long fds, long count, int timeout) {
        if (!parking.isOn()) {
            return (int) HandOff.call("poll", () -> calls.poll(fds, count, timeout));
        }
        int result = calls.poll(fds, count, 0);
        if (result != 0) {
            return result;
        }
        // The whole structure is one word, so nothing is read beyond it.
        long entry = count == 1 ? Native.pointerAt(fds) : 0;
        int events = (short) (entry >> Pollfd.EVENTS * Byte.SIZE);
        boolean isRead = events != 0 && (events & ~(POLLIN | POLLRDNORM)) == 0;
        boolean isWrite = events != 0 && (events & ~(POLLOUT | POLLWRNORM)) == 0;
        Waiters waiters = isRead || isWrite ? parking.waiters((int) (entry >> Pollfd.FD * Byte.SIZE)) : null;
        return (int)
                (waiters == null
                        ? HandOff.call("poll", () -> calls.poll(fds, count, timeout))
                        : parking.within(
                                "poll",
                                waiters,
                                isWrite,
                                timeout,
                                () -> calls.poll(fds, count, 0),
                                () -> calls.poll(fds, count, timeout)));
    }
}
