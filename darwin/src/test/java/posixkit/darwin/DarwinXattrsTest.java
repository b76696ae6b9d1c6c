package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Xattr.XATTR_ABSENT;
import static posixkit.constants.Xattr.XATTR_CREATE;
import static posixkit.constants.Xattr.XATTR_REPLACE;
import static posixkit.ondarwin.constants.DarwinXattr.XATTR_NOFOLLOW;
import static posixkit.ondarwin.constants.DarwinXattr.XATTR_SHOWCOMPRESSION;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.XattrsContract;
import posixkit.ondarwin.OnDarwinXattrs;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinXattrsTest extends XattrsContract {
    private static final String FORK = "com.apple.ResourceFork";

    private final OnDarwinXattrs only = posix.onDarwin().xattrs();

    @Test
    void namesNeedNoNamespace() throws IOException {
        xattrs.setxattr(file, "com.apple.FinderInfo", bytes("info"));
        assertEquals(List.of("com.apple.FinderInfo"), xattrs.listxattr(file));
        assertArrayEquals(bytes("info"), xattrs.getxattr(file, "com.apple.FinderInfo"));
        assertErrno(ENAMETOOLONG, () -> xattrs.setxattr(file, "x".repeat(128), new byte[1]));
        assertErrno(EINVAL, () -> xattrs.setxattr(file, "", new byte[1]));
        assertErrno(EPERM, () -> xattrs.setxattr(file, "com.apple.system.x", new byte[1]));
    }

    @Test
    void aForkIsReadAndWrittenInParts() throws IOException {
        only.setxattr(file, FORK, ByteBuffer.wrap(bytes("abcdef")), 0, XATTR_CREATE);
        only.setxattr(file, FORK, ByteBuffer.wrap(bytes("XYZ")), 4, XATTR_REPLACE);
        assertArrayEquals(bytes("abcdXYZ"), xattrs.getxattr(file, FORK));
        ByteBuffer part = ByteBuffer.allocate(2);
        assertEquals(2, only.getxattr(file, FORK, part, 3, 0));
        assertArrayEquals(bytes("dX"), part.array());
        assertEquals(7, only.getxattr(file, FORK, ByteBuffer.allocate(0), 0, 0));
        assertErrno(EINVAL, () -> only.getxattr(file, NAME, ByteBuffer.allocate(1), 1, 0));
        assertErrno(EINVAL, () -> only.setxattr(file, NAME, ByteBuffer.allocate(1), 1, 0));
    }

    @Test
    void optionsArePassedOn() throws IOException {
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        only.setxattr(link, NAME, ByteBuffer.wrap(bytes("x")), 0, 0);
        assertEquals(List.of(NAME), only.listxattr(link, XATTR_SHOWCOMPRESSION));
        assertEquals(List.of(), only.listxattr(link, XATTR_NOFOLLOW));
        assertErrno(XATTR_ABSENT, () -> only.getxattr(link, NAME, ByteBuffer.allocate(1), 0, XATTR_NOFOLLOW));
        assertErrno(XATTR_ABSENT, () -> only.removexattr(link, NAME, XATTR_NOFOLLOW | XATTR_SHOWCOMPRESSION));
        only.removexattr(link, NAME, 0);
        assertErrno(EINVAL, () -> only.listxattr(file, 1 << 20));
    }

    @Test
    void descriptorsTakeThemToo() throws IOException {
        try (Fd open = Fd.own(files.open(file, O_RDONLY))) {
            int fd = open.num();
            only.fsetxattr(fd, FORK, ByteBuffer.wrap(bytes("abc")), 0, 0);
            only.fsetxattr(fd, FORK, ByteBuffer.wrap(bytes("d")), 3, 0);
            assertEquals(1, only.fgetxattr(fd, FORK, ByteBuffer.allocate(1), 3, 0));
            assertArrayEquals(bytes("abcd"), xattrs.fgetxattr(fd, FORK));
            assertEquals(List.of(FORK), only.flistxattr(fd, XATTR_SHOWCOMPRESSION));
            assertErrno(EINVAL, () -> only.flistxattr(fd, XATTR_NOFOLLOW));
            only.fremovexattr(fd, FORK, 0);
            assertErrno(XATTR_ABSENT, () -> only.fremovexattr(fd, FORK, 0));
        }
        assertErrno(EBADF, () -> only.fgetxattr(NOT_OPEN, NAME, ByteBuffer.allocate(1), 0, 0));
        assertErrno(EBADF, () -> only.fsetxattr(NOT_OPEN, NAME, ByteBuffer.allocate(1), 0, 0));
    }
}
