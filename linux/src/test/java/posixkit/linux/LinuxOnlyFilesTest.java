package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFSOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxRename.RENAME_EXCHANGE;
import static posixkit.onlinux.constants.LinuxRename.RENAME_NOREPLACE;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Proc;
import posixkit.testing.Programs;
import posixkit.time.Timeval;

/** Tests the calls of {@link OnLinuxFiles} on names. The oracles are the JDK and coreutils. */
class LinuxOnlyFilesTest extends WithFiles {
    private final OnLinuxFiles extras = posix.onLinux().files();

    @Test
    void mknodatAndMkfifoatStartAtTheirDirectory() throws IOException {
        int umask = Integer.parseInt(Proc.ofThisThread("Umask"), 8);
        Path path = file("file", "");
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            extras.mknodat(fd.num(), "socket", S_IFSOCK | 0641, 0);
            extras.mknodat(fd.num(), "fifo", S_IFIFO | 0612, 0);
            extras.mkfifoat(fd.num(), "second", 0604);
            extras.mkfifoat(fd.num(), "third", 0640);
            extras.mkfifoat(NOT_OPEN, dir + "/fourth", 0600);
            assertErrno(EEXIST, () -> extras.mknodat(fd.num(), "file", S_IFIFO | 0600, 0));
            assertErrno(EBADF, () -> extras.mknodat(NOT_OPEN, "x", S_IFIFO | 0600, 0));
            assertErrno(ENOTDIR, () -> extras.mknodat(notADirectory.num(), "x", S_IFIFO | 0600, 0));
            assertErrno(EINVAL, () -> extras.mknodat(fd.num(), "x", S_IFIFO | 0600, 1L << 32));
            assertErrno(EEXIST, () -> extras.mkfifoat(fd.num(), "file", 0600));
            assertErrno(EBADF, () -> extras.mkfifoat(NOT_OPEN, "x", 0600));
            assertErrno(ENOTDIR, () -> extras.mkfifoat(notADirectory.num(), "x", 0600));
        }
        assertEquals(S_IFSOCK | 0641 & ~umask, mode(dir + "/socket"));
        assertEquals(S_IFIFO | 0612 & ~umask, mode(dir + "/fifo"));
        assertEquals(S_IFIFO | 0604 & ~umask, mode(dir + "/second"));
        assertEquals(S_IFIFO | 0640 & ~umask, mode(dir + "/third"));
        assertEquals("fifo\nfile\nfourth\nsecond\nsocket\nthird", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void twinsReturnZeroOnSuccess() throws IOException {
        assertEquals(0, extras.mknodatOrErrno(AT_FDCWD, dir + "/a", S_IFIFO | 0600, 0));
        assertEquals(0, extras.mkfifoatOrErrno(AT_FDCWD, dir + "/b", 0600));
        assertEquals(0, extras.renameat2OrErrno(AT_FDCWD, dir + "/a", AT_FDCWD, dir + "/c", RENAME_NOREPLACE));
        Timeval time = posix.clocks().newTimeval().sec(1_000_000_001);
        assertEquals(0, extras.futimesatOrErrno(AT_FDCWD, dir + "/c", time, time));
        assertEquals("b\nc", Programs.output("ls", "-A", dir.toString()));
        assertEquals("1000000001 1000000001", Programs.output("stat", "-c", "%X %Y", dir + "/c"));
    }

    @Test
    @NeedsRoot
    void mknodatMakesADevice() throws IOException {
        try (Fd fd = open(dir, O_RDONLY)) {
            extras.mknodat(fd.num(), "null", S_IFCHR | 0600, 1 << 8 | 3);
        }
        assertEquals("1 3", Programs.output("stat", "-c", "%t %T", dir + "/null"));
    }

    @Test
    void renameat2ReplacesNothingIfToldSo() throws IOException {
        Path from = file("from", "new");
        Path to = file("to", "old");
        try (Fd fd = open(dir, O_RDONLY)) {
            ErrnoException thrown =
                    assertErrno(EEXIST, () -> extras.renameat2(fd.num(), "from", fd.num(), "to", RENAME_NOREPLACE));
            assertEquals("fd " + fd.num() + " \"from\" -> fd " + fd.num() + " \"to\"", thrown.subject());
            assertEquals("old", Files.readString(to));
            extras.renameat2(fd.num(), "from", fd.num(), "other", RENAME_NOREPLACE);
            assertEquals("new", Files.readString(dir.resolve("other")));
            extras.renameat2(fd.num(), "other", fd.num(), "to", 0);
            assertEquals("new", Files.readString(to));
        }
        assertFalse(Files.exists(from));
        assertEquals("to", Programs.output("ls", "-A", dir.toString()));
    }

    @Test
    void renameat2ExchangesWhateverTheyAre() throws IOException {
        Path here = Files.createDirectory(dir.resolve("here"));
        Path there = Files.createDirectory(dir.resolve("there"));
        file("here/a", "A");
        Files.createDirectory(there.resolve("b"));
        try (Fd from = open(here, O_RDONLY);
                Fd to = open(there, O_RDONLY)) {
            extras.renameat2(from.num(), "a", to.num(), "b", RENAME_EXCHANGE);
            assertTrue(Files.isDirectory(here.resolve("a")));
            assertEquals("A", Files.readString(there.resolve("b")));
            assertErrno(ENOENT, () -> extras.renameat2(from.num(), "a", to.num(), "x", RENAME_EXCHANGE));
            assertErrno(
                    EINVAL, () -> extras.renameat2(from.num(), "a", to.num(), "b", RENAME_EXCHANGE | RENAME_NOREPLACE));
            assertErrno(EINVAL, () -> extras.renameat2(from.num(), "a", to.num(), "x", 1 << 30));
            assertErrno(EBADF, () -> extras.renameat2(NOT_OPEN, "a", to.num(), "x", 0));
            assertErrno(EBADF, () -> extras.renameat2(from.num(), "a", NOT_OPEN, "x", 0));
            assertErrno(EXDEV, () -> extras.renameat2(from.num(), "a", NOT_OPEN, "/proc/x", 0));
            assertThrows(NullPointerException.class, () -> extras.renameat2(from.num(), "a", to.num(), null, 0));
        }
        assertEquals("a", Programs.output("ls", "-A", here.toString()));
        assertEquals("b", Programs.output("ls", "-A", there.toString()));
    }
}
