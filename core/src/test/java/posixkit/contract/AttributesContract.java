package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFBIG;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ETXTBSY;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.testing.AttributeShell;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Programs;

/**
 * Tests permissions, owners and lengths in {@link posixkit.file.FileAttributes} and {@link posixkit.file.Io}. The oracles are the
 * JDK's attributes and coreutils.
 */
public abstract class AttributesContract extends WithFiles {
    private static final int[] MODES = {0, 07777, 0640, 04755, 02711, 01567, 0444, 0600};
    private static final int UNCHANGED = -1;

    /** The largest id: 4294967294 as an unsigned number. */
    private static final int LARGEST = -2;

    @Test
    void chmodSetsTwelveBitsWhateverTheUmask() throws IOException {
        Path path = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        for (int mode : MODES) {
            files.chmod(path.toString(), mode);
            assertEquals(mode, permissions(path));
            files.chmod(path.toString(), 0123);
            files.chmod(link.toString(), mode);
            assertEquals(mode, permissions(path));
        }
        files.chmod(path.toString(), S_IFDIR | 0751);
        assertEquals(0751, permissions(path));
        assertTrue(Files.isRegularFile(path));
    }

    @Test
    void fchmodatStartsAtItsDirectoryAndNeverLosesItsFlag() throws IOException {
        Path path = file("file", "");
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            for (int mode : MODES) {
                files.fchmodat(fd.num(), "file", mode, 0);
                assertEquals(mode, permissions(path));
                files.fchmodat(fd.num(), "file", mode ^ 0111, AT_SYMLINK_NOFOLLOW);
                assertEquals(mode ^ 0111, permissions(path));
                files.fchmodat(fd.num(), "link", mode, 0);
                assertEquals(mode, permissions(path), "a link is followed");
            }
            files.fchmodat(NOT_OPEN, path.toString(), 0604, 0);
            assertEquals(0604, permissions(path), "an absolute path needs no directory");
            assertErrno(EBADF, () -> files.fchmodat(NOT_OPEN, "file", 0700, 0));
            assertErrno(EBADF, () -> files.fchmodat(NOT_OPEN, "file", 0700, AT_SYMLINK_NOFOLLOW));
            assertErrno(ENOTDIR, () -> files.fchmodat(notADirectory.num(), "file", 0700, 0));
            assertErrno(ENOENT, () -> files.fchmodat(fd.num(), "missing", 0700, AT_SYMLINK_NOFOLLOW));
            ErrnoException thrown = assertErrno(EINVAL, () -> files.fchmodat(fd.num(), "file", 0700, 1 << 30));
            assertEquals("fchmodat", thrown.call());
            assertEquals("fd " + fd.num() + " \"file\"", thrown.subject());
            assertEquals(0604, permissions(path));
        }
    }

    @Test
    void lchmodSetsTwelveBitsOfAFileThatIsNoLink() throws IOException {
        Path path = file("file", "");
        Path some = Files.createDirectory(dir.resolve("some"));
        for (int mode : MODES) {
            files.lchmod(path.toString(), mode);
            assertEquals(mode, permissions(path));
            assertEquals(0, files.lchmodOrErrno(some.toString(), mode));
            assertEquals(mode, permissions(some));
        }
        files.lchmod(path.toString(), S_IFDIR | 0751);
        assertEquals(0751, permissions(path));
        ErrnoException thrown = assertErrno(ENOENT, () -> files.lchmod(dir + "/missing", 0600));
        assertEquals("lchmod", thrown.call());
        assertEquals(quoted(dir + "/missing"), thrown.subject());
    }

    @Test
    void twinsReturnZeroOnSuccess() throws IOException {
        Path path = file("file", "content");
        String name = path.toString();
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        assertEquals(0, files.chmodOrErrno(name, 0640));
        assertEquals(0640, permissions(path));
        assertEquals(0, files.fchmodatOrErrno(AT_FDCWD, name, 0604, AT_SYMLINK_NOFOLLOW));
        assertEquals(0604, permissions(path));
        assertEquals(0, files.chownOrErrno(name, UNCHANGED, UNCHANGED));
        assertEquals(0, files.lchownOrErrno(dir + "/link", UNCHANGED, UNCHANGED));
        assertEquals(0, files.fchownatOrErrno(AT_FDCWD, name, UNCHANGED, UNCHANGED, 0));
        assertEquals(0, files.truncateOrErrno(name, 3));
        assertEquals("con", Files.readString(path));
    }

    @Test
    void fchmodSetsTwelveBitsOfAnOpenFile() throws IOException {
        Path path = file("file", "");
        try (Fd fd = open(path, O_RDONLY)) {
            for (int mode : MODES) {
                posix.io().fchmod(fd.num(), S_IFDIR | mode);
                assertEquals(mode, permissions(path));
            }
        }
        ErrnoException thrown = assertErrno(EBADF, () -> posix.io().fchmod(NOT_OPEN, 0600));
        assertEquals("fchmod", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
    }

    @Test
    @NeedsRoot
    void chownSetsEachIdOnItsOwn() throws IOException {
        Path path = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        files.chown(path.toString(), 1234, 5678);
        assertEquals("1234:5678", owners(path));
        files.chown(path.toString(), 1235, UNCHANGED);
        assertEquals("1235:5678", owners(path));
        files.chown(path.toString(), UNCHANGED, 5679);
        assertEquals("1235:5679", owners(path));
        files.chown(path.toString(), UNCHANGED, UNCHANGED);
        assertEquals("1235:5679", owners(path));
        files.chown(link.toString(), LARGEST, 1 << 31);
        assertEquals("4294967294:2147483648", owners(path), "a link is followed");
        assertEquals("0:0", owners(link));
        assertErrno(ENOENT, () -> files.chown(dir + "/missing", 1, 2));
    }

    @Test
    @NeedsRoot
    void lchownSetsTheLinksOwn() throws IOException {
        Path path = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        files.lchown(link.toString(), 1234, 5678);
        assertEquals("1234:5678", owners(link));
        files.lchown(link.toString(), LARGEST, UNCHANGED);
        assertEquals("4294967294:5678", owners(link));
        assertEquals("0:0", owners(path));
    }

    @Test
    @NeedsRoot
    void fchownatStartsAtItsDirectoryAndObeysItsFlag() throws IOException {
        Path path = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            files.fchownat(fd.num(), "link", 1234, 5678, 0);
            assertEquals("1234:5678 0:0", owners(path) + " " + owners(link));
            files.fchownat(fd.num(), "link", 21, LARGEST, AT_SYMLINK_NOFOLLOW);
            assertEquals("1234:5678 21:4294967294", owners(path) + " " + owners(link));
            files.fchownat(NOT_OPEN, path.toString(), UNCHANGED, 7, 0);
            assertEquals("1234:7", owners(path), "an absolute path needs no directory");
            assertErrno(EBADF, () -> files.fchownat(NOT_OPEN, "file", 1, 2, 0));
            assertErrno(ENOTDIR, () -> files.fchownat(notADirectory.num(), "file", 1, 2, 0));
            assertErrno(EINVAL, () -> files.fchownat(fd.num(), "file", 1, 2, 1 << 30));
            assertEquals("1234:7", owners(path));
        }
    }

    @Test
    @NeedsRoot
    void fchownSetsEachIdOfAnOpenFile() throws IOException {
        Path path = file("file", "");
        try (Fd fd = open(path, O_RDONLY)) {
            posix.io().fchown(fd.num(), 1234, 5678);
            assertEquals("1234:5678", owners(path));
            posix.io().fchown(fd.num(), UNCHANGED, LARGEST);
            assertEquals("1234:4294967294", owners(path));
        }
        ErrnoException thrown = assertErrno(EBADF, () -> posix.io().fchown(NOT_OPEN, 1, 2));
        assertEquals("fchown", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
    }

    @Test
    @NeedsRoot
    void chownDropsTheSetIdBits() throws IOException {
        Path path = file("file", "");
        Programs.output("chmod", "6755", path.toString());
        files.chown(path.toString(), 1234, UNCHANGED);
        assertEquals(0755, permissions(path));
    }

    @Test
    void truncateCutsAndLengthensWithZeros() throws IOException {
        Path path = file("file", "0123456789");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        files.truncate(path.toString(), 4);
        assertEquals("0123", Files.readString(path));
        files.truncate(link.toString(), 6);
        assertEquals("0123\0\0", Files.readString(path));
        files.truncate(path.toString(), (5L << 30) + 3);
        assertEquals((5L << 30) + 3, Files.size(path));
        assertTrue(Long.parseLong(Programs.stat("%b", path.toString())) < 1000, "a hole takes no room");
        files.truncate(path.toString(), 0);
        assertEquals(0, Files.size(path));
    }

    @Test
    void truncateFailsWithItsErrnoAndChangesNothing() throws IOException {
        Path path = file("file", "0123456789");
        assertErrno(EINVAL, () -> files.truncate(path.toString(), -1));
        assertErrno(EINVAL, () -> files.truncate(path.toString(), Long.MIN_VALUE));
        ErrnoException thrown = assertErrno(EFBIG, () -> files.truncate(path.toString(), Long.MAX_VALUE));
        assertEquals("truncate", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(EISDIR, () -> files.truncate(dir.toString(), 0));
        assertErrno(ENOENT, () -> files.truncate(dir + "/missing", 0));
        assertFalse(Files.exists(dir.resolve("missing")));
        assertEquals("0123456789", Files.readString(path));
    }

    @Test
    void truncateOfAProgramThatRunsIsEtxtbsy() throws IOException, InterruptedException {
        String cat = dir + "/cat";
        Programs.output("cp", "/bin/cat", cat);
        Process running = new ProcessBuilder(cat).start();
        try {
            assertErrno(ETXTBSY, () -> files.truncate(cat, 0));
            assertTrue(Files.size(Path.of(cat)) > 0);
        } finally {
            running.getOutputStream().close();
            running.waitFor();
            running.getInputStream().close();
            running.getErrorStream().close();
        }
    }

    @Test
    void fdatasyncSyncsFilesOnly() throws IOException {
        Path path = file("file", "");
        try (Fd fd = open(path, O_RDWR)) {
            posix.io().write(fd.num(), bytes("content"));
            posix.io().fdatasync(fd.num());
            assertEquals("content", Files.readString(path));
        }
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertErrno(syncOfAPipe(), () -> posix.io().fdatasync(write.num()));
            assertErrno(syncOfAPipe(), () -> posix.io().fdatasync(read.num()));
        }
        ErrnoException thrown = assertErrno(EBADF, () -> posix.io().fdatasync(NOT_OPEN));
        assertEquals("fdatasync", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
    }

    /** Returns the errno for syncing a pipe. */
    protected int syncOfAPipe() {
        return EINVAL;
    }

    /** Another user's file is EPERM. A file that the user cannot reach or write is EACCES. */
    @Test
    @NeedsRoot
    void othersMaySetWhatTheirOwnershipAllows() throws IOException {
        Path theirs = file("theirs", "");
        Path mine = file("mine", "0123");
        Path closed = Files.createDirectory(dir.resolve("closed"));
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chmod", "700", closed.toString());
        Programs.output("chmod", "644", theirs.toString(), mine.toString());
        Programs.output("chown", "1234:1235", mine.toString());
        try (ChildJvm child = ChildJvm.start(AttributeShell.class)) {
            assertEquals("ok", child.ask("setgroups 1236"));
            assertEquals("ok", child.ask("setegid 1235"));
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EPERM", child.ask("chmod " + theirs + " 600"));
            assertEquals("EPERM", child.ask("fchmodat " + theirs + " 600 0"));
            assertEquals("EPERM", child.ask("fchmodat " + theirs + " 600 " + AT_SYMLINK_NOFOLLOW));
            assertEquals("EPERM", child.ask("fchmod " + theirs + " 600"));
            assertEquals("EPERM", child.ask("chown " + theirs + " 1234 -1"));
            assertEquals("EPERM", child.ask("lchown " + theirs + " 1234 -1"));
            assertEquals("EPERM", child.ask("fchown " + theirs + " 1234 -1"));
            assertEquals("EACCES", child.ask("truncate " + theirs + " 0"));
            assertEquals("EACCES", child.ask("chmod " + closed + "/x 600"));
            assertEquals("EACCES", child.ask("truncate " + closed + "/x 0"));

            assertEquals("EPERM", child.ask("chown " + mine + " 0 -1"), "nobody gives files away");
            assertEquals("EPERM", child.ask("chown " + mine + " -1 1237"), "nor to a group that is not theirs");
            assertEquals("ok", child.ask("chown " + mine + " -1 1236"));
            assertEquals("1234:1236", owners(mine));
            assertEquals("ok", child.ask("fchown " + mine + " 1234 1235"));
            assertEquals("1234:1235", owners(mine));
            assertEquals("ok", child.ask("fchmodat " + mine + " 4711 " + AT_SYMLINK_NOFOLLOW));
            assertEquals(04711, permissions(mine));
            assertEquals("ok", child.ask("chmod " + mine + " 6755"));
            assertEquals(06755, permissions(mine));
            assertEquals("ok", child.ask("fchmod " + mine + " 640"));
            assertEquals(0640, permissions(mine));
            assertEquals("ok", child.ask("truncate " + mine + " 2"));
            assertEquals("01", Files.readString(mine));
        }
        assertEquals(0644, permissions(theirs));
        assertEquals("0:0", owners(theirs));
    }

    private static int permissions(Path path) throws IOException {
        return mode(path.toString()) & 07777;
    }

    private static String owners(Path path) {
        return Programs.stat("%u:%g", path.toString());
    }
}
