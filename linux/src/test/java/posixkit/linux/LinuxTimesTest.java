package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.TimesContract;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.time.Timeval;

class LinuxTimesTest extends TimesContract {
    private static final Instant FIRST = Instant.parse("2100-02-03T04:05:06.123456789Z");
    private static final Instant SECOND = Instant.parse("1955-01-02T03:04:05.987654321Z");

    private final OnLinuxFiles extras = Posix.get().onLinux().files();

    @Test
    void futimesatStartsAtItsDirectoryAndFollowsLinks() throws IOException {
        Path path = untouched("file");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Instant linksOwn = mtime(link);
        Timeval first = timeval(FIRST);
        Timeval second = timeval(SECOND);
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            extras.futimesat(fd.num(), "file", first, second);
            assertEquals("2100-02-03 04:05:06.123456000|1955-01-02 03:04:05.987654000", times(path));
            extras.futimesat(fd.num(), "link", second, first);
            assertEquals("1955-01-02 03:04:05.987654000|2100-02-03 04:05:06.123456000", times(path));
            assertEquals(linksOwn, mtime(link));
            extras.futimesat(AT_FDCWD, path.toString(), first, second);
            assertEquals("2100-02-03 04:05:06.123456000|1955-01-02 03:04:05.987654000", times(path));
            Timeval bad = posix.clocks().newTimeval().sec(1).usec(1L << 61);
            assertErrno(EINVAL, () -> extras.futimesat(fd.num(), "file", bad, second));
            assertErrno(EINVAL, () -> extras.futimesat(fd.num(), "file", first, bad));
            assertErrno(EBADF, () -> extras.futimesat(NOT_OPEN, "file", first, second));
            assertErrno(ENOTDIR, () -> extras.futimesat(notADirectory.num(), "file", first, second));
            ErrnoException thrown = assertErrno(ENOENT, () -> extras.futimesat(fd.num(), "missing", first, second));
            assertEquals("futimesat", thrown.call());
            assertEquals("fd " + fd.num() + " \"missing\"", thrown.subject());
            assertEquals("2100-02-03 04:05:06.123456000|1955-01-02 03:04:05.987654000", times(path));
        }
    }

    @Test
    void aDescriptorThatOnlyStandsForAPathTakesTimesByTheEmptyPathAlone() throws IOException {
        Path path = untouched("file");
        try (Fd fd = open(path, O_PATH)) {
            assertErrno(EBADF, () -> posix.io().futimes(fd.num()));
            assertErrno(EBADF, () -> posix.io().futimes(fd.num(), timeval(FIRST), timeval(SECOND)));
            assertErrno(EBADF, () -> posix.io().futimens(fd.num(), FIRST, SECOND));
            files.utimensat(fd.num(), "", FIRST, SECOND, AT_EMPTY_PATH);
            assertEquals("2100-02-03 04:05:06.123456789|1955-01-02 03:04:05.987654321", times(path));
        }
    }
}
