package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import static posixkit.constants.Errno.EBUSY;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ELOOP;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ENOTEMPTY;
import static posixkit.constants.Errno.ENXIO;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Limits.PATH_MAX;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_NOFOLLOW;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.file.Files;
import posixkit.file.Stat;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/**
 * What {@link Files} promises on every system. The JDK's attributes, {@code /proc} and coreutils are the oracles. What
 * holds for every call that takes a path is asked of every such call.
 */
@ExtendWith(Descriptors.class)
public abstract class FilesContract {
    private static final int NOT_OPEN = 1_000_000;

    /** Twice two, three and four bytes, and one that is not what it looks like. */
    private static final String TEXT = "äß €中 😀🐧 a\nb";

    /** No prefix of UTF-8, a lone continuation, a surrogate encoded on its own. */
    private static final byte[] NOT_TEXT = HexFormat.of().parseHex("ff65e480eda080");

    private final Posix posix = Posix.get();
    private final Files files = posix.files();

    @TempDir
    Path dir;

    /** From its first socket on, the JDK keeps one for itself: not a test's leak. */
    @BeforeAll
    static void theJdkHasItsSocket() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    /** A call on one path, in its forms; what else it takes is such that the path decides. */
    record PathCall(
            String title,
            String call,
            Plain<String> text,
            Plain<byte[]> bytes,
            Twin<String> textOrErrno,
            Twin<byte[]> bytesOrErrno) {
        PathCall(String title, String call, Plain<String> text, Plain<byte[]> bytes) {
            this(title, call, text, bytes, null, null);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    interface Plain<P> {
        void on(Files files, P path) throws IOException;
    }

    interface Twin<P> {
        int on(Files files, P path);
    }

    static Stream<PathCall> pathCalls() {
        int write = O_WRONLY | O_CREAT | O_EXCL;
        return Stream.of(
                new PathCall(
                        "open",
                        "open",
                        (f, p) -> f.open(p, write, 0600),
                        (f, p) -> f.open(p, write, 0600),
                        (f, p) -> f.openOrErrno(p, write, 0600),
                        (f, p) -> f.openOrErrno(p, write, 0600)),
                new PathCall(
                        "openat",
                        "openat",
                        (f, p) -> f.openat(AT_FDCWD, p, write, 0600),
                        (f, p) -> f.openat(AT_FDCWD, p, write, 0600)),
                new PathCall("creat", "creat", (f, p) -> f.creat(p, 0600), (f, p) -> f.creat(p, 0600)),
                new PathCall(
                        "stat",
                        "stat",
                        (f, p) -> f.stat(p, f.newStat()),
                        (f, p) -> f.stat(p, f.newStat()),
                        (f, p) -> f.statOrErrno(p, f.newStat()),
                        (f, p) -> f.statOrErrno(p, f.newStat())),
                new PathCall(
                        "lstat",
                        "lstat",
                        (f, p) -> f.lstat(p, f.newStat()),
                        (f, p) -> f.lstat(p, f.newStat()),
                        (f, p) -> f.lstatOrErrno(p, f.newStat()),
                        (f, p) -> f.lstatOrErrno(p, f.newStat())),
                new PathCall(
                        "fstatat",
                        "fstatat",
                        (f, p) -> f.fstatat(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatat(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatatOrErrno(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatatOrErrno(AT_FDCWD, p, f.newStat(), 0)),
                new PathCall(
                        "access",
                        "access",
                        (f, p) -> f.access(p, F_OK),
                        (f, p) -> f.access(p, F_OK),
                        (f, p) -> f.accessOrErrno(p, F_OK),
                        (f, p) -> f.accessOrErrno(p, F_OK)),
                new PathCall("readlink", "readlink", Files::readlink, Files::readlink),
                new PathCall("readlinkBytes", "readlink", Files::readlinkBytes, Files::readlinkBytes),
                new PathCall("unlink", "unlink", Files::unlink, Files::unlink),
                new PathCall("mkdir", "mkdir", (f, p) -> f.mkdir(p, 0700), (f, p) -> f.mkdir(p, 0700)),
                new PathCall("rmdir", "rmdir", Files::rmdir, Files::rmdir),
                new PathCall(
                        "rename from",
                        "rename",
                        (f, p) -> f.rename(p, "/tmp/x"),
                        (f, p) -> f.rename(p, bytes("/tmp/x"))));
    }

    @ParameterizedTest
    @MethodSource("pathCalls")
    void noWayToThePathIsItsErrnoInEveryForm(PathCall call) throws IOException {
        file("file", "content");
        java.nio.file.Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        fails(ENOENT, call, dir + "/missing/x");
        fails(ENOENT, call, "");
        fails(ENOTDIR, call, dir + "/file/x");
        fails(ELOOP, call, dir + "/loop/x");
    }

    /** The last ones do not fit the memory that calls use as a rule. */
    @ParameterizedTest
    @MethodSource("pathCalls")
    void aPathTooLongIsEnametoolongInEveryForm(PathCall call) {
        fails(ENAMETOOLONG, call, dir + "/" + "x".repeat(NAME_MAX + 1));
        fails(ENAMETOOLONG, call, dir + "/" + "ä".repeat(NAME_MAX / 2 + 1));
        fails(ENAMETOOLONG, call, dir + "/.".repeat(2500) + "/x");
        fails(ENAMETOOLONG, call, dir + "/.".repeat(35_000) + "/x");
        fails(ENAMETOOLONG, call, dir + "/" + "€".repeat(30_000));
        fails(ENAMETOOLONG, call, dir + "/" + "x".repeat(2_000_000));
    }

    @ParameterizedTest
    @MethodSource("pathCalls")
    void whatIsNoPathIsRefusedBeforeAnythingHappens(PathCall call) throws IOException {
        for (String bad : List.of("x\0", "\0", "x\0y", "\ud83d", "x\ud83d", "\ude00x", "\ude00\ud83d", "\ud83dx")) {
            String path = dir + "/" + bad;
            assertThrows(IllegalArgumentException.class, () -> call.text.on(files, path));
            if (call.textOrErrno != null) {
                assertThrows(IllegalArgumentException.class, () -> call.textOrErrno.on(files, path));
            }
        }
        byte[] nul = bytes(dir + "/x\0y");
        assertThrows(IllegalArgumentException.class, () -> call.bytes.on(files, nul));
        assertThrows(NullPointerException.class, () -> call.text.on(files, null));
        assertThrows(NullPointerException.class, () -> call.bytes.on(files, null));
        if (call.bytesOrErrno != null) {
            assertThrows(IllegalArgumentException.class, () -> call.bytesOrErrno.on(files, nul));
            assertThrows(NullPointerException.class, () -> call.textOrErrno.on(files, null));
            assertThrows(NullPointerException.class, () -> call.bytesOrErrno.on(files, null));
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()), "what has come into being");
    }

    private void fails(int errno, PathCall call, String path) {
        String subject = call.call.equals("rename") ? path + " -> /tmp/x" : path;
        ErrnoException thrown = assertErrno(errno, () -> call.text.on(files, path));
        assertEquals(call.call, thrown.call());
        assertEquals(subject, thrown.subject());
        thrown = assertErrno(errno, () -> call.bytes.on(files, bytes(path)));
        assertEquals(call.call, thrown.call());
        assertEquals(subject, thrown.subject());
        if (call.textOrErrno != null) {
            assertMinus(errno, call.textOrErrno.on(files, path));
            assertMinus(errno, call.bytesOrErrno.on(files, bytes(path)));
        }
    }

    @Test
    void namesOfEveryLengthOfUtf8ArriveInEveryCall() throws IOException {
        String path = dir + "/" + TEXT;
        close(files.creat(path, 0600));
        assertEquals(TEXT, Programs.output("ls", dir.toString()));
        close(files.open(path, O_RDONLY, 0));
        close(files.openOrErrno(path, O_RDONLY, 0));
        long ino =
                Long.parseLong(Programs.output("sh", "-c", "ls -i \"$1\" | head -1 | cut -d' ' -f1", "sh", "" + dir));
        assertEquals(ino, files.stat(path).ino());
        assertEquals(ino, files.lstat(path).ino());
        files.access(path, F_OK);
        try (Fd fd = open(dir, O_RDONLY)) {
            assertEquals(ino, fstatat(fd, TEXT, 0).ino());
            close(files.openat(fd.num(), TEXT, O_RDONLY, 0));
        }
        String moved = dir + "/" + new StringBuilder(TEXT).append("ö");
        files.rename(path, moved);
        assertEquals(TEXT + "ö", Programs.output("ls", dir.toString()));
        files.unlink(moved);
        files.mkdir(path, 0700);
        assertTrue(files.stat(path).isDirectory());
        Programs.output("sh", "-c", "ln -s \"$(ls \"$1\")\" \"$1/$(ls \"$1\")/link\"", "sh", dir.toString());
        assertEquals(TEXT, files.readlink(path + "/link"));
        assertArrayEquals(bytes(TEXT), files.readlinkBytes(path + "/link"));
        files.unlink(path + "/link");
        files.rmdir(path);
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void namesThatAreNotTextArriveInEveryCall() throws IOException {
        byte[] path = in(dir, NOT_TEXT);
        close(files.creat(path, 0600));
        assertEquals(HexFormat.of().formatHex(NOT_TEXT) + "0a", listedAsHex());
        close(files.open(path, O_RDONLY, 0));
        close(files.openOrErrno(path, O_RDONLY, 0));
        long ino = Long.parseLong(Programs.output("sh", "-c", "ls -i \"$1\" | cut -d' ' -f1", "sh", dir.toString()));
        Stat stat = files.newStat();
        files.stat(path, stat);
        assertEquals(ino, stat.ino());
        ((Struct) stat).clear();
        files.lstat(path, stat);
        assertEquals(ino, stat.ino());
        ((Struct) stat).clear();
        assertEquals(0, files.statOrErrno(path, stat));
        assertEquals(ino, stat.ino());
        ((Struct) stat).clear();
        assertEquals(0, files.lstatOrErrno(path, stat));
        assertEquals(ino, stat.ino());
        files.access(path, F_OK);
        assertEquals(0, files.accessOrErrno(path, F_OK));
        try (Fd fd = open(dir, O_RDONLY)) {
            ((Struct) stat).clear();
            files.fstatat(fd.num(), NOT_TEXT, stat, 0);
            assertEquals(ino, stat.ino());
            ((Struct) stat).clear();
            assertEquals(0, files.fstatatOrErrno(fd.num(), NOT_TEXT, stat, 0));
            assertEquals(ino, stat.ino());
            close(files.openat(fd.num(), NOT_TEXT, O_RDONLY, 0));
        }
        byte[] moved = in(dir, new byte[] {(byte) 0xFE});
        files.rename(path, moved);
        assertEquals("fe0a", listedAsHex());
        files.unlink(moved);
        files.mkdir(path, 0700);
        assertEquals(HexFormat.of().formatHex(NOT_TEXT) + "0a", listedAsHex());
        files.rmdir(path);
        assertEquals("", listedAsHex());
    }

    @Test
    void readlinkBytesGivesWhatIsNotText() throws IOException {
        Programs.output("sh", "-c", "ln -s \"$(printf '\\377e\\344')\" \"$1/$(printf 'l\\377')\"", "sh", "" + dir);
        byte[] link = in(dir, new byte[] {'l', (byte) 0xFF});
        byte[] target = {(byte) 0xFF, 'e', (byte) 0xE4};
        assertArrayEquals(target, files.readlinkBytes(link));
        assertEquals(new String(target, StandardCharsets.UTF_8), files.readlink(link));
    }

    @Test
    void aNameAndAPathOfTheGreatestLengthWork() throws IOException {
        String name = "x".repeat(NAME_MAX);
        close(files.creat(dir + "/" + name, 0600));
        assertEquals(name, Programs.output("ls", dir.toString()));
        String start = dir + "/";
        String longest = start + "/".repeat(PATH_MAX - 1 - start.length() - NAME_MAX) + name;
        assertEquals(PATH_MAX - 1, longest.length());
        assertEquals(ino(dir.resolve(name)), files.stat(longest).ino());
        Stat stat = files.newStat();
        files.stat(bytes(longest), stat);
        assertEquals(ino(dir.resolve(name)), stat.ino());
        String other = start + "/".repeat(PATH_MAX - 1 - start.length() - NAME_MAX) + "y".repeat(NAME_MAX);
        files.rename(longest, other);
        assertEquals("y".repeat(NAME_MAX), Programs.output("ls", dir.toString()));
        files.rename(bytes(other), bytes(longest));
        assertEquals(name, Programs.output("ls", dir.toString()));
    }

    @Test
    void relativePathsStartInTheCurrentDirectory() throws IOException {
        Path here = Path.of("pom.xml");
        assertEquals(ino(here), files.stat("pom.xml").ino());
        assertEquals(ino(here), files.lstat("./pom.xml").ino());
        Stat stat = files.newStat();
        files.fstatat(AT_FDCWD, "pom.xml", stat, 0);
        assertEquals(ino(here), stat.ino());
        try (Fd fd = Fd.own(files.openat(AT_FDCWD, "pom.xml", O_RDONLY, 0))) {
            assertEquals(ino(here), posix.io().fstat(fd.num()).ino());
        }
    }

    @Test
    void openCreatesWithTheModeLessTheUmask() throws IOException {
        int umask = Integer.parseInt(Proc.ofThisThread("Umask"), 8);
        for (int mode : new int[] {0, 0400, 0640, 0777}) {
            String open = dir + "/open" + mode;
            close(files.open(open, O_RDWR | O_CREAT, mode));
            assertEquals(mode & ~umask, mode(open) & 07777);
            String creat = dir + "/creat" + mode;
            close(files.creat(creat, mode));
            assertEquals(mode & ~umask, mode(creat) & 07777);
            String openat = dir + "/openat" + mode;
            close(files.openat(AT_FDCWD, openat, O_RDWR | O_CREAT, mode));
            assertEquals(mode & ~umask, mode(openat) & 07777);
            String mkdir = dir + "/mkdir" + mode;
            files.mkdir(mkdir, mode);
            assertEquals(mode & ~umask, mode(mkdir) & 0777);
        }
    }

    @Test
    void openDoesWhatItsFlagsSay() throws IOException {
        Path path = file("file", "0123456789");
        java.nio.file.Files.createSymbolicLink(dir.resolve("link"), path);
        assertErrno(EEXIST, () -> files.open(path.toString(), O_RDWR | O_CREAT | O_EXCL, 0600));
        assertErrno(ELOOP, () -> files.open(dir + "/link", O_RDONLY | O_NOFOLLOW));
        assertErrno(ENOTDIR, () -> files.open(path.toString(), O_RDONLY | O_DIRECTORY));
        assertErrno(EISDIR, () -> files.open(dir.toString(), O_WRONLY));
        assertErrno(EISDIR, () -> files.creat(dir.toString(), 0600));
        try (Fd fd = open(dir, O_RDONLY | O_DIRECTORY)) {
            assertEquals(dir.toRealPath(), Path.of("/proc/self/fd/" + fd.num()).toRealPath());
        }
        try (Fd fd = open(dir.resolve("link"), O_WRONLY | O_APPEND)) {
            posix.io().write(fd.num(), bytes("x"));
        }
        assertEquals("0123456789x", java.nio.file.Files.readString(path));
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EBADF, () -> posix.io().write(fd.num(), bytes("x")));
        }
        close(files.open(path.toString(), O_WRONLY | O_TRUNC));
        assertEquals("", java.nio.file.Files.readString(path));
    }

    @Test
    void openOfAFifoNobodyReadsIsMinusEnxio() {
        String fifo = dir + "/fifo";
        Programs.output("mkfifo", fifo);
        assertMinus(ENXIO, files.openOrErrno(fifo, O_WRONLY | O_NONBLOCK, 0));
        assertErrno(ENXIO, () -> files.open(fifo, O_WRONLY | O_NONBLOCK));
    }

    @Test
    void creatEmptiesAFileAndLeavesItsMode() throws IOException {
        Path path = file("file", "content");
        java.nio.file.Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-x--x"));
        try (Fd fd = Fd.own(files.creat(path.toString(), 0777))) {
            assertEquals(0, java.nio.file.Files.size(path));
            posix.io().write(fd.num(), bytes("new"));
            assertErrno(EBADF, () -> posix.io().read(fd.num(), new byte[1]));
        }
        assertEquals("new", java.nio.file.Files.readString(path));
        assertEquals(0651, mode(path.toString()) & 07777);
    }

    /** Bit 02000000 is Linux's own, whatever system's constants are in use. */
    @Test
    void everyDescriptorIsBornCloseOnExec() throws IOException {
        String path = file("file", "").toString();
        try (Fd open = Fd.own(files.open(path, O_RDONLY));
                Fd openBytes = Fd.own(files.open(bytes(path), O_RDONLY, 0));
                Fd twin = Fd.own(files.openOrErrno(path, O_RDONLY, 0));
                Fd twinBytes = Fd.own(files.openOrErrno(bytes(path), O_RDONLY, 0));
                Fd openat = Fd.own(files.openat(AT_FDCWD, path, O_RDONLY, 0));
                Fd openatBytes = Fd.own(files.openat(AT_FDCWD, bytes(path), O_RDONLY, 0));
                Fd creat = Fd.own(files.creat(path, 0600));
                Fd creatBytes = Fd.own(files.creat(bytes(path), 0600))) {
            for (Fd fd : List.of(open, openBytes, twin, twinBytes, openat, openatBytes, creat, creatBytes)) {
                String flags = Proc.field(Path.of("/proc/self/fdinfo/" + fd.num()), "flags");
                assertNotEquals(0, Integer.parseInt(flags, 8) & 02000000, flags);
            }
        }
    }

    @Test
    void openatStartsAtItsDirectory() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY);
                Fd opened = Fd.own(files.openat(fd.num(), "file", O_RDONLY, 0));
                Fd absolute = Fd.own(files.openat(NOT_OPEN, path.toString(), O_RDONLY, 0))) {
            assertEquals(ino(path), posix.io().fstat(opened.num()).ino());
            assertEquals(ino(path), posix.io().fstat(absolute.num()).ino());
            assertErrno(ENOENT, () -> files.openat(fd.num(), "missing", O_RDONLY, 0));
            assertErrno(ENOTDIR, () -> files.openat(notADirectory.num(), "file", O_RDONLY, 0));
            assertErrno(EBADF, () -> files.openat(NOT_OPEN, "file", O_RDONLY, 0));
            close(files.openat(fd.num(), "made", O_WRONLY | O_CREAT, 0600));
            assertTrue(java.nio.file.Files.exists(dir.resolve("made")));
        }
    }

    @Test
    void statKnowsWhatTheJdkAndCoreutilsKnow() throws IOException {
        Path path = file("file", "x".repeat(10_000));
        java.nio.file.Files.createLink(dir.resolve("second"), path);
        java.nio.file.Files.createLink(dir.resolve("third"), path);
        java.nio.file.Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-x--x"));
        Programs.output("touch", "-a", "-d", "2001-02-03 04:05:06.123456789 UTC", path.toString());
        Programs.output("touch", "-m", "-d", "1955-01-02 03:04:05.987654321 UTC", path.toString());
        Stat stat = files.stat(path.toString());
        assertKnown(path, stat);
        assertEquals(3, stat.nlink());
        assertEquals(10_000, stat.size());
        assertEquals(0651, stat.permissions());
        assertEquals(Instant.parse("2001-02-03T04:05:06.123456789Z"), stat.atime());
        assertEquals(Instant.parse("1955-01-02T03:04:05.987654321Z"), stat.mtime());
        assertKnown(dir, files.stat(dir.toString()));
        assertKnown(Path.of("/dev/null"), files.stat("/dev/null"));
        assertKnown(Path.of("/proc/self"), files.stat("/proc/self"));
        assertNotEquals(files.stat("/proc").dev(), stat.dev());
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

    /** Member by member, so that two of them swapped are seen. */
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
        String blocks = Programs.output("stat", "-L", "-c", "%o %b", path.toString());
        assertEquals(blocks, stat.blksize() + " " + stat.blocks());
    }

    /** A device's number as this system's {@code struct stat} writes what the JDK reads. */
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
        long linkIno = Long.parseLong(Programs.output("stat", "-c", "%i", link.toString()));
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
        long linkIno = Long.parseLong(Programs.output("stat", "-c", "%i", link.toString()));
        Stat stat = files.newStat();
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
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
            assertMinus(EINVAL, files.fstatatOrErrno(fd.num(), bytes("file"), stat, 1 << 30));
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

    /** Anybody can implement the interface; only our own has the system's layout. */
    @Test
    void aStatOfSomebodyElseIsRefused() {
        Stat foreign = (Stat) Proxy.newProxyInstance(
                Stat.class.getClassLoader(), new Class<?>[] {Stat.class}, (proxy, method, arguments) -> null);
        String path = dir.toString();
        assertThrows(IllegalArgumentException.class, () -> files.stat(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.lstat(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.fstatat(AT_FDCWD, path, foreign, 0));
        assertThrows(IllegalArgumentException.class, () -> files.statOrErrno(path, foreign));
        assertThrows(IllegalArgumentException.class, () -> files.statOrErrno(bytes(path), foreign));
        assertThrows(IllegalArgumentException.class, () -> files.lstatOrErrno(bytes(path), foreign));
        assertThrows(IllegalArgumentException.class, () -> files.fstatatOrErrno(AT_FDCWD, path, foreign, 0));
        assertThrows(NullPointerException.class, () -> files.stat(path, null));
        assertThrows(NullPointerException.class, () -> files.lstatOrErrno(path, null));
        assertThrows(NullPointerException.class, () -> files.fstatat(AT_FDCWD, path, null, 0));
    }

    @Test
    void accessAnswersEachQuestion() throws IOException {
        String path = file("file", "").toString();
        for (int mode : new int[] {F_OK, R_OK, W_OK, R_OK | W_OK}) {
            files.access(path, mode);
            files.access(bytes(path), mode);
            assertEquals(0, files.accessOrErrno(path, mode));
            assertEquals(0, files.accessOrErrno(bytes(path), mode));
        }
        assertErrno(EACCES, () -> files.access(path, X_OK));
        assertErrno(EACCES, () -> files.access(path, R_OK | X_OK));
        assertMinus(EACCES, files.accessOrErrno(path, X_OK));
        assertMinus(EACCES, files.accessOrErrno(bytes(path), X_OK));
        Programs.output("chmod", "700", path);
        files.access(path, R_OK | W_OK | X_OK);
        assertErrno(EINVAL, () -> files.access(path, 8));
        assertMinus(EINVAL, files.accessOrErrno(path, 8));
    }

    @Test
    @NeedsRoot
    void callsGoByTheEffectiveUserAndAccessByTheReal() throws IOException {
        Path secret = file("secret", "");
        Path open = java.nio.file.Files.createDirectory(dir.resolve("open"));
        Path theirs = file("open/theirs", "");
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chmod", "1777", open.toString());
        Programs.output("chmod", "600", secret.toString());
        Path closed = java.nio.file.Files.createDirectory(dir.resolve("closed"));
        Programs.output("chmod", "700", closed.toString());
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("open " + secret));
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EACCES", child.ask("open " + secret));
            assertEquals("ok", child.ask("access " + secret + " " + (R_OK | W_OK)));
            assertEquals("ok", child.ask("stat " + secret));
            assertEquals("EACCES", child.ask("stat " + closed + "/x"));
            assertEquals("EACCES", child.ask("unlink " + secret));
            assertEquals("EPERM", child.ask("unlink " + theirs), "not ours, in a sticky directory");
            assertEquals("ok", child.ask("seteuid 0"));
            assertEquals("ok", child.ask("unlink " + theirs));
        }
        assertFalse(java.nio.file.Files.exists(theirs));
    }

    /** Around the size of the first guess, and the longest there can be. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1022, 1023, 1024, 1025, 2047, 2048, 4095})
    void readlinkGivesTheWholeTarget(int length) throws IOException {
        String target = "0123456789/".repeat(length / 11 + 1).substring(0, length);
        Path link = java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("x"));
        java.nio.file.Files.delete(link);
        Programs.output("ln", "-s", target, link.toString());
        assertEquals(target, files.readlink(link.toString()));
        assertEquals(target, files.readlink(bytes(link.toString())));
        assertArrayEquals(bytes(target), files.readlinkBytes(link.toString()));
        assertArrayEquals(bytes(target), files.readlinkBytes(bytes(link.toString())));
        assertEquals(target, Programs.output("readlink", link.toString()));
    }

    @Test
    void readlinkReadsLinksOnly() throws IOException {
        assertEquals(Long.toString(ProcessHandle.current().pid()), files.readlink("/proc/self"));
        String path = file("file", "content").toString();
        assertErrno(EINVAL, () -> files.readlink(path));
        assertErrno(EINVAL, () -> files.readlinkBytes(bytes(path)));
        assertErrno(EINVAL, () -> files.readlink(dir.toString()));
    }

    @Test
    void unlinkRemovesANameAndNotTheFile() throws IOException {
        Path path = file("file", "content");
        Path second = java.nio.file.Files.createLink(dir.resolve("second"), path);
        Path link = java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("second"));
        files.unlink(path.toString());
        assertFalse(java.nio.file.Files.exists(path));
        assertEquals("content", java.nio.file.Files.readString(second));
        files.unlink(link.toString());
        assertFalse(java.nio.file.Files.isSymbolicLink(link));
        try (Fd fd = open(second, O_RDONLY)) {
            files.unlink(bytes(second.toString()));
            assertEquals("", Programs.output("ls", "-A", dir.toString()));
            assertEquals(7, posix.io().read(fd.num(), new byte[16]), "open files stay");
            assertEquals(0, posix.io().fstat(fd.num()).nlink());
        }
        assertErrno(ENOENT, () -> files.unlink(second.toString()));
        assertErrno(unlinkOfADirectory(), () -> files.unlink(dir.toString()));
        assertErrno(unlinkOfADirectory(), () -> files.unlink(bytes(dir.toString())));
        assertTrue(java.nio.file.Files.isDirectory(dir));
    }

    /** What the system says to unlinking a directory. */
    protected int unlinkOfADirectory() {
        return EISDIR;
    }

    @Test
    void mkdirMakesOneDirectory() throws IOException {
        String made = dir + "/made";
        files.mkdir(made, 0700);
        assertTrue(java.nio.file.Files.isDirectory(Path.of(made)));
        assertErrno(EEXIST, () -> files.mkdir(made, 0700));
        assertErrno(EEXIST, () -> files.mkdir(bytes(made), 0700));
        java.nio.file.Files.createSymbolicLink(dir.resolve("nowhere"), Path.of("no/such"));
        assertErrno(EEXIST, () -> files.mkdir(dir + "/nowhere", 0700));
        assertErrno(ENOENT, () -> files.mkdir(dir + "/a/b", 0700));
        files.mkdir(made + "/within/", 0700);
        assertEquals("within", Programs.output("ls", "-A", made));
    }

    @Test
    void rmdirRemovesEmptyDirectoriesOnly() throws IOException {
        Path path = java.nio.file.Files.createDirectory(dir.resolve("some"));
        file("some/file", "");
        assertErrno(ENOTEMPTY, () -> files.rmdir(path.toString()));
        assertErrno(ENOTEMPTY, () -> files.rmdir(bytes(path.toString())));
        assertErrno(ENOTDIR, () -> files.rmdir(path + "/file"));
        assertErrno(EINVAL, () -> files.rmdir(path + "/."));
        java.nio.file.Files.delete(path.resolve("file"));
        files.rmdir(path.toString());
        assertFalse(java.nio.file.Files.exists(path));
        assertErrno(ENOENT, () -> files.rmdir(path.toString()));
    }

    /** Who may not write to the root is told that instead. */
    @Test
    @NeedsRoot
    void rmdirOfAMountPointIsEbusy() {
        assertErrno(EBUSY, () -> files.rmdir("/proc"));
    }

    @Test
    void renameMovesAndReplaces() throws IOException {
        Path from = file("from", "new");
        Path to = file("to", "old");
        long ino = ino(from);
        files.rename(from.toString(), to.toString());
        assertFalse(java.nio.file.Files.exists(from));
        assertEquals("new", java.nio.file.Files.readString(to));
        assertEquals(ino, ino(to));
        Path second = java.nio.file.Files.createLink(dir.resolve("second"), to);
        files.rename(to.toString(), second.toString());
        assertTrue(java.nio.file.Files.exists(to), "two names of one file stay");
        Path empty = java.nio.file.Files.createDirectory(dir.resolve("empty"));
        Path full = java.nio.file.Files.createDirectory(dir.resolve("full"));
        file("full/file", "");
        files.rename(full.toString(), empty.toString());
        assertEquals("file", Programs.output("ls", "-A", empty.toString()));
    }

    @Test
    void renameFailsWithItsErrnoAndMovesNothing() throws IOException {
        Path path = file("file", "");
        Path some = java.nio.file.Files.createDirectory(dir.resolve("some"));
        Path full = java.nio.file.Files.createDirectory(dir.resolve("full"));
        file("full/file", "");
        java.nio.file.Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        renameFails(ENOTEMPTY, some, full.toString());
        renameFails(EISDIR, path, some.toString());
        renameFails(ENOTDIR, some, path.toString());
        renameFails(EINVAL, some, some + "/within");
        renameFails(EXDEV, path, "/proc/x");
        renameFails(ENOENT, path, dir + "/missing/x");
        renameFails(ENOENT, path, "");
        renameFails(ENOTDIR, path, path + "/x");
        renameFails(ELOOP, path, dir + "/loop/x");
        renameFails(ENAMETOOLONG, path, dir + "/" + "x".repeat(NAME_MAX + 1));
        renameFails(ENAMETOOLONG, path, dir + "/" + "x".repeat(70_000));
        String huge = dir + "/" + "x".repeat(50_000);
        assertErrno(ENAMETOOLONG, () -> files.rename(huge, huge));
        assertThrows(IllegalArgumentException.class, () -> files.rename(path.toString(), dir + "/x\0"));
        assertThrows(IllegalArgumentException.class, () -> files.rename(path.toString(), dir + "/\ud800"));
        assertThrows(IllegalArgumentException.class, () -> files.rename(bytes("" + path), new byte[] {'x', 0}));
        assertThrows(NullPointerException.class, () -> files.rename(path.toString(), null));
        assertThrows(NullPointerException.class, () -> files.rename(bytes("" + path), null));
        assertEquals("file\nfull\nloop\nsome", Programs.output("ls", "-A", dir.toString()));
    }

    private void renameFails(int errno, Path from, String to) {
        ErrnoException thrown = assertErrno(errno, () -> files.rename(from.toString(), to));
        assertEquals(from + " -> " + to, thrown.subject());
        assertErrno(errno, () -> files.rename(bytes(from.toString()), bytes(to)));
    }

    @Test
    void getcwdIsWhereWeAre() throws IOException {
        String here = Path.of("").toRealPath().toString();
        assertEquals(here, files.getcwd());
        assertArrayEquals(bytes(here), files.getcwdBytes());
        assertEquals(
                Programs.output("readlink", "/proc/" + ProcessHandle.current().pid() + "/cwd"), files.getcwd());
    }

    @Test
    void getcwdIsWholeHoweverDeepAndGoneWhenItIsGone() throws IOException {
        Path deep = dir.toRealPath();
        for (int i = 0; i < 12; i++) {
            deep = deep.resolve(Integer.toString(i % 10).repeat(200));
        }
        java.nio.file.Files.createDirectories(deep);
        try (ChildJvm child = ChildJvm.startIn(deep, PosixShell.class)) {
            assertEquals(deep.toString(), child.ask("getcwd"));
            assertEquals(HexFormat.of().formatHex(bytes(deep.toString())), child.ask("getcwdBytes"));
            java.nio.file.Files.delete(deep);
            assertEquals("ENOENT", child.ask("getcwd"));
            assertEquals("ENOENT", child.ask("getcwdBytes"));
        }
    }

    @Test
    void getcwdBytesGivesWhatIsNotText() throws IOException {
        String go = "mkdir \"$0/$(printf '\\377e\\344')\" && cd \"$0/$(printf '\\377e\\344')\" && exec \"$@\"";
        try (ChildJvm child = ChildJvm.startBy(List.of("sh", "-c", go, dir.toString()), PosixShell.class)) {
            String expected = HexFormat.of().formatHex(bytes(dir.toRealPath() + "/")) + "ff65e4";
            assertEquals(expected, child.ask("getcwdBytes"));
            assertEquals(dir.toRealPath() + "/\ufffde\ufffd", child.ask("getcwd"));
        }
    }

    private Stat fstatat(Fd directory, String path, int flags) throws IOException {
        Stat stat = files.newStat();
        files.fstatat(directory.num(), path, stat, flags);
        return stat;
    }

    private Fd open(Path path, int flags) throws IOException {
        return Fd.own(files.open(path.toString(), flags));
    }

    private void close(int fd) throws IOException {
        posix.io().close(fd);
    }

    private Path file(String name, String content) throws IOException {
        return java.nio.file.Files.writeString(dir.resolve(name), content);
    }

    private String listedAsHex() {
        return Programs.output("sh", "-c", "ls -A \"$1\" | od -An -v -tx1 | tr -d ' \\n'", "sh", dir.toString());
    }

    private static Object jdk(Path path, String attribute) throws IOException {
        return java.nio.file.Files.getAttribute(path, "unix:" + attribute);
    }

    private static long ino(Path path) throws IOException {
        return (Long) jdk(path, "ino");
    }

    private static int mode(String path) throws IOException {
        return (Integer) jdk(Path.of(path), "mode");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] in(Path directory, byte[] name) {
        byte[] start = bytes(directory + "/");
        byte[] path = Arrays.copyOf(start, start.length + name.length);
        System.arraycopy(name, 0, path, start.length, name.length);
        return path;
    }
}
