package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ELOOP;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxFallocate.FALLOC_FL_KEEP_SIZE;
import static posixkit.onlinux.constants.LinuxFallocate.FALLOC_FL_PUNCH_HOLE;
import static posixkit.onlinux.constants.LinuxFcntl.F_ADD_SEALS;
import static posixkit.onlinux.constants.LinuxFcntl.F_SEAL_WRITE;
import static posixkit.onlinux.constants.LinuxMemfd.MFD_ALLOW_SEALING;
import static posixkit.onlinux.constants.LinuxOpenat2.RESOLVE_BENEATH;
import static posixkit.onlinux.constants.LinuxOpenat2.RESOLVE_NO_SYMLINKS;
import static posixkit.onlinux.constants.LinuxStatx.STATX_BASIC_STATS;
import static posixkit.onlinux.constants.LinuxStatx.STATX_BTIME;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.Statx;
import posixkit.testing.Programs;

/** Tests the calls of {@link OnLinuxFiles} that Linux has got since version 3.17. */
class LinuxNewerFilesTest extends WithFiles {
    private final OnLinuxFiles linux = posix.onLinux().files();

    @Test
    void statxTellsWhatStatTellsAndTheTimeOfCreation() throws IOException {
        Path path = file("file", "content");
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_123L));
        Statx statx = linux.newStatx();
        linux.statx(AT_FDCWD, path.toString(), 0, STATX_BASIC_STATS | STATX_BTIME, statx);
        assertEquals(STATX_BASIC_STATS, statx.mask() & STATX_BASIC_STATS);
        assertEquals(jdk(path, "ino"), statx.ino());
        assertEquals(jdk(path, "mode"), statx.mode());
        assertEquals(jdk(path, "nlink"), statx.nlink());
        assertEquals(jdk(path, "uid"), statx.uid());
        assertEquals(7, statx.size());
        assertEquals(1_000_000_000_123L, statx.mtime().toEpochMilli());
        assertEquals(
                Programs.output("stat", "-c", "%Hd %Ld %o %b %X %Z", path.toString()),
                statx.devMajor() + " " + statx.devMinor() + " " + statx.blksize() + " " + statx.blocks() + " "
                        + statx.atimeSec() + " " + statx.ctimeSec());
        String birth = Programs.output("stat", "-c", "%W", path.toString());
        assertEquals(birth, (statx.mask() & STATX_BTIME) == 0 ? "0" : Long.toString(statx.btimeSec()));
        assertEquals(statx.btimeSec(), statx.btime().getEpochSecond());
        linux.statx(AT_FDCWD, "/dev/null", 0, STATX_BASIC_STATS, statx);
        assertEquals(1, statx.rdevMajor());
        assertEquals(3, statx.rdevMinor());
    }

    @Test
    void statxTakesALinkOrADescriptor() throws IOException {
        Path path = file("file", "content");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Statx statx = linux.newStatx();
        linux.statx(AT_FDCWD, link.toString(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, statx);
        assertNotEquals(jdk(path, "ino"), statx.ino());
        linux.statx(AT_FDCWD, link.toString(), 0, STATX_BASIC_STATS, statx);
        assertEquals(jdk(path, "ino"), statx.ino());
        try (Fd fd = open(path, O_RDONLY)) {
            linux.statx(fd.num(), "", AT_EMPTY_PATH, STATX_BASIC_STATS, statx);
            assertEquals(jdk(path, "ino"), statx.ino());
        }
        assertErrno(ENOENT, () -> linux.statx(AT_FDCWD, path + "x", 0, STATX_BASIC_STATS, statx));
        assertErrno(EINVAL, () -> linux.statx(AT_FDCWD, path.toString(), 0, 1 << 31, statx));
    }

    @Test
    void aPathStaysBelowItsDirectory() throws IOException {
        Path below = Files.createDirectory(dir.resolve("below"));
        Files.writeString(below.resolve("file"), "inside");
        file("secret", "outside");
        Files.createSymbolicLink(below.resolve("out"), Path.of("../secret"));
        Files.createSymbolicLink(below.resolve("in"), Path.of("file"));
        try (Fd directory = open(below, O_RDONLY | O_DIRECTORY)) {
            int root = directory.num();
            try (Fd fd = Fd.own(linux.openat2(root, "in", O_RDONLY, 0, RESOLVE_BENEATH))) {
                byte[] bytes = new byte[6];
                posix.io().read(fd.num(), bytes);
                assertEquals("inside", new String(bytes, StandardCharsets.UTF_8));
                assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
            }
            close(linux.openat2(root, "out", O_RDONLY, 0, 0));
            assertErrno(EXDEV, () -> linux.openat2(root, "out", O_RDONLY, 0, RESOLVE_BENEATH));
            assertErrno(EXDEV, () -> linux.openat2(root, "../secret", O_RDONLY, 0, RESOLVE_BENEATH));
            assertErrno(EXDEV, () -> linux.openat2(root, dir + "/secret", O_RDONLY, 0, RESOLVE_BENEATH));
            assertErrno(ELOOP, () -> linux.openat2(root, "in", O_RDONLY, 0, RESOLVE_NO_SYMLINKS));
            assertErrno(EINVAL, () -> linux.openat2(root, "file", O_RDONLY, 0600, 0));
            assertErrno(EINVAL, () -> linux.openat2(root, "file", 1L << 40, 0, 0));
            close(linux.openat2(root, "new", O_RDWR | O_CREAT, 0640, RESOLVE_BENEATH));
            assertEquals(0, mode(below.resolve("new").toString()) & 0137);
        }
    }

    @Test
    void aFileInMemoryCanBeSealed() throws IOException {
        try (Fd memory = Fd.own(linux.memfdCreate("näme", MFD_ALLOW_SEALING))) {
            assertEquals(
                    "/memfd:näme (deleted)",
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + memory.num()))
                            .toString());
            posix.io().write(memory.num(), bytes("abc"));
            assertEquals(3, posix.io().fstat(memory.num()).size());
            posix.io().fcntl(memory.num(), F_ADD_SEALS, F_SEAL_WRITE);
            assertErrno(EPERM, () -> posix.io().write(memory.num(), bytes("d")));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(memory.num(), F_GETFD, 0));
        }
        assertErrno(EINVAL, () -> linux.memfdCreate("x".repeat(250), 0));
        assertErrno(EINVAL, () -> linux.memfdCreate("x", 1 << 20));
        try (Fd inherited = Fd.own(posix.inheriting().onLinux().files().memfdCreate("x", 0));
                Fd opened =
                        Fd.own(posix.inheriting().onLinux().files().openat2(AT_FDCWD, "/dev/null", O_RDONLY, 0, 0))) {
            assertEquals(0, posix.io().fcntl(inherited.num(), F_GETFD, 0));
            assertEquals(0, posix.io().fcntl(opened.num(), F_GETFD, 0));
        }
    }

    @Test
    void aRangeOfDescriptorsIsNotInherited() throws IOException {
        try (Fd one = Fd.own(posix.inheriting().files().open("/dev/null", O_RDONLY))) {
            assertEquals(0, posix.io().fcntl(one.num(), F_GETFD, 0));
            linux.closeRangeOnExec(one.num(), one.num());
            assertEquals(FD_CLOEXEC, posix.io().fcntl(one.num(), F_GETFD, 0));
        }
        assertRefused("first", () -> linux.closeRangeOnExec(-1, 3));
        assertRefused("first", () -> linux.closeRangeOnExec(4, 3));
    }

    @Test
    void partsOfAFileAreAllocatedAndFreed() throws IOException {
        Path path = file("file", "x".repeat(16_384));
        try (Fd fd = open(path, O_RDWR)) {
            linux.fallocate(fd.num(), 0, 0, 20_000);
            assertEquals(20_000, Files.size(path));
            linux.fallocate(fd.num(), FALLOC_FL_KEEP_SIZE, 0, 30_000);
            assertEquals(20_000, Files.size(path));
            linux.fallocate(fd.num(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4_096, 4_096);
            byte[] all = Files.readAllBytes(path);
            assertEquals('x', all[4_095]);
            assertEquals(0, all[4_096]);
            assertEquals(0, all[8_191]);
            assertEquals('x', all[8_192]);
            linux.syncfs(fd.num());
            assertErrno(EINVAL, () -> linux.fallocate(fd.num(), 0, -1, 1));
            assertErrno(EINVAL, () -> linux.fallocate(fd.num(), 0, 0, 0));
        }
        assertErrno(EBADF, () -> linux.fallocate(NOT_OPEN, 0, 0, 1));
        assertErrno(EBADF, () -> linux.syncfs(NOT_OPEN));
        int[] pipe = posix.io().pipe();
        assertErrno(ESPIPE, () -> linux.fallocate(pipe[1], 0, 0, 1));
        close(pipe[0]);
        close(pipe[1]);
    }
}
