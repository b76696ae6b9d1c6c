package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
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
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Struct;
import posixkit.file.Stat;
import posixkit.testing.BadNames;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Programs;

/** What holds for every call that takes a path, tested on every such call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PathsContract extends WithFiles {
    /** Characters of one to four bytes in UTF-8. */
    private static final String TEXT = "äß €中 😀🐧 a\nb";

    /** Not UTF-8: 0xFF, a byte that starts a character and is alone, a single continuation byte, an encoded surrogate. */
    private static final String NOT_TEXT = Names.of(HexFormat.of().parseHex("ff65e480eda080"));

    /** The calls that only this system has. */
    protected abstract Stream<PathCall> ofTheSystem();

    /** The role of files behind this system's door. */
    protected abstract Object roleOfTheSystem();

    final Stream<PathCall> pathCalls() {
        return Stream.of(
                        PathCall.ofNames(),
                        PathCall.ofTwoNames(),
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

    @ParameterizedTest
    @MethodSource("pathCalls")
    void aPathTooLongIsEnametoolongInEveryForm(PathCall call) {
        fails(ENAMETOOLONG, call, dir + "/" + "x".repeat(NAME_MAX + 1));
        fails(ENAMETOOLONG, call, dir + "/" + "ä".repeat(NAME_MAX / 2 + 1));
        fails(ENAMETOOLONG, call, dir + "/.".repeat(2500) + "/x");
    }

    /** They do not fit into the first block of a scratch, and the last one into no chunk of its pools (1 MiB). */
    @Test
    void pathsOfAnyLengthReachTheKernel() {
        for (Stream<PathCall> calls : List.of(PathCall.ofNames(), PathCall.ofTwoNames())) {
            PathCall call = calls.findFirst().orElseThrow();
            fails(ENAMETOOLONG, call, dir + "/.".repeat(35_000) + "/x");
            fails(ENAMETOOLONG, call, dir + "/" + "€".repeat(30_000));
            fails(ENAMETOOLONG, call, dir + "/" + "x".repeat(1_100_000));
        }
    }

    private void fails(int errno, PathCall call, String path) {
        ErrnoException thrown = assertErrno(errno, () -> call.plain().on(files, path));
        assertEquals(call.call(), thrown.call());
        assertEquals(call.subject(path), thrown.subject());
        if (call.twin() != null) {
            assertMinus(errno, call.twin().on(files, path));
        }
    }

    /** Finds the methods by reflection, so that no method and no parameter is left out. */
    @TestFactory
    Stream<DynamicTest> everyMethodRefusesWhatIsNoName() {
        return new BadNames(posix, dir)
                .methods(List.of(files, roleOfTheSystem()))
                .map(method -> method.test(() -> {}));
    }

    @Test
    void nothingIsCreatedUnderARefusedName() throws ReflectiveOperationException {
        for (BadNames.Refusing method : new BadNames(posix, dir)
                .methods(List.of(files, roleOfTheSystem()))
                .toList()) {
            method.assertRefuses(() -> {});
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void aDirectoryDescriptorIsPartOfTheSubject() {
        assertAbout("fd -7 \"rel\"", () -> files.openat(-7, "rel", O_RDONLY));
        assertAbout("fd -7 \"rel\"", () -> files.readlinkat(-7, "rel"));
        assertAbout("fd -7 \"rel\"", () -> files.fstatat(-7, "rel", 0));
        assertAbout("fd -7 \"rel\"", () -> files.faccessat(-7, "rel", F_OK, 0));
        assertAbout("fd -7 \"rel\"", () -> files.unlinkat(-7, "rel", 0));
        assertAbout("fd -7 \"rel\"", () -> files.mkdirat(-7, "rel", 0700));
        assertAbout("fd -7 \"rel\"", () -> files.fchmodat(-7, "rel", 0700, 0));
        assertAbout("fd -7 \"rel\"", () -> files.fchownat(-7, "rel", 1, 2, 0));
        assertAbout("fd -7 \"rel\"", () -> files.utimensat(-7, "rel", Instant.EPOCH, Instant.EPOCH, 0));
        assertAbout("fd -7 \"rel\" -> \"target\"", () -> files.symlinkat("target", -7, "rel"));
        assertAbout("fd -7 \"a\" -> fd -8 \"b\"", () -> files.renameat(-7, "a", -8, "b"));
        assertAbout("fd -7 \"a\" -> fd -8 \"b\"", () -> files.linkat(-7, "a", -8, "b", 0));
        assertAbout("fd -7 \"a\" -> \"" + dir + "/b\"", () -> files.renameat(-7, "a", AT_FDCWD, dir + "/b"));
    }

    private static void assertAbout(String subject, Executable call) {
        assertEquals(subject, assertErrno(EBADF, call).subject());
    }

    @Test
    void aNameInAMessageIsQuotedAndEscaped() {
        ErrnoException thrown = assertErrno(ENOENT, () -> files.unlink("no/such\n\uDCFF\"x"));
        assertTrue(thrown.getMessage().startsWith("unlink \"no/such\\n\\xFF\\\"x\": ENOENT"), thrown.getMessage());
        thrown = assertErrno(ENOENT, () -> files.rename("", "x"));
        assertTrue(thrown.getMessage().startsWith("rename \"\" -> \"x\": ENOENT"), thrown.getMessage());
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
        files.unlink(path + "/link");
        files.rmdir(path);
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void namesThatAreNotTextArriveInEveryCall() throws IOException {
        String path = dir + "/" + NOT_TEXT;
        close(files.creat(path, 0600));
        assertEquals("ff65e480eda0800a", listedAsHex());
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
        String moved = dir + "/\uDCFE";
        files.rename(path, moved);
        assertEquals("fe0a", listedAsHex());
        files.unlink(moved);
        files.mkdir(path, 0700);
        assertEquals("ff65e480eda0800a", listedAsHex());
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
        files.stat(longest, stat);
        assertEquals(ino(dir.resolve(name)), stat.ino());
        String other = start + "/".repeat(PATH_MAX - 1 - start.length() - NAME_MAX) + "y".repeat(NAME_MAX);
        files.rename(longest, other);
        assertEquals("y".repeat(NAME_MAX), Programs.output("ls", dir.toString()));
        files.rename(other, longest);
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

    private String listedAsHex() {
        return Programs.output("sh", "-c", "ls -A \"$1\" | od -An -v -tx1 | tr -d ' \\n'", "sh", dir.toString());
    }
}
