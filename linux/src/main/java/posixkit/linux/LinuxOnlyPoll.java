package posixkit.linux;

import java.lang.ref.Reference;
import java.util.Objects;
import posixkit.event.PollFds;
import posixkit.linux.call.LinuxPollCalls;
import posixkit.linux.layout.Pollfd_t;
import posixkit.onlinux.OnLinuxPoll;
import posixkit.unix.Scratch;
import posixkit.unix.Times;

final class LinuxOnlyPoll implements OnLinuxPoll {
    private final LinuxPollCalls calls;

    LinuxOnlyPoll(LinuxPollCalls calls) {
        this.calls = calls;
    }

    @Override
    public int ppollOrErrno(PollFds fds, long timeoutNanos) {
        if (!(Objects.requireNonNull(fds, "fds") instanceof Pollfd_t)) {
            throw new IllegalArgumentException("fds: " + fds.getClass().getName() + " is not from newPollFds");
        }
        try (Scratch s = Scratch.open()) {
            return calls.ppoll(fds.address(), fds.count(), Times.limit(s, timeoutNanos), 0);
        } finally {
            Reference.reachabilityFence(fds);
        }
    }
}
