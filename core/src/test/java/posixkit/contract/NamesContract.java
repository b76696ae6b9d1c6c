package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_REMOVEDIR;
import static posixkit.constants.At.AT_SYMLINK_FOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ENOTEMPTY;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Limits.PATH_MAX;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.testing.Programs;

/** Tests links and the {@code …at} calls. The oracles are the JDK and coreutils. */
public abstract class NamesContract extends WithFiles {
    private static final String TEXT = "äß €中 😀🐧 a\nb";
    private static final String NOT_TEXT = Names.of(HexFormat.of().parseHex("ff65e480eda080"));

    /** {@link #NOT_TEXT} as {@code ls} prints it, and with one more byte. */
    private static final String NOT_TEXT_HEX = "ff65e480eda0800a";

    private static final String MORE_HEX = "ff65e480eda080fe0a";
    private static final int NO_FLAG = 0x4000_0000;

    /** Returns true if {@code link} follows a symbolic link at the end of its first path. */
    protected boolean linkFollows() {
        return false;
    }

    /** Returns the errno for unlinking a directory. */
    protected int unlinkOfADirectory() {
        return EISDIR;
    }

    @Test
    void linkGivesAFileASecondName() throws IOException {
        Path path = file("file", "content");
        files.link(path.toString(), dir + "/second");
        files.link(path.toString(), dir + "/third");
        assertEquals(ino(path), ino(dir.resolve("second")));
        assertEquals(ino(path), ino(dir.resolve("third")));
        assertEquals(3, jdk(path, "nlink"));
        Files.delete(path);
        assertEquals("content", Files.readString(dir.resolve("second")));
    }

    @Test
    void linkOfASymbolicLinkIsTheSystems() throws IOException {
        Path path = file("file", "content");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        files.link(link.toString(), dir + "/second");
        assertEquals(!linkFollows(), Files.isSymbolicLink(dir.resolve("second")));
        assertEquals(linkFollows() ? 2 : 1, jdk(path, "nlink"));
    }

    @Test
    void linkFailsWithItsErrnoAndMakesNothing() throws IOException {
        Path path = file("file", "");
        file("taken", "kept");
        String from = path.toString();
        linkFails(EEXIST, from, dir + "/taken");
        linkFails(EPERM, dir.toString(), dir + "/second");
        linkFails(EXDEV, "/dev/null", dir + "/second");
        linkFails(ENOENT, from, dir + "/missing/x");
        linkFails(ENOENT, from, "");
        linkFails(ENOTDIR, from, from + "/x");
        linkFails(ENAMETOOLONG, from, dir + "/" + "x".repeat(NAME_MAX + 1));
        linkFails(ENAMETOOLONG, from, dir + "/" + "x".repeat(70_000));
        assertThrows(IllegalArgumentException.class, () -> files.link(from, dir + "/x\0"));
        assertThrows(NullPointerException.class, () -> files.link(from, null));
        assertEquals("file\ntaken", Programs.output("ls", "-A", dir.toString()));
        assertEquals("kept", Files.readString(dir.resolve("taken")));
    }

    private void linkFails(int errno, String from, String to) {
        ErrnoException thrown = assertErrno(errno, () -> files.link(from, to));
        assertEquals(quoted(from, to), thrown.subject());
        assertErrno(errno, () -> files.link(from, to));
        thrown = assertErrno(errno, () -> files.linkat(AT_FDCWD, from, AT_FDCWD, to, 0));
        assertEquals("linkat", thrown.call());
        assertEquals(quoted(from, to), thrown.subject());
    }

    @Test
    void linkatStartsAtItsDirectoriesAndFollowsWhenTold() throws IOException {
        Path here = Files.createDirectory(dir.resolve("here"));
        Path there = Files.createDirectory(dir.resolve("there"));
        Path path = file("here/file", "content");
        Path link = Files.createSymbolicLink(here.resolve("link"), Path.of("file"));
        try (Fd from = open(here, O_RDONLY);
                Fd to = open(there, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            files.linkat(from.num(), "file", to.num(), "a", 0);
            files.linkat(from.num(), "link", to.num(), "b", 0);
            files.linkat(from.num(), "link", to.num(), "c", AT_SYMLINK_FOLLOW);
            files.linkat(NOT_OPEN, path.toString(), to.num(), "d", 0);
            files.linkat(from.num(), "file", NOT_OPEN, there + "/e", 0);
            assertErrno(EINVAL, () -> files.linkat(from.num(), "file", to.num(), "x", NO_FLAG));
            assertErrno(EBADF, () -> files.linkat(NOT_OPEN, "file", to.num(), "x", 0));
            assertErrno(EBADF, () -> files.linkat(from.num(), "file", NOT_OPEN, "x", 0));
            assertErrno(ENOTDIR, () -> files.linkat(notADirectory.num(), "file", to.num(), "x", 0));
            assertErrno(ENOTDIR, () -> files.linkat(from.num(), "file", notADirectory.num(), "x", 0));
            assertErrno(ENOENT, () -> files.linkat(to.num(), "file", from.num(), "x", 0));
        }
        for (String name : List.of("a", "c", "d", "e")) {
            assertEquals(ino(path), ino(there.resolve(name)), name);
        }
        assertEquals(inoOf(link), inoOf(there.resolve("b")));
        assertEquals("a\nb\nc\nd\ne", Programs.output("ls", "-A", there.toString()));
        assertEquals("file\nlink", Programs.output("ls", "-A", here.toString()));
    }

    /** Returns the inode number of a link itself. */
    private static long inoOf(Path link) {
        return Long.parseLong(Programs.stat("%i", link.toString()));
    }

    @ParameterizedTest
    @MethodSource("lengthsOfTargets")
    void symlinkSaysItsTargetToTheLetter(int length) throws IOException {
        String target = "../no//such/./".repeat(length / 14 + 1).substring(0, length);
        files.symlink(target, dir + "/link");
        files.symlink(target, dir + "/second");
        assertEquals(target, Programs.output("readlink", dir + "/link"));
        assertEquals(target, Programs.output("readlink", dir + "/second"));
        assertEquals(target, files.readlinkat(AT_FDCWD, dir + "/link"));
    }

    /** Returns lengths around the size of the first buffer, and the greatest one. */
    private static IntStream lengthsOfTargets() {
        return IntStream.of(1, 1022, 1023, 1024, 1025, PATH_MAX - 1)
                .filter(length -> length < PATH_MAX)
                .distinct();
    }

    @Test
    void symlinkFailsWithItsErrnoAndMakesNothing() throws IOException {
        file("taken", "kept");
        Files.createSymbolicLink(dir.resolve("nowhere"), Path.of("no/such"));
        symlinkFails(EEXIST, "x", dir + "/taken");
        symlinkFails(EEXIST, "x", dir + "/nowhere");
        symlinkFails(ENOENT, "", dir + "/link");
        symlinkFails(ENOENT, "x", dir + "/missing/link");
        symlinkFails(ENOTDIR, "x", dir + "/taken/link");
        symlinkFails(ENAMETOOLONG, "x".repeat(PATH_MAX), dir + "/link");
        symlinkFails(ENAMETOOLONG, "x".repeat(70_000), dir + "/link");
        assertThrows(IllegalArgumentException.class, () -> files.symlink("x\0", dir + "/link"));
        assertThrows(IllegalArgumentException.class, () -> files.symlink("\uDCC3\uDCA9", dir + "/link"));
        assertThrows(NullPointerException.class, () -> files.symlink(null, dir + "/link"));
        assertEquals("nowhere\ntaken", Programs.output("ls", "-A", dir.toString()));
    }

    private void symlinkFails(int errno, String target, String linkpath) {
        ErrnoException thrown = assertErrno(errno, () -> files.symlink(target, linkpath));
        assertEquals(quoted(linkpath, target), thrown.subject());
        assertErrno(errno, () -> files.symlink(target, linkpath));
        thrown = assertErrno(errno, () -> files.symlinkat(target, AT_FDCWD, linkpath));
        assertEquals("symlinkat", thrown.call());
        assertEquals(quoted(linkpath, target), thrown.subject());
    }

    @Test
    void symlinkatAndReadlinkatStartAtTheirDirectory() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            files.symlinkat("file", fd.num(), "link");
            files.symlinkat("no/such", fd.num(), "second");
            files.symlinkat("abs", NOT_OPEN, dir + "/third");
            assertEquals(Path.of("file"), Files.readSymbolicLink(dir.resolve("link")));
            assertEquals(Path.of("no/such"), Files.readSymbolicLink(dir.resolve("second")));
            assertEquals("content", Files.readString(dir.resolve("link")));
            assertEquals("file", files.readlinkat(fd.num(), "link"));
            assertEquals("no/such", files.readlinkat(fd.num(), "second"));
            assertEquals("abs", files.readlinkat(fd.num(), "third"));
            assertEquals("abs", files.readlinkat(NOT_OPEN, dir + "/third"));
            assertErrno(EEXIST, () -> files.symlinkat("x", fd.num(), "link"));
            assertErrno(EBADF, () -> files.symlinkat("x", NOT_OPEN, "y"));
            assertErrno(ENOTDIR, () -> files.symlinkat("x", notADirectory.num(), "y"));
            assertErrno(EINVAL, () -> files.readlinkat(fd.num(), "file"));
            assertErrno(EBADF, () -> files.readlinkat(NOT_OPEN, "link"));
            assertErrno(ENOTDIR, () -> files.readlinkat(notADirectory.num(), "link"));
        }
    }

    @Test
    void unlinkatRemovesFilesOrDirectoriesAsItIsTold() throws IOException {
        Path path = file("file", "");
        file("second", "");
        Path some = Files.createDirectory(dir.resolve("some"));
        Path full = Files.createDirectory(dir.resolve("full"));
        file("full/file", "");
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            assertErrno(ENOTDIR, () -> files.unlinkat(fd.num(), "file", AT_REMOVEDIR));
            assertErrno(unlinkOfADirectory(), () -> files.unlinkat(fd.num(), "some", 0));
            assertErrno(ENOTEMPTY, () -> files.unlinkat(fd.num(), "full", AT_REMOVEDIR));
            assertErrno(EINVAL, () -> files.unlinkat(fd.num(), "file", NO_FLAG));
            assertErrno(EBADF, () -> files.unlinkat(NOT_OPEN, "file", 0));
            assertErrno(ENOTDIR, () -> files.unlinkat(notADirectory.num(), "file", 0));
            assertErrno(ENOENT, () -> files.unlinkat(fd.num(), "missing", 0));
            assertEquals("file\nfull\nsecond\nsome", Programs.output("ls", "-A", dir.toString()));
            files.unlinkat(fd.num(), "file", 0);
            files.unlinkat(fd.num(), "some", AT_REMOVEDIR);
            files.unlinkat(NOT_OPEN, dir + "/second", 0);
        }
        assertFalse(Files.exists(some));
        assertTrue(Files.exists(full));
        assertEquals("full", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void renameatMovesFromDirectoryToDirectory() throws IOException {
        Path here = Files.createDirectory(dir.resolve("here"));
        Path there = Files.createDirectory(dir.resolve("there"));
        Path path = file("here/a", "A");
        file("here/b", "B");
        file("there/b", "old");
        try (Fd from = open(here, O_RDONLY);
                Fd to = open(there, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            assertErrno(EBADF, () -> files.renameat(NOT_OPEN, "a", to.num(), "x"));
            assertErrno(EBADF, () -> files.renameat(from.num(), "a", NOT_OPEN, "x"));
            assertErrno(ENOTDIR, () -> files.renameat(notADirectory.num(), "a", to.num(), "x"));
            assertErrno(ENOENT, () -> files.renameat(to.num(), "a", from.num(), "x"));
            ErrnoException thrown = assertErrno(EXDEV, () -> files.renameat(from.num(), "a", NOT_OPEN, "/dev/x"));
            assertEquals("fd " + from.num() + " \"a\" -> fd " + NOT_OPEN + " \"/dev/x\"", thrown.subject());
            files.renameat(from.num(), "a", to.num(), "moved");
            files.renameat(from.num(), "b", to.num(), "b");
            assertThrows(NullPointerException.class, () -> files.renameat(from.num(), "a", to.num(), null));
        }
        assertEquals("", Programs.output("ls", "-A", here.toString()));
        assertEquals("A", Files.readString(there.resolve("moved")));
        assertEquals("B", Files.readString(there.resolve("b")));
    }

    @Test
    void mkdiratMakesADirectoryInItsDirectory() throws IOException {
        int umask = Integer.parseInt(Programs.output("sh", "-c", "umask"), 8);
        Path path = file("file", "");
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            for (int mode : new int[] {0, 0500, 0750, 0777}) {
                files.mkdirat(fd.num(), "made" + mode, mode);
                assertEquals(mode & ~umask, mode(dir + "/made" + mode) & 0777);
            }
            files.mkdirat(fd.num(), "second", 0710);
            assertEquals(0710 & ~umask, mode(dir + "/second") & 0777);
            files.mkdirat(NOT_OPEN, dir + "/third", 0700);
            assertTrue(Files.isDirectory(dir.resolve("third")));
            assertErrno(EEXIST, () -> files.mkdirat(fd.num(), "file", 0700));
            assertErrno(ENOENT, () -> files.mkdirat(fd.num(), "a/b", 0700));
            assertErrno(EBADF, () -> files.mkdirat(NOT_OPEN, "x", 0700));
            assertErrno(ENOTDIR, () -> files.mkdirat(notADirectory.num(), "x", 0700));
        }
    }

    @Test
    void namesOfEveryLengthOfUtf8Arrive() throws IOException {
        Path here = Files.createDirectory(dir.resolve(TEXT));
        String path = here + "/" + TEXT;
        try (Fd fd = open(here, O_RDONLY)) {
            files.symlink(TEXT, path);
            assertEquals(TEXT, Programs.output("readlink", path));
            assertEquals(TEXT, files.readlinkat(fd.num(), TEXT));
            files.unlinkat(fd.num(), TEXT, 0);
            files.mkdirat(fd.num(), TEXT, 0700);
            files.renameat(fd.num(), TEXT, fd.num(), TEXT + "ö");
            assertEquals(TEXT + "ö", Programs.output("ls", here.toString()));
            files.unlinkat(fd.num(), TEXT + "ö", AT_REMOVEDIR);
            files.symlinkat(TEXT + "ä", fd.num(), TEXT);
            assertEquals(TEXT + "ä", Programs.output("readlink", path));
            files.linkat(fd.num(), TEXT, fd.num(), TEXT + "ü", 0);
            assertEquals(2, Integer.parseInt(Programs.stat("%h", path)));
            file(TEXT + "/" + TEXT + "ä", "");
            files.link(path + "ä", path + "ö");
            assertEquals(2, Integer.parseInt(Programs.stat("%h", path + "ö")));
        }
    }

    @Test
    void namesThatAreNotTextArrive() throws IOException {
        String path = dir + "/" + NOT_TEXT;
        String more = NOT_TEXT + "\uDCFE";
        try (Fd fd = open(dir, O_RDONLY)) {
            files.symlink(NOT_TEXT, path);
            assertEquals(NOT_TEXT_HEX, namesInHex());
            assertEquals(NOT_TEXT, files.readlinkat(fd.num(), NOT_TEXT));
            files.unlinkat(fd.num(), NOT_TEXT, 0);
            files.symlinkat(more, fd.num(), NOT_TEXT);
            assertEquals(more, files.readlinkat(fd.num(), NOT_TEXT));
            files.linkat(fd.num(), NOT_TEXT, fd.num(), more, 0);
            assertEquals(NOT_TEXT_HEX + MORE_HEX, namesInHex());
            files.unlinkat(fd.num(), NOT_TEXT, 0);
            files.unlinkat(fd.num(), more, 0);
            close(files.creat(dir + "/" + more, 0600));
            files.link(dir + "/" + more, path);
            assertEquals(NOT_TEXT_HEX + MORE_HEX, namesInHex());
            assertEquals(2, files.lstat(path).nlink());
            files.unlinkat(fd.num(), NOT_TEXT, 0);
            files.renameat(fd.num(), more, fd.num(), NOT_TEXT);
            assertEquals(NOT_TEXT_HEX, namesInHex());
            files.unlinkat(fd.num(), NOT_TEXT, 0);
            files.mkdirat(fd.num(), more, 0700);
            assertEquals(MORE_HEX, namesInHex());
            files.unlinkat(fd.num(), more, AT_REMOVEDIR);
        }
        assertEquals("", namesInHex());
    }

    private String namesInHex() {
        return Programs.output(
                "sh", "-c", "LC_ALL=C ls -A \"$1\" | od -An -v -tx1 | tr -d ' \\n'", "sh", dir.toString());
    }
}
