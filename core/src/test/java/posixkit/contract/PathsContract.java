package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.ELOOP;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Limits.PATH_MAX;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.file.Stat;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Programs;

/** What holds for every call that takes a path, asked of every such call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PathsContract extends WithFiles {
    /** Twice two, three and four bytes, and one that is not what it looks like. */
    private static final String TEXT = "äß €中 😀🐧 a\nb";

    /** No prefix of UTF-8, a lone continuation, a surrogate encoded on its own. */
    private static final byte[] NOT_TEXT = HexFormat.of().parseHex("ff65e480eda080");

    /** What only this system has. */
    protected Stream<PathCall> ofTheSystem() {
        return Stream.empty();
    }

    final Stream<PathCall> pathCalls() {
        return Stream.of(
                        PathCall.ofNames(),
                        PathCall.ofMoreNames(),
                        PathCall.ofMetadata(),
                        PathCall.ofAttributes(),
                        ofTheSystem())
                .flatMap(calls -> calls);
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
            assertThrows(IllegalArgumentException.class, () -> call.text().on(files, path));
            if (call.textOrErrno() != null) {
                assertThrows(
                        IllegalArgumentException.class, () -> call.textOrErrno().on(files, path));
            }
        }
        byte[] nul = bytes(dir + "/x\0y");
        assertThrows(IllegalArgumentException.class, () -> call.bytes().on(files, nul));
        assertThrows(NullPointerException.class, () -> call.text().on(files, null));
        assertThrows(NullPointerException.class, () -> call.bytes().on(files, null));
        if (call.bytesOrErrno() != null) {
            assertThrows(
                    IllegalArgumentException.class, () -> call.bytesOrErrno().on(files, nul));
            assertThrows(NullPointerException.class, () -> call.textOrErrno().on(files, null));
            assertThrows(NullPointerException.class, () -> call.bytesOrErrno().on(files, null));
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()), "what has come into being");
    }

    private void fails(int errno, PathCall call, String path) {
        String subject = call.subject(path);
        ErrnoException thrown = assertErrno(errno, () -> call.text().on(files, path));
        assertEquals(call.call(), thrown.call());
        assertEquals(subject, thrown.subject());
        thrown = assertErrno(errno, () -> call.bytes().on(files, bytes(path)));
        assertEquals(call.call(), thrown.call());
        assertEquals(subject, thrown.subject());
        if (call.textOrErrno() != null) {
            assertMinus(errno, call.textOrErrno().on(files, path));
            assertMinus(errno, call.bytesOrErrno().on(files, bytes(path)));
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
    private String listedAsHex() {
        return Programs.output("sh", "-c", "ls -A \"$1\" | od -An -v -tx1 | tr -d ' \\n'", "sh", dir.toString());
    }
}
