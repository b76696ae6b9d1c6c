package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.AttributesContract;
import posixkit.testing.Programs;

class LinuxAttributesTest extends AttributesContract {
    @Test
    void aLinkHasNoPermissionsAndItsTargetKeepsThem() throws IOException {
        Path path = file("file", "");
        Programs.output("chmod", "640", path.toString());
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        try (Fd fd = open(dir, O_RDONLY)) {
            assertErrno(EOPNOTSUPP, () -> files.fchmodat(fd.num(), "link", 0777, AT_SYMLINK_NOFOLLOW));
            assertErrno(EOPNOTSUPP, () -> files.lchmod(dir + "/link", 0777));
        }
        assertEquals("640", Programs.output("stat", "-c", "%a", path.toString()));
    }

    @Test
    void aDescriptorThatOnlyStandsForAPathIsEbadf() throws IOException {
        Path path = file("file", "");
        Programs.output("chmod", "640", path.toString());
        try (Fd fd = open(path, O_PATH)) {
            assertErrno(EBADF, () -> posix.io().fchmod(fd.num(), 0777));
            assertErrno(EBADF, () -> posix.io().fchown(fd.num(), -1, -1));
        }
        assertEquals("640", Programs.output("stat", "-c", "%a", path.toString()));
    }
}
