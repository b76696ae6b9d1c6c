package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxFadvise.POSIX_FADV_DONTNEED;
import static posixkit.onlinux.constants.LinuxFadvise.POSIX_FADV_NORMAL;
import static posixkit.onlinux.constants.LinuxFadvise.POSIX_FADV_SEQUENTIAL;
import static posixkit.onlinux.constants.LinuxFadvise.POSIX_FADV_WILLNEED;
import static posixkit.onlinux.constants.LinuxIoprio.IOPRIO_CLASS_BE;
import static posixkit.onlinux.constants.LinuxIoprio.IOPRIO_CLASS_IDLE;
import static posixkit.onlinux.constants.LinuxIoprio.IOPRIO_CLASS_SHIFT;
import static posixkit.onlinux.constants.LinuxIoprio.IOPRIO_WHO_PROCESS;
import static posixkit.onlinux.constants.LinuxIoprio.IOPRIO_WHO_USER;
import static posixkit.testing.Errnos.assertTwins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Kernel;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests advice about files and I/O priorities. The oracles are {@code fincore} and {@code ionice}. */
class LinuxAdviceTest extends WithFiles {
    private static final int NO_SUCH = 99;
    private static final int NO_SUCH_CLASS = 5;
    private static final int NO_THREAD = Integer.MAX_VALUE;

    private final OnLinuxFiles files = posix.onLinux().files();
    private final Kernel kernel = posix.onLinux().kernel();

    @Test
    void adviceIsTakenOrRefusedByTheErrorNumber() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(path, O_RDWR)) {
            for (int advice : new int[] {POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL, POSIX_FADV_WILLNEED}) {
                assertEquals(0, files.posixFadviseOrErrno(fd.num(), 0, 0, advice));
            }
            files.posixFadvise(fd.num(), 5L << 32, 1L << 33, POSIX_FADV_DONTNEED);
            assertTwins(
                    EINVAL,
                    files.posixFadviseOrErrno(fd.num(), 0, 0, NO_SUCH),
                    () -> files.posixFadvise(fd.num(), 0, 0, NO_SUCH));
            assertTwins(
                    EINVAL,
                    files.posixFadviseOrErrno(fd.num(), 0, -1, POSIX_FADV_NORMAL),
                    () -> files.posixFadvise(fd.num(), 0, -1, POSIX_FADV_NORMAL));
        }
        assertTwins(
                EBADF,
                files.posixFadviseOrErrno(NOT_OPEN, 0, 0, POSIX_FADV_NORMAL),
                () -> files.posixFadvise(NOT_OPEN, 0, 0, POSIX_FADV_NORMAL));
        int[] pipe = posix.io().pipe();
        try (Fd reader = posix.io().own(pipe[0]);
                Fd writer = posix.io().own(pipe[1])) {
            assertTwins(
                    ESPIPE,
                    files.posixFadviseOrErrno(reader.num(), 0, 0, POSIX_FADV_NORMAL),
                    () -> files.posixFadvise(writer.num(), 0, 0, POSIX_FADV_NORMAL));
        }
    }

    /** Not on a file system in memory, which has no other place for a page. */
    @Test
    @NeedsTool({"fincore", "stat"})
    void pagesThatAreNotNeededLeaveMemory() throws IOException {
        Path path = file("file", "x".repeat(1 << 20));
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Programs.output("stat", "-f", "-c", "%T", path.toString()).equals("tmpfs"), "a file system in memory");
        try (Fd fd = open(path, O_RDWR)) {
            Files.readAllBytes(path);
            assertTrue(inMemory(path) > 0);
            posix.io().fsync(fd.num());
            files.posixFadvise(fd.num(), 0, 0, POSIX_FADV_DONTNEED);
            assertEquals(0, inMemory(path));
        }
    }

    private static long inMemory(Path path) {
        return Long.parseLong(Programs.output("fincore", "-b", "-n", "-o", "RES", path.toString())
                .strip());
    }

    @Test
    @NeedsTool("ionice")
    void aPriorityIsWhatIoniceSays() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            int pid = Math.toIntExact(sleeper.pid());
            kernel.ioprioSet(IOPRIO_WHO_PROCESS, pid, IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 6);
            assertEquals("best-effort: prio 6", Programs.output("ionice", "-p", Integer.toString(pid)));
            assertEquals(IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 6, kernel.ioprioGet(IOPRIO_WHO_PROCESS, pid));
            Programs.output("ionice", "-c", "3", "-p", Integer.toString(pid));
            assertEquals(IOPRIO_CLASS_IDLE, kernel.ioprioGet(IOPRIO_WHO_PROCESS, pid) >> IOPRIO_CLASS_SHIFT);
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPriorityBelongsToAThread() throws Exception {
        int before = kernel.ioprioGet(IOPRIO_WHO_PROCESS, 0);
        int[] other = new int[1];
        Thread thread = new Thread(() -> {
            kernel.ioprioSetOrErrno(IOPRIO_WHO_PROCESS, 0, IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 7);
            other[0] = kernel.ioprioGetOrErrno(IOPRIO_WHO_PROCESS, 0);
        });
        thread.start();
        thread.join();
        assertEquals(IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 7, other[0]);
        assertEquals(before, kernel.ioprioGet(IOPRIO_WHO_PROCESS, 0));
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertTwins(
                ESRCH,
                kernel.ioprioGetOrErrno(IOPRIO_WHO_PROCESS, NO_THREAD),
                () -> kernel.ioprioGet(IOPRIO_WHO_PROCESS, NO_THREAD));
        assertTwins(EINVAL, kernel.ioprioGetOrErrno(NO_SUCH, 0), () -> kernel.ioprioGet(NO_SUCH, 0));
        assertTwins(
                EINVAL,
                kernel.ioprioSetOrErrno(IOPRIO_WHO_PROCESS, 0, NO_SUCH_CLASS << IOPRIO_CLASS_SHIFT),
                () -> kernel.ioprioSet(IOPRIO_WHO_PROCESS, 0, NO_SUCH_CLASS << IOPRIO_CLASS_SHIFT));
        assertTwins(
                ESRCH,
                kernel.ioprioSetOrErrno(IOPRIO_WHO_USER, NO_THREAD, IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT),
                () -> kernel.ioprioSet(IOPRIO_WHO_USER, NO_THREAD, IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT));
    }
}
