package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.onlinux.constants.LinuxTimerfd.TFD_NONBLOCK;
import static posixkit.onlinux.constants.LinuxTimerfd.TFD_TIMER_ABSTIME;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.event.PollFds;
import posixkit.onlinux.Timerfds;
import posixkit.testing.Proc;

/** Tests {@link Timerfds}. The oracles are {@code /proc/self/fdinfo} and the clock of the JDK. */
class LinuxTimerfdsTest extends WithFiles {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Timerfds timerfds = posix.onLinux().timerfds();

    private long expirations(int fd) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        assertEquals(Long.BYTES, posix.io().read(fd, count));
        return count.getLong(0);
    }

    @Test
    void theKernelKnowsWhatIsSet() throws IOException {
        try (Fd timer = Fd.own(timerfds.timerfdCreate(CLOCK_MONOTONIC, 0))) {
            Path info = Path.of("/proc/self/fdinfo/" + timer.num());
            timerfds.timerfdSettime(timer.num(), 0, HOUR + 5, 2_000_000_007L);
            assertEquals("(2, 7)", Proc.field(info, "it_interval"));
            assertTrue(Proc.field(info, "it_value").startsWith("(3599, "), Proc.field(info, "it_value"));
            assertEquals(Integer.toString(CLOCK_MONOTONIC), Proc.field(info, "clockid"));
            Timerfds.Setting setting = timerfds.timerfdGettime(timer.num());
            assertEquals(2_000_000_007L, setting.intervalNanos());
            assertTrue(setting.valueNanos() < HOUR + 5 && setting.valueNanos() > HOUR - HOUR / 60);
            timerfds.timerfdSettime(timer.num(), 0, 0, 0);
            assertEquals(new Timerfds.Setting(0, 0), timerfds.timerfdGettime(timer.num()));
            assertEquals("(0, 0)", Proc.field(info, "it_value"));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(timer.num(), F_GETFD, 0));
        }
    }

    @Test
    void aTimerExpiresAndCountsHowOften() throws Exception {
        try (Fd timer = Fd.own(timerfds.timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK))) {
            assertMinus(EAGAIN, posix.io().readOrErrno(timer.num(), ByteBuffer.allocate(Long.BYTES)));
            long start = System.nanoTime();
            timerfds.timerfdSettime(timer.num(), 0, 20 * MILLI, 5 * MILLI);
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(timer.num(), POLLIN);
            assertEquals(1, posix.poll().poll(fds, -1));
            assertTrue(System.nanoTime() - start >= 20 * MILLI);
            Thread.sleep(50);
            long count = expirations(timer.num());
            assertTrue(count >= 8 && count <= 1 + (System.nanoTime() - start) / (5 * MILLI), "expired " + count);
        }
    }

    @Test
    void aTimeOfTheClockMayBeGiven() throws Exception {
        try (Fd timer = Fd.own(timerfds.timerfdCreate(CLOCK_REALTIME, 0))) {
            long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            timerfds.timerfdSettime(timer.num(), TFD_TIMER_ABSTIME, now - HOUR, 0);
            assertEquals(1, expirations(timer.num()));
            timerfds.timerfdSettime(timer.num(), TFD_TIMER_ABSTIME, now + HOUR, 0);
            long left = timerfds.timerfdGettime(timer.num()).valueNanos();
            assertTrue(left <= HOUR && left > HOUR - HOUR / 60, "left: " + left);
        }
    }

    @Test
    void failuresHaveTheirErrno() throws IOException {
        assertErrno(EINVAL, () -> timerfds.timerfdCreate(99, 0));
        assertErrno(EINVAL, () -> timerfds.timerfdCreate(CLOCK_MONOTONIC, 1));
        assertErrno(EBADF, () -> timerfds.timerfdSettime(NOT_OPEN, 0, 1, 0));
        assertErrno(EBADF, () -> timerfds.timerfdGettime(NOT_OPEN));
        int[] pipe = posix.io().pipe();
        assertErrno(EINVAL, () -> timerfds.timerfdSettime(pipe[0], 0, 1, 0));
        assertErrno(EINVAL, () -> timerfds.timerfdGettime(pipe[0]));
        close(pipe[0]);
        close(pipe[1]);
        assertRefused("valueNanos", () -> timerfds.timerfdSettime(NOT_OPEN, 0, -1, 0));
        assertRefused("intervalNanos", () -> timerfds.timerfdSettime(NOT_OPEN, 0, 1, -1));
    }
}
