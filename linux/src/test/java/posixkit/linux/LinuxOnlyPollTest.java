package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLNVAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertNullRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.event.PollFds;
import posixkit.onlinux.OnLinuxPoll;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests {@link OnLinuxPoll}. The JDK's clock is the oracle. */
class LinuxOnlyPollTest extends WithFiles {
    private static final long NANOS = 2_000_345;

    private final OnLinuxPoll poll = posix.onLinux().poll();

    @Test
    void ppollWaitsByTheNanosecond() throws IOException {
        int[] pipe = posix.io().pipe();
        PollFds fds = posix.poll().newPollFds(2);
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            fds.add(read.num(), POLLIN);
            long start = System.nanoTime();
            assertEquals(0, poll.ppoll(fds, NANOS));
            assertTrue(System.nanoTime() - start >= NANOS, "too early");
            assertEquals(0, poll.ppoll(fds, 0));
            posix.io().write(write.num(), new byte[1]);
            assertEquals(1, poll.ppoll(fds, -1));
            assertEquals(POLLIN, fds.revents(0));
            assertEquals(1, poll.ppoll(fds, Long.MAX_VALUE));
            fds.add(NOT_OPEN, POLLIN);
            assertEquals(2, poll.ppollOrErrno(fds, 0));
            assertEquals(POLLNVAL, fds.revents(1));
        }
    }

    @Test
    void nullIsRefused() {
        assertNullRefused("fds", () -> poll.ppoll(null, 0));
    }

    @Test
    @NeedsTool("sh")
    void moreThanTheLimitIsEinval() {
        int limit = Integer.parseInt(Programs.output("sh", "-c", "ulimit -n"));
        PollFds many = posix.poll().newPollFds(limit + 1);
        for (int i = 0; i <= limit; i++) {
            many.add(-1, 0);
        }
        assertErrno(EINVAL, () -> poll.ppoll(many, 0));
    }
}
