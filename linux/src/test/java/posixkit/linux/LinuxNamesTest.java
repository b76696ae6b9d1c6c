package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_FOLLOW;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_NOFOLLOW;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.onlinux.constants.LinuxOpen.O_TMPFILE;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.NamesContract;
import posixkit.testing.NeedsRoot;

class LinuxNamesTest extends NamesContract {
    @Test
    void aFileWithoutANameGetsOneByWayOfProc() throws IOException {
        try (Fd file = Fd.own(files.open(dir.toString(), O_WRONLY | O_TMPFILE, 0600))) {
            posix.io().write(file.num(), bytes("content"));
            files.linkat(AT_FDCWD, "/proc/self/fd/" + file.num(), AT_FDCWD, dir + "/named", AT_SYMLINK_FOLLOW);
        }
        assertEquals("content", Files.readString(dir.resolve("named")));
    }

    @Test
    @NeedsRoot
    void aFileWithoutANameGetsOneByAnEmptyPath() throws IOException {
        try (Fd file = Fd.own(files.open(dir.toString(), O_WRONLY | O_TMPFILE, 0600))) {
            assertErrno(ENOENT, () -> files.linkat(file.num(), "", AT_FDCWD, dir + "/named", 0));
            posix.io().write(file.num(), bytes("content"));
            files.linkat(file.num(), "", AT_FDCWD, dir + "/named", AT_EMPTY_PATH);
        }
        assertEquals("content", Files.readString(dir.resolve("named")));
    }

    @Test
    void readlinkatOfNothingIsOfTheOpenLinkItself() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("no/such"));
        try (Fd fd = open(link, O_PATH | O_NOFOLLOW | O_RDONLY)) {
            assertEquals("no/such", files.readlinkat(fd.num(), ""));
        }
    }
}
