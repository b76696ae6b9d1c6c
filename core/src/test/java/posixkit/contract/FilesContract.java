package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_REMOVEDIR;
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
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_DSYNC;
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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.file.FileTree;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** Tests {@link FileTree}. The oracles are the JDK, {@code /proc} and coreutils. */
public abstract class FilesContract extends WithFiles {
    @Test
    void readlinkReturnsATargetThatIsNotText() throws IOException {
        Programs.output("sh", "-c", "ln -s \"$(printf '\\377e\\344')\" \"$1/$(printf 'l\\377')\"", "sh", "" + dir);
        assertEquals("\uDCFFe\uDCE4", files.readlink(dir + "/l\uDCFF"));
        try (Fd fd = open(dir, O_RDONLY)) {
            assertEquals("\uDCFFe\uDCE4", files.readlinkat(fd.num(), "l\uDCFF"));
        }
    }

    @Test
    void openCreatesWithTheModeLessTheUmask() throws IOException {
        int umask = Integer.parseInt(Programs.output("sh", "-c", "umask"), 8);
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
    void withoutAModeNoFileIsCreated() throws IOException {
        String path = dir + "/x";
        for (int flags : new int[] {O_CREAT, O_CREAT | O_RDWR, O_CREAT | O_EXCL | O_WRONLY}) {
            assertNeedsAMode("O_CREAT", () -> files.open(path, flags));
            assertNeedsAMode("O_CREAT", () -> files.openat(AT_FDCWD, path, flags));
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
        close(files.open(dir.toString(), O_RDONLY | O_DIRECTORY | O_DSYNC));
        close(files.openat(AT_FDCWD, dir.toString(), O_RDONLY | O_DIRECTORY | O_DSYNC));
    }

    protected static void assertNeedsAMode(String flag, Executable call) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call);
        assertEquals("flags: " + flag + " needs a mode", thrown.getMessage());
    }

    @Test
    void twinsReturnZeroOrADescriptorOnSuccess() throws IOException {
        String path = dir + "/a";
        close(files.creatOrErrno(path, 0600));
        close(files.openOrErrno(path, O_RDONLY, 0));
        close(files.openatOrErrno(AT_FDCWD, path, O_RDONLY, 0));
        assertEquals(0, files.linkOrErrno(path, dir + "/b"));
        assertEquals(0, files.linkatOrErrno(AT_FDCWD, path, AT_FDCWD, dir + "/c", 0));
        assertEquals(0, files.symlinkOrErrno("a", dir + "/d"));
        assertEquals(0, files.symlinkatOrErrno("a", AT_FDCWD, dir + "/e"));
        assertEquals(0, files.renameOrErrno(dir + "/d", dir + "/f"));
        assertEquals(0, files.renameatOrErrno(AT_FDCWD, dir + "/e", AT_FDCWD, dir + "/g"));
        assertEquals(0, files.mkdirOrErrno(dir + "/h", 0700));
        assertEquals(0, files.mkdiratOrErrno(AT_FDCWD, dir + "/i", 0700));
        assertEquals(0, files.mkfifoOrErrno(dir + "/j", 0600));
        assertEquals(0, files.mknodOrErrno(dir + "/k", S_IFIFO | 0600, 0));
        assertEquals("a\nb\nc\nf\ng\nh\ni\nj\nk", Programs.output("ls", "-A", dir.toString()));
        assertEquals(0, files.unlinkOrErrno(dir + "/b"));
        assertEquals(0, files.unlinkatOrErrno(AT_FDCWD, dir + "/i", AT_REMOVEDIR));
        assertEquals(0, files.rmdirOrErrno(dir + "/h"));
        assertEquals("a\nc\nf\ng\nj\nk", Programs.output("ls", "-A", dir.toString()));
        try (Fd here = Fd.own(files.open(".", O_RDONLY))) {
            assertEquals(0, files.chdirOrErrno("."));
            assertEquals(0, files.fchdirOrErrno(here.num()));
        }
        assertMinus(EBADF, files.fchdirOrErrno(NOT_OPEN));
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
            assertTrue(Descriptors.of(dir).contains(fd.num()), fd + " is the directory");
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

    /** 02000000 is Linux's O_CLOEXEC in {@code /proc}, for the stand-in too. */
    @Test
    @NeedsProc
    void everyDescriptorIsBornCloseOnExec() throws IOException {
        String path = file("file", "").toString();
        try (Fd open = Fd.own(files.open(path, O_RDONLY));
                Fd twin = Fd.own(files.openOrErrno(path, O_RDONLY, 0));
                Fd openat = Fd.own(files.openat(AT_FDCWD, path, O_RDONLY));
                Fd openatTwin = Fd.own(files.openatOrErrno(AT_FDCWD, path, O_RDONLY, 0));
                Fd creat = Fd.own(files.creat(path, 0600));
                Fd creatTwin = Fd.own(files.creatOrErrno(path, 0600))) {
            for (Fd fd : List.of(open, twin, openat, openatTwin, creat, creatTwin)) {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 1022, 1023, 1024, 1025, 2047, 2048, 4095})
    void readlinkGivesTheWholeTarget(int length) throws IOException {
        String target = "0123456789/".repeat(length / 11 + 1).substring(0, length);
        Path link = java.nio.file.Files.createSymbolicLink(dir.resolve("link"), Path.of("x"));
        java.nio.file.Files.delete(link);
        Programs.output("ln", "-s", target, link.toString());
        assertEquals(target, files.readlink(link.toString()));
        assertEquals(target, Programs.output("readlink", link.toString()));
    }

    @Test
    @NeedsProc
    void readlinkReadsWhatTheKernelMakesUp() throws IOException {
        assertEquals(Long.toString(ProcessHandle.current().pid()), files.readlink("/proc/self"));
    }

    @Test
    void readlinkReadsLinksOnly() throws IOException {
        String path = file("file", "content").toString();
        assertErrno(EINVAL, () -> files.readlink(path));
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
            files.unlink(second.toString());
            assertEquals("", Programs.output("ls", "-A", dir.toString()));
            assertEquals(7, posix.io().read(fd.num(), new byte[16]), "open files stay");
            assertEquals(0, posix.io().fstat(fd.num()).nlink());
        }
        assertErrno(ENOENT, () -> files.unlink(second.toString()));
        assertErrno(unlinkOfADirectory(), () -> files.unlink(dir.toString()));
        assertTrue(java.nio.file.Files.isDirectory(dir));
    }

    /** Returns the errno for unlinking a directory. */
    protected int unlinkOfADirectory() {
        return EISDIR;
    }

    @Test
    void mkdirMakesOneDirectory() throws IOException {
        String made = dir + "/made";
        files.mkdir(made, 0700);
        assertTrue(java.nio.file.Files.isDirectory(Path.of(made)));
        assertErrno(EEXIST, () -> files.mkdir(made, 0700));
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
        assertErrno(ENOTDIR, () -> files.rmdir(path + "/file"));
        assertErrno(EINVAL, () -> files.rmdir(path + "/."));
        java.nio.file.Files.delete(path.resolve("file"));
        files.rmdir(path.toString());
        assertFalse(java.nio.file.Files.exists(path));
        assertErrno(ENOENT, () -> files.rmdir(path.toString()));
    }

    /** A user who may not write to the root directory gets EACCES instead. */
    @Test
    @NeedsRoot
    void rmdirOfAMountPointIsEbusy() {
        assertErrno(EBUSY, () -> files.rmdir("/dev"));
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
        renameFails(EXDEV, path, "/dev/x");
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
        assertThrows(IllegalArgumentException.class, () -> files.rename(path.toString(), dir + "/\uDCC3\uDCA9"));
        assertThrows(NullPointerException.class, () -> files.rename(path.toString(), null));
        assertThrows(NullPointerException.class, () -> files.rename(null, path.toString()));
        assertEquals("file\nfull\nloop\nsome", Programs.output("ls", "-A", dir.toString()));
    }

    private void renameFails(int errno, Path from, String to) {
        ErrnoException thrown = assertErrno(errno, () -> files.rename(from.toString(), to));
        assertEquals(quoted(from, to), thrown.subject());
        assertMinus(errno, files.renameOrErrno(from.toString(), to));
    }

    @Test
    void getcwdIsWhereWeAre() throws IOException {
        String here = Path.of("").toRealPath().toString();
        assertEquals(here, files.getcwd());
        assertEquals(Programs.output("/bin/pwd", "-P"), files.getcwd());
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
            assertEquals(HexFormat.of().formatHex(bytes(deep.toString())), child.ask("getcwdInHex"));
            java.nio.file.Files.delete(deep);
            assertEquals("ENOENT", child.ask("getcwd"));
        }
    }

    @Test
    void getcwdReturnsAPathThatIsNotText() throws IOException {
        String go = "mkdir \"$0/$(printf '\\377e\\344')\" && cd \"$0/$(printf '\\377e\\344')\" && exec \"$@\"";
        try (ChildJvm child = ChildJvm.startBy(List.of("sh", "-c", go, dir.toString()), PosixShell.class)) {
            String expected = HexFormat.of().formatHex(bytes(dir.toRealPath() + "/")) + "ff65e4";
            assertEquals(expected, child.ask("getcwdInHex"));
        }
    }
}
