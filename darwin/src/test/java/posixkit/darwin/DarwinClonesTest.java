package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.ondarwin.constants.DarwinClonefile.CLONE_NOFOLLOW;
import static posixkit.ondarwin.constants.DarwinClonefile.CLONE_NOOWNERCOPY;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_EXCL;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_SWAP;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests the clone and rename calls of {@link OnDarwinFiles}. The oracles are the JDK and coreutils. */
@NeedsTool("cc")
class DarwinClonesTest extends WithFiles {
    private static final int NO_FLAG = 1 << 30;

    private final OnDarwinFiles extras = posix.onDarwin().files();

    @Test
    void clonefileCopiesWhatIsInAFileAndWhatIsKnownOfIt() throws IOException {
        byte[] content = new byte[300_001];
        new Random(7).nextBytes(content);
        Path path = Files.write(dir.resolve("fäle"), content);
        Programs.output("chmod", "640", path.toString());
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000_001)));
        Path clone = dir.resolve("clöne");
        extras.clonefile(path.toString(), clone.toString(), 0);
        assertArrayEquals(content, Files.readAllBytes(clone));
        assertEquals("640 1000000001", Programs.stat("%a %Y", clone.toString()));
        assertTrue(ino(path) != ino(clone));
        Files.writeString(clone, "other");
        assertArrayEquals(content, Files.readAllBytes(path), "each is its own");
        extras.clonefile(path.toString(), dir + "/\uDCFF", 0);
        assertEquals(content.length, files.lstat(dir + "/\uDCFF").size());
    }

    @Test
    void clonefileFollowsALinkUnlessToldNotTo() throws IOException {
        file("file", "content");
        String link =
                Files.createSymbolicLink(dir.resolve("link"), Path.of("file")).toString();
        extras.clonefile(link, dir + "/followed", 0);
        assertFalse(Files.isSymbolicLink(dir.resolve("followed")));
        assertEquals("content", Files.readString(dir.resolve("followed")));
        extras.clonefile(link, dir + "/link itself", CLONE_NOFOLLOW);
        assertEquals(Path.of("file"), Files.readSymbolicLink(dir.resolve("link itself")));
    }

    @Test
    void clonefileMakesOneOrSaysWhyNot() throws IOException {
        String path = file("file", "content").toString();
        String taken = file("taken", "kept").toString();
        ErrnoException thrown = assertErrno(EEXIST, () -> extras.clonefile(path, taken, 0));
        assertEquals("clonefile", thrown.call());
        assertEquals(quoted(path, taken), thrown.subject());
        assertErrno(EEXIST, () -> extras.clonefile(path, taken, 0));
        assertErrno(ENOENT, () -> extras.clonefile(path, dir + "/missing/x", 0));
        assertErrno(ENOTDIR, () -> extras.clonefile(path, taken + "/x", 0));
        assertErrno(EINVAL, () -> extras.clonefile(path, dir + "/x", NO_FLAG));
        assertThrows(IllegalArgumentException.class, () -> extras.clonefile(path, "x\0", 0));
        assertThrows(NullPointerException.class, () -> extras.clonefile(path, null, 0));
        assertEquals("kept", Files.readString(Path.of(taken)));
        assertEquals("file\ntaken", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    @NeedsProc
    void clonesStayWithinTheirFileSystem() throws IOException {
        try (Fd version = Fd.own(files.open("/proc/version", O_RDONLY))) {
            assertErrno(EXDEV, () -> extras.clonefile("/proc/version", dir + "/x", 0));
            assertErrno(EXDEV, () -> extras.fclonefileat(version.num(), -1, dir + "/x", 0));
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void clonefileatStartsAtItsDirectories() throws IOException {
        Path here = Files.createDirectory(dir.resolve("here"));
        Path there = Files.createDirectory(dir.resolve("there"));
        Path path = file("here/file", "content");
        try (Fd from = open(here, O_RDONLY);
                Fd to = open(there, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            extras.clonefileat(from.num(), "file", to.num(), "a", 0);
            extras.clonefileat(from.num(), "file", to.num(), "b", CLONE_NOFOLLOW);
            ErrnoException thrown = assertErrno(EBADF, () -> extras.clonefileat(NOT_OPEN, "file", to.num(), "x", 0));
            assertEquals("clonefileat", thrown.call());
            assertEquals("fd " + NOT_OPEN + " \"file\" -> fd " + to.num() + " \"x\"", thrown.subject());
            assertErrno(EBADF, () -> extras.clonefileat(from.num(), "file", NOT_OPEN, "x", 0));
            assertErrno(ENOTDIR, () -> extras.clonefileat(notADirectory.num(), "file", to.num(), "x", 0));
            assertErrno(ENOENT, () -> extras.clonefileat(to.num(), "file", from.num(), "x", 0));
            assertErrno(EINVAL, () -> extras.clonefileat(from.num(), "file", to.num(), "x", NO_FLAG));
        }
        assertEquals("content", Files.readString(there.resolve("a")));
        assertEquals("content", Files.readString(there.resolve("b")));
        assertEquals("a\nb", Programs.output("ls", "-A", there.toString()));
    }

    @Test
    void fclonefileatIsOfAnOpenFileWhereverItIs() throws IOException {
        Path path = file("file", "0123456789");
        int[] pipe = posix.io().pipe();
        try (Fd fd = open(path, O_RDONLY);
                Fd write = open(path, O_WRONLY);
                Fd to = open(dir, O_RDONLY);
                Fd in = Fd.own(pipe[0]);
                Fd out = Fd.own(pipe[1])) {
            posix.io().lseek(fd.num(), 4, SEEK_SET);
            extras.fclonefileat(fd.num(), to.num(), "a", 0);
            extras.fclonefileat(fd.num(), to.num(), "b", 0);
            assertEquals(4, posix.io().lseek(fd.num(), 0, SEEK_CUR));
            ErrnoException thrown = assertErrno(EEXIST, () -> extras.fclonefileat(fd.num(), to.num(), "a", 0));
            assertEquals("fclonefileat", thrown.call());
            assertEquals("fd " + to.num() + " \"a\"", thrown.subject());
            assertErrno(EBADF, () -> extras.fclonefileat(NOT_OPEN, to.num(), "x", 0));
            assertErrno(EBADF, () -> extras.fclonefileat(write.num(), to.num(), "x", 0));
            assertErrno(EBADF, () -> extras.fclonefileat(fd.num(), NOT_OPEN, "x", 0));
            assertErrno(EINVAL, () -> extras.fclonefileat(in.num(), to.num(), "x", 0));
            assertErrno(EINVAL, () -> extras.fclonefileat(out.num(), to.num(), "x", 0));
            assertErrno(EINVAL, () -> extras.fclonefileat(fd.num(), to.num(), "x", NO_FLAG));
        }
        assertEquals("0123456789", Files.readString(dir.resolve("a")));
        assertEquals("0123456789", Files.readString(dir.resolve("b")));
        assertEquals("a\nb\nfile", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    @NeedsRoot
    void rootsCloneHasTheSameOwnerUnlessToldNotTo() throws IOException {
        String path = file("file", "").toString();
        Programs.output("chown", "1234:1235", path);
        Programs.output("chmod", "6755", path);
        extras.clonefile(path, dir + "/same", 0);
        extras.clonefile(path, dir + "/ours", CLONE_NOOWNERCOPY);
        assertEquals("1234:1235 6755", Programs.stat("%u:%g %a", dir + "/same"));
        assertEquals("0:0 755", Programs.stat("%u:%g %a", dir + "/ours"));
    }

    @Test
    void renamexNpSwapsOrReplacesNothing() throws IOException {
        Path first = file("first", "of the first");
        Path second = Files.createDirectory(dir.resolve("second"));
        extras.renamexNp(first.toString(), second.toString(), RENAME_SWAP);
        assertTrue(Files.isDirectory(first));
        assertEquals("of the first", Files.readString(second));
        ErrnoException thrown =
                assertErrno(EEXIST, () -> extras.renamexNp(second.toString(), first.toString(), RENAME_EXCL));
        assertEquals("renamex_np", thrown.call());
        assertEquals(quoted(second, first), thrown.subject());
        assertErrno(ENOENT, () -> extras.renamexNp(second.toString(), dir + "/missing", RENAME_SWAP));
        assertErrno(EINVAL, () -> extras.renamexNp(second.toString(), first.toString(), RENAME_SWAP | RENAME_EXCL));
        assertErrno(EINVAL, () -> extras.renamexNp(second.toString(), first.toString(), NO_FLAG));
        assertThrows(NullPointerException.class, () -> extras.renamexNp(first.toString(), null, 0));
        extras.renamexNp(second.toString(), dir + "/third", RENAME_EXCL);
        assertEquals("of the first", Files.readString(dir.resolve("third")));
        assertEquals("first\nthird", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void renameatxNpStartsAtItsDirectories() throws IOException {
        Path here = Files.createDirectory(dir.resolve("here"));
        Path there = Files.createDirectory(dir.resolve("there"));
        file("here/a", "A");
        file("there/b", "B");
        try (Fd from = open(here, O_RDONLY);
                Fd to = open(there, O_RDONLY)) {
            extras.renameatxNp(from.num(), "a", to.num(), "b", RENAME_SWAP);
            assertEquals("B", Files.readString(here.resolve("a")));
            assertEquals("A", Files.readString(there.resolve("b")));
            ErrnoException thrown =
                    assertErrno(EEXIST, () -> extras.renameatxNp(from.num(), "a", to.num(), "b", RENAME_EXCL));
            assertEquals("renameatx_np", thrown.call());
            assertEquals("fd " + from.num() + " \"a\" -> fd " + to.num() + " \"b\"", thrown.subject());
            assertErrno(EBADF, () -> extras.renameatxNp(NOT_OPEN, "a", to.num(), "x", 0));
            assertErrno(EBADF, () -> extras.renameatxNp(from.num(), "a", NOT_OPEN, "x", 0));
            assertErrno(EINVAL, () -> extras.renameatxNp(from.num(), "a", to.num(), "x", NO_FLAG));
            extras.renameatxNp(from.num(), "a", to.num(), "c", RENAME_EXCL);
        }
        assertEquals("", Programs.output("ls", "-A", here.toString()));
        assertEquals("b\nc", Programs.output("ls", "-A", there.toString()));
    }
}
