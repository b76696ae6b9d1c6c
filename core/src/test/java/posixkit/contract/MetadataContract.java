package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ELOOP;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.file.Stat;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Programs;

/**
 * Tests {@link posixkit.file.Metadata}. The oracles are the JDK's attributes, {@code /proc} and coreutils.
 */
public abstract class MetadataContract extends WithFiles {
    @BeforeAll
    static void theJdkHasItsSocket() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @Test
    void statKnowsWhatTheJdkAndCoreutilsKnow() throws IOException {
        Path path = file("file", "x".repeat(10_000));
        java.nio.file.Files.createLink(dir.resolve("second"), path);
        java.nio.file.Files.createLink(dir.resolve("third"), path);
        java.nio.file.Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-x--x"));
        Programs.output("touch", "-a", "-d", "2001-02-03T04:05:06.123456789Z", path.toString());
        Programs.output("touch", "-m", "-d", "1955-01-02T03:04:05.987654321Z", path.toString());
        Stat stat = files.stat(path.toString());
        assertKnown(path, stat);
        assertEquals(3, stat.nlink());
        assertEquals(10_000, stat.size());
        assertEquals(0651, stat.permissions());
        assertEquals(Instant.parse("2001-02-03T04:05:06.123456789Z"), stat.atime());
        assertEquals(Instant.parse("1955-01-02T03:04:05.987654321Z"), stat.mtime());
        assertKnown(dir, files.stat(dir.toString()));
        assertKnown(Path.of("/dev/null"), files.stat("/dev/null"));
        assertNotEquals(files.stat("/dev").dev(), stat.dev());
    }

    @Test
    @NeedsRoot
    void statTellsOwnerFromGroup() throws IOException {
        Path path = file("file", "");
        Programs.output("chown", "4294967294:1234", path.toString());
        Programs.output("chmod", "6751", path.toString());
        Stat stat = files.stat(path.toString());
        assertEquals(4294967294L, Integer.toUnsignedLong(stat.uid()));
        assertEquals(1234, stat.gid());
        assertEquals(06751, stat.permissions());
        assertKnown(path, stat);
    }

    /** Compares each member, so that two swapped members are found. */
    private void assertKnown(Path path, Stat stat) throws IOException {
        assertEquals(jdk(path, "ino"), stat.ino(), "ino");
        assertEquals(device((Long) jdk(path, "dev")), stat.dev(), "dev");
        assertEquals(device((Long) jdk(path, "rdev")), stat.rdev(), "rdev");
        assertEquals(jdk(path, "mode"), stat.mode(), "mode");
        assertEquals(((Integer) jdk(path, "nlink")).longValue(), stat.nlink(), "nlink");
        assertEquals(jdk(path, "uid"), stat.uid(), "uid");
        assertEquals(jdk(path, "gid"), stat.gid(), "gid");
        assertEquals(jdk(path, "size"), stat.size(), "size");
        assertEquals(((FileTime) jdk(path, "ctime")).toInstant(), stat.ctime(), "ctime");
        assertEquals(((FileTime) jdk(path, "lastModifiedTime")).toInstant(), stat.mtime(), "mtime");
        String blocks = Programs.stat("%o %b", path.toString());
        assertEquals(blocks, stat.blksize() + " " + stat.blocks());
    }

    /** Converts a device number of the JDK, which is Linux's, into one of this system. */
    protected long device(long number) {
        return number;
    }

    @Test
    void statTellsTheTypesOfFilesApart() throws IOException {
        file("file", "");
        java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Programs.output("mkfifo", dir + "/fifo");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(dir.resolve("socket")));
            assertEquals("socket", type(files.stat(dir + "/socket")));
        }
        assertEquals("file", type(files.stat(dir + "/file")));
        assertEquals("directory", type(files.stat(dir.toString())));
        assertEquals("fifo", type(files.stat(dir + "/fifo")));
        assertEquals("character device", type(files.stat("/dev/null")));
        assertEquals("file", type(files.stat(dir + "/link")));
        assertEquals("link", type(files.lstat(dir + "/link")));
    }

    @Test
    @NeedsRoot
    void statTellsABlockDevice() throws IOException {
        String device = dir + "/device";
        if (Programs.run("mknod", device, "b", "7", "200").exit() == 0) {
            assertEquals("block device", type(files.stat(device)));
            assertEquals(
                    device((Long) jdk(Path.of(device), "rdev")),
                    files.stat(device).rdev());
        }
    }

    @Test
    @NeedsGnu
    void aDevicesNumberComesApartAndTogether() throws IOException {
        for (String path : new String[] {"/dev/null", "/dev/zero", "/dev/tty"}) {
            long device = files.stat(path).rdev();
            String parts = Integer.toHexString(files.major(device)) + " " + Integer.toHexString(files.minor(device));
            assertEquals(Programs.output("stat", "-c", "%t %T", path), parts);
            assertEquals(device, files.makedev(files.major(device), files.minor(device)));
        }
        long home = files.stat(dir.toString()).dev();
        assertEquals(home, files.makedev(files.major(home), files.minor(home)));
    }

    /** Every system has at least 8 bits for the major and 24 bits for the minor number. */
    @Test
    void largeNumbersOfDevicesStayWhatTheyAre() {
        for (int[] parts : new int[][] {{0, 0}, {1, 2}, {255, 0xFFFFFF}, {0xAB, 0x123456}, {0, 0x800000}, {128, 0}}) {
            long device = files.makedev(parts[0], parts[1]);
            assertEquals(parts[0], files.major(device));
            assertEquals(parts[1], files.minor(device));
        }
    }

    private static String type(Stat stat) {
        String type = "";
        type += stat.isRegularFile() ? "file" : "";
        type += stat.isDirectory() ? "directory" : "";
        type += stat.isSymbolicLink() ? "link" : "";
        type += stat.isFifo() ? "fifo" : "";
        type += stat.isSocket() ? "socket" : "";
        type += stat.isCharacterDevice() ? "character device" : "";
        type += stat.isBlockDevice() ? "block device" : "";
        return type;
    }

    @Test
    void statOfAFileBeyondFourGibKnowsItsHoles() throws IOException {
        Path path = dir.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((5L << 30) + 1);
        }
        Stat stat = files.stat(path.toString());
        assertEquals((5L << 30) + 1, stat.size());
        assertTrue(stat.blocks() * 512 < stat.size(), stat.blocks() + " blocks");
    }

    @Test
    void statFollowsALinkAndLstatDoesNot() throws IOException {
        Path path = file("file", "content");
        Path link = java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Path nowhere = java.nio.file.Files.createSymbolicLink(dir.resolve("nowhere"), Path.of("no/such"));
        long linkIno = Long.parseLong(Programs.stat("%i", link.toString()));
        assertEquals(ino(path), files.stat(link.toString()).ino());
        assertEquals(linkIno, files.lstat(link.toString()).ino());
        assertEquals(4, files.lstat(link.toString()).size(), "its target's name");
        Stat stat = files.newStat();
        assertEquals(0, files.statOrErrno(link.toString(), stat));
        assertEquals(ino(path), stat.ino());
        assertEquals(0, files.lstatOrErrno(link.toString(), stat));
        assertEquals(linkIno, stat.ino());
        assertErrno(ENOENT, () -> files.stat(nowhere.toString()));
        assertMinus(ENOENT, files.statOrErrno(nowhere.toString(), stat));
        assertEquals(0, files.lstatOrErrno(nowhere.toString(), stat));
        assertErrno(ENOENT, () -> files.lstat(dir + "/missing"));
        Path loop = java.nio.file.Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        assertErrno(ELOOP, () -> files.stat(loop.toString()));
        assertTrue(files.lstat(loop.toString()).isSymbolicLink());
    }

    @Test
    void fstatatStartsAtItsDirectoryAndObeysItsFlag() throws IOException {
        Path path = file("file", "content");
        Path link = java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        long linkIno = Long.parseLong(Programs.stat("%i", link.toString()));
        Stat stat = files.newStat();
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            files.fstatat(fd.num(), "file", stat, 0);
            assertEquals(ino(path), stat.ino());
            assertEquals(ino(path), fstatat(fd, "file", 0).ino());
            assertEquals(ino(path), fstatat(fd, "link", 0).ino());
            assertEquals(linkIno, fstatat(fd, "link", AT_SYMLINK_NOFOLLOW).ino());
            assertEquals(0, files.fstatatOrErrno(NOT_OPEN, path.toString(), stat, 0));
            assertEquals(ino(path), stat.ino(), "an absolute path needs no directory");
            assertErrno(ENOENT, () -> fstatat(fd, "missing", 0));
            assertErrno(ENOTDIR, () -> fstatat(notADirectory, "file", 0));
            assertErrno(EBADF, () -> files.fstatat(NOT_OPEN, "file", stat, 0));
            assertErrno(EINVAL, () -> fstatat(fd, "file", 1 << 30));
            assertMinus(EBADF, files.fstatatOrErrno(NOT_OPEN, "file", stat, 0));
            assertMinus(EINVAL, files.fstatatOrErrno(fd.num(), "file", stat, 1 << 30));
        }
    }

    @Test
    void aFailingStatLeavesTheStructureAndAGoodOneFillsItWhole() throws IOException {
        Path path = file("file", "content");
        Stat stat = files.newStat();
        assertEquals(0, stat.ino());
        byte[] bytes = ((Struct) stat).bytes();
        Arrays.fill(bytes, (byte) 0x55);
        byte[] before = bytes.clone();
        assertMinus(ENOENT, files.statOrErrno(dir + "/missing", stat));
        assertMinus(ENOENT, files.lstatOrErrno(dir + "/missing", stat));
        assertMinus(ENOENT, files.fstatatOrErrno(AT_FDCWD, dir + "/missing", stat, 0));
        assertErrno(ENOENT, () -> files.stat(dir + "/missing", stat));
        assertArrayEquals(before, bytes);
        assertEquals(0, files.statOrErrno(path.toString(), stat));
        assertArrayEquals(((Struct) files.stat(path.toString())).bytes(), bytes);
    }

    /** Anybody can implement the interface, but only the structures of this system have its layout. */
    @Test
    void aStatOfSomebodyElseIsRefused() {
        Stat foreign = (Stat) Proxy.newProxyInstance(
                Stat.class.getClassLoader(), new Class<?>[] {Stat.class}, (proxy, method, arguments) -> null);
        String path = dir.toString();
        assertThrows(IllegalArgumentException.class, () -> files.stat(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.lstat(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.fstatat(AT_FDCWD, path, foreign, 0));
        assertThrows(IllegalArgumentException.class, () -> files.statOrErrno(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.lstatOrErrno(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.fstatatOrErrno(AT_FDCWD, path, foreign, 0));
        assertThrows(NullPointerException.class, () -> files.stat(path, null));
        assertThrows(NullPointerException.class, () -> files.lstatOrErrno(path, null));
        assertThrows(NullPointerException.class, () -> files.fstatat(AT_FDCWD, path, null, 0));
    }

    /** Returns what {@code access} with an unknown bit returns: −errno, or 0. */
    protected int accessOfAnUnknownMode() {
        return -EINVAL;
    }

    @Test
    void accessAnswersEachQuestion() throws IOException {
        String path = file("file", "").toString();
        for (int mode : new int[] {F_OK, R_OK, W_OK, R_OK | W_OK}) {
            files.access(path, mode);
            assertEquals(0, files.accessOrErrno(path, mode));
        }
        assertErrno(EACCES, () -> files.access(path, X_OK));
        assertErrno(EACCES, () -> files.access(path, R_OK | X_OK));
        assertMinus(EACCES, files.accessOrErrno(path, X_OK));
        Programs.output("chmod", "700", path);
        files.access(path, R_OK | W_OK | X_OK);
        assertEquals(accessOfAnUnknownMode(), files.accessOrErrno(path, 8));
    }
}
