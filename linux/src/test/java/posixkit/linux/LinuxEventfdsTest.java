package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.onlinux.constants.LinuxEventfd.EFD_NONBLOCK;
import static posixkit.onlinux.constants.LinuxEventfd.EFD_SEMAPHORE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Eventfds;
import posixkit.testing.Proc;

/** Tests {@link Eventfds}. The oracle is {@code /proc/self/fdinfo}, which shows the counter in hexadecimal digits. */
class LinuxEventfdsTest extends WithFiles {
    private final Eventfds eventfds = posix.onLinux().eventfds();
    private final ByteBuffer number = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());

    private static String count(Fd fd) throws IOException {
        return Proc.field(Path.of("/proc/self/fdinfo/" + fd.num()), "eventfd-count")
                .strip();
    }

    @Test
    void writesAddAndAReadTakesAll() throws IOException {
        try (Fd counter = Fd.own(eventfds.eventfd(-1, EFD_NONBLOCK))) {
            assertEquals("ffffffff", count(counter));
            posix.io().write(counter.num(), number.clear().putLong(0, 1));
            assertEquals("100000000", count(counter));
            assertEquals(Long.BYTES, posix.io().read(counter.num(), number.clear()));
            assertEquals(1L << 32, number.getLong(0));
            assertMinus(EAGAIN, posix.io().readOrErrno(counter.num(), number.clear()));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(counter.num(), F_GETFD, 0));
        }
    }

    @Test
    void aSemaphoreGivesOneAtATime() throws IOException {
        try (Fd counter = Fd.own(eventfds.eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK))) {
            for (int left = 1; left >= 0; left--) {
                posix.io().read(counter.num(), number.clear());
                assertEquals(1, number.getLong(0));
                assertEquals(Integer.toString(left), count(counter));
            }
            assertMinus(EAGAIN, posix.io().readOrErrno(counter.num(), number.clear()));
        }
        assertErrno(EINVAL, () -> eventfds.eventfd(0, 1 << 20));
    }
}
