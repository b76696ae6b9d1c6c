package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Xattr.XATTR_ABSENT;
import static posixkit.constants.Xattr.XATTR_CREATE;
import static posixkit.constants.Xattr.XATTR_REPLACE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.file.Xattrs;

/**
 * Tests {@link Xattrs}. The oracle is the JDK's {@link UserDefinedFileAttributeView}, whose names lack the {@code user.} that
 * Linux puts in front.
 */
public abstract class XattrsContract extends WithFiles {
    protected static final String NAME = "user.posixkit";

    /** More than the first guess of the bodies, and less than all of a file's attributes may have on usual file systems. */
    private static final int LONG = 2_000;

    protected final Xattrs xattrs = posix.xattrs();
    protected Path path;
    protected String file;

    @BeforeEach
    void create() throws IOException {
        path = file("file", "content");
        file = path.toString();
    }

    private UserDefinedFileAttributeView jdk() {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    }

    private byte[] jdkValue(String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(jdk().size(name));
        jdk().read(name, value);
        return value.array();
    }

    private static byte[] many(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    @Test
    void theJdkSeesWhatIsSet() throws IOException {
        xattrs.setxattr(file, NAME, bytes("valueä"));
        assertArrayEquals(bytes("valueä"), jdkValue("posixkit"));
        xattrs.setxattr(file, NAME, many(LONG));
        assertArrayEquals(many(LONG), jdkValue("posixkit"));
        xattrs.setxattr(file, NAME, new byte[0]);
        assertEquals(0, jdk().size("posixkit"));
        xattrs.removexattr(file, NAME);
        assertEquals(List.of(), jdk().list());
    }

    @Test
    void whatTheJdkSetsIsRead() throws IOException {
        assertEquals(List.of(), xattrs.listxattr(file));
        jdk().write("posixkit", ByteBuffer.wrap(many(LONG)));
        jdk().write("ä€😀", ByteBuffer.wrap(bytes("x")));
        jdk().write("empty", ByteBuffer.allocate(0));
        assertArrayEquals(many(LONG), xattrs.getxattr(file, NAME));
        assertArrayEquals(bytes("x"), xattrs.getxattr(file, "user.ä€😀"));
        assertArrayEquals(new byte[0], xattrs.getxattr(file, "user.empty"));
        assertEquals(new TreeSet<>(List.of(NAME, "user.ä€😀", "user.empty")), new TreeSet<>(xattrs.listxattr(file)));
    }

    @Test
    void longListsAreWhole() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            names.add("user." + i + "-".repeat(100));
            xattrs.setxattr(file, names.get(i), new byte[0]);
        }
        Collections.sort(names);
        for (List<String> seen : List.of(xattrs.listxattr(file), xattrs.llistxattr(file), byDescriptor())) {
            List<String> sorted = new ArrayList<>(seen);
            Collections.sort(sorted);
            assertEquals(names, sorted);
        }
    }

    private List<String> byDescriptor() throws IOException {
        try (Fd fd = Fd.own(files.open(file, O_RDONLY))) {
            return xattrs.flistxattr(fd.num());
        }
    }

    @Test
    void aDescriptorDoes() throws IOException {
        try (Fd fd = Fd.own(files.open(file, O_RDONLY))) {
            xattrs.fsetxattr(fd.num(), NAME, bytes("abc"));
            assertArrayEquals(bytes("abc"), jdkValue("posixkit"));
            assertArrayEquals(bytes("abc"), xattrs.fgetxattr(fd.num(), NAME));
            xattrs.fsetxattr(fd.num(), NAME, ByteBuffer.wrap(bytes("de")), XATTR_REPLACE);
            ByteBuffer into = ByteBuffer.allocateDirect(8);
            assertEquals(2, xattrs.fgetxattr(fd.num(), NAME, into));
            assertEquals(2, into.position());
            xattrs.fremovexattr(fd.num(), NAME);
            assertErrno(XATTR_ABSENT, () -> xattrs.fgetxattr(fd.num(), NAME));
            assertErrno(XATTR_ABSENT, () -> xattrs.fremovexattr(fd.num(), NAME));
        }
        assertErrno(EBADF, () -> xattrs.fgetxattr(NOT_OPEN, NAME));
        assertErrno(EBADF, () -> xattrs.fsetxattr(NOT_OPEN, NAME, new byte[1]));
        ErrnoException e = assertErrno(EBADF, () -> xattrs.flistxattr(NOT_OPEN));
        assertTrue(e.getMessage().startsWith("flistxattr fd " + NOT_OPEN + ": "), e.getMessage());
        assertErrno(EBADF, () -> xattrs.fremovexattr(NOT_OPEN, NAME));
    }

    @Test
    void buffersAreFilledFromTheirPosition() throws IOException {
        xattrs.setxattr(file, NAME, bytes("abc"));
        for (ByteBuffer into : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            into.put(7, (byte) 'z').position(2);
            assertEquals(3, xattrs.getxattr(file, NAME, into));
            assertEquals(5, into.position());
            assertEquals(8, into.limit());
            byte[] all = new byte[8];
            into.get(0, all);
            assertArrayEquals(new byte[] {0, 0, 'a', 'b', 'c', 0, 0, 'z'}, all);
            into.position(2).limit(4);
            assertMinus(ERANGE, xattrs.getxattrOrErrno(file, NAME, into));
            assertEquals(2, into.position());
            into.position(4);
            assertEquals(3, xattrs.getxattr(file, NAME, into), "without room, the size");
            assertEquals(4, into.position());
        }
    }

    @Test
    void valuesAreTakenFromTheirPosition() throws IOException {
        for (ByteBuffer from : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            from.put(0, bytes("abcdefgh")).position(2).limit(5);
            xattrs.setxattr(file, NAME, from, 0);
            assertArrayEquals(bytes("cde"), jdkValue("posixkit"));
            assertEquals(2, from.position());
            xattrs.setxattr(file, NAME, from.asReadOnlyBuffer().position(4), 0);
            assertArrayEquals(bytes("e"), jdkValue("posixkit"));
        }
    }

    @Test
    void flagsOnlyCreateOrOnlyReplace() throws IOException {
        ByteBuffer value = ByteBuffer.wrap(bytes("x"));
        assertErrno(XATTR_ABSENT, () -> xattrs.setxattr(file, NAME, value, XATTR_REPLACE));
        xattrs.setxattr(file, NAME, value, XATTR_CREATE);
        assertErrno(EEXIST, () -> xattrs.setxattr(file, NAME, value, XATTR_CREATE));
        assertErrno(EEXIST, () -> xattrs.lsetxattr(file, NAME, value, XATTR_CREATE));
        xattrs.setxattr(file, NAME, value, XATTR_REPLACE);
        assertErrno(EINVAL, () -> xattrs.setxattr(file, NAME, value, 1 << 20));
    }

    @Test
    void linksAreFollowedOrNot() throws IOException {
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        xattrs.setxattr(link, NAME, bytes("of the file"));
        assertArrayEquals(bytes("of the file"), jdkValue("posixkit"));
        assertArrayEquals(bytes("of the file"), xattrs.getxattr(link, NAME));
        assertEquals(List.of(NAME), xattrs.listxattr(link));
        assertErrno(XATTR_ABSENT, () -> xattrs.lgetxattr(link, NAME));
        assertEquals(List.of(), xattrs.llistxattr(link));
        xattrs.removexattr(link, NAME);
        assertEquals(List.of(), jdk().list());
        xattrs.lsetxattr(file, NAME, bytes("no link"));
        assertArrayEquals(bytes("no link"), xattrs.lgetxattr(file, NAME));
        assertEquals(7, xattrs.lgetxattr(file, NAME, ByteBuffer.allocate(7)));
        xattrs.lremovexattr(file, NAME);
        assertErrno(XATTR_ABSENT, () -> xattrs.lremovexattr(file, NAME));
    }

    @Test
    void failuresSayWhatFailed() {
        String absent = dir.resolve("absent").toString();
        assertErrno(ENOENT, () -> xattrs.getxattr(absent, NAME));
        assertErrno(ENOENT, () -> xattrs.lgetxattr(absent, NAME));
        assertErrno(ENOENT, () -> xattrs.setxattr(absent, NAME, new byte[1]));
        assertErrno(ENOENT, () -> xattrs.lsetxattr(absent, NAME, new byte[1]));
        assertErrno(ENOENT, () -> xattrs.listxattr(absent));
        assertErrno(ENOENT, () -> xattrs.llistxattr(absent));
        assertErrno(ENOENT, () -> xattrs.removexattr(absent, NAME));
        assertErrno(ENOENT, () -> xattrs.lremovexattr(absent, NAME));
        IOException e = assertThrows(IOException.class, () -> xattrs.getxattr(file, NAME));
        assertEquals(
                "getxattr " + quoted(file) + " " + quoted(NAME),
                e.getMessage().substring(0, e.getMessage().indexOf(':')));
        IOException ofFd = assertThrows(IOException.class, () -> xattrs.fgetxattr(NOT_OPEN, NAME));
        assertEquals(
                "fgetxattr fd " + NOT_OPEN + " " + quoted(NAME),
                ofFd.getMessage().substring(0, ofFd.getMessage().indexOf(':')));
    }

    @Test
    void wrongUseIsRefusedBeforeTheCall() {
        assertRefused(
                "into", () -> xattrs.getxattr(file, NAME, ByteBuffer.allocate(1).asReadOnlyBuffer()));
        assertRefused("name", () -> xattrs.getxattr(file, "a\0b"));
        assertRefused("path", () -> xattrs.listxattr("a\0b"));
    }
}
