package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.E2BIG;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.contract.XattrsContract;
import posixkit.testing.NeedsRoot;

class LinuxXattrsTest extends XattrsContract {
    @Test
    void namesNeedANamespaceThatExists() {
        assertErrno(ENOTSUP, () -> xattrs.setxattr(file, "posixkit", new byte[1]));
        assertErrno(ENOTSUP, () -> xattrs.getxattr("/proc/self/status", NAME));
    }

    @Test
    void limitsOfTheKernel() {
        assertErrno(ERANGE, () -> xattrs.setxattr(file, "user." + "x".repeat(251), new byte[1]));
        assertErrno(E2BIG, () -> xattrs.setxattr(file, NAME, new byte[65_537]));
    }

    @Test
    void usersCannotGiveThemToLinks() throws IOException {
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        assertErrno(EPERM, () -> xattrs.lsetxattr(link, NAME, new byte[1]));
    }

    @NeedsRoot
    @Test
    void aLinkHasItsOwn() throws IOException {
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        xattrs.lsetxattr(link, "trusted.posixkit", new byte[] {1});
        assertEquals(List.of("trusted.posixkit"), xattrs.llistxattr(link));
        assertEquals(List.of(), xattrs.listxattr(link));
        assertArrayEquals(new byte[] {1}, xattrs.lgetxattr(link, "trusted.posixkit"));
        xattrs.lremovexattr(link, "trusted.posixkit");
        assertEquals(List.of(), xattrs.llistxattr(link));
    }
}
