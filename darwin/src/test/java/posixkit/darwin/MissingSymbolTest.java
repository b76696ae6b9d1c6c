package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Ioctl.FIONCLEX;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.testing.NeedsTool;
import posixkit.time.Timeval;

/** A release of macOS that lacks a function lacks that call, and no other. */
@NeedsTool("cc")
@EnabledOnOs(OS.LINUX)
class MissingSymbolTest {
    @Test
    void aSymbolTheSystemLacksFailsThatCallWithEnosys(@TempDir Path dir) throws IOException {
        Path library = StandIn.libraryWithout("mkdir");
        assertEquals(0, Native.library(library.toString()).symbol("mkdir"));
        Posix posix = DarwinPosix.bind(Native.library(library.toString()));

        assertErrno(ENOSYS, () -> posix.files().mkdir(dir.resolve("made").toString(), 0755));
        assertTrue(Files.notExists(dir.resolve("made")));

        Path kept = Files.createDirectory(dir.resolve("kept"));
        assertTrue(posix.files().stat(kept.toString()).isDirectory());
        posix.files().rmdir(kept.toString());
        assertTrue(Files.notExists(kept));
        assertEquals(ProcessHandle.current().pid(), posix.processes().getpid());
    }

    /** As before macOS 10.13. */
    @Test
    void withoutUtimensatTimesAreSetToTheMicrosecond(@TempDir Path dir) throws IOException {
        Path library = StandIn.libraryWithout("utimensat", "futimens");
        Posix posix = DarwinPosix.bind(Native.library(library.toString()));
        String path = Files.createFile(dir.resolve("file")).toString();
        Timeval first = posix.clocks().newTimeval().sec(1_000_000_001).usec(5);
        Timeval second = posix.clocks().newTimeval().sec(1_000_000_002).usec(6);
        posix.files().utimes(path, first, second);
        assertEquals(
                Instant.ofEpochSecond(1_000_000_002, 6000),
                posix.files().stat(path).mtime());
        posix.files().lutimes(path, second, first);
        assertEquals(
                Instant.ofEpochSecond(1_000_000_001, 5000),
                posix.files().stat(path).mtime());
        assertEquals(
                Instant.ofEpochSecond(1_000_000_002, 6000),
                posix.files().stat(path).atime());
        posix.files().utimes(path);
        assertTrue(posix.files().stat(path).mtimeSec() > 1_700_000_000);
        int fd = posix.files().open(path, O_RDONLY);
        posix.io().futimes(fd, first, second);
        assertEquals(
                Instant.ofEpochSecond(1_000_000_002, 6000), posix.io().fstat(fd).mtime());
        posix.io().futimes(fd);
        assertTrue(posix.io().fstat(fd).mtimeSec() > 1_700_000_000);
        posix.io().close(fd);
        assertErrno(ENOSYS, () -> posix.files().utimensat(AT_FDCWD, path, Instant.EPOCH, Instant.EPOCH, 0));
    }

    @Test
    void withoutItsEntryIoctlIsCalledAsVariadic() throws IOException {
        assumeTrue(Target.IS_AARCH64, "x86_64 needs no such entry");
        Native library = Native.library(StandIn.libraryWithout("__ioctl").toString());
        assertEquals(0, library.symbol("__ioctl"));
        Posix posix = DarwinPosix.bind(library);
        int[] pipe = posix.io().pipe();
        posix.io().write(pipe[1], new byte[5]);
        byte[] unread = new byte[Integer.BYTES];
        assertEquals(0, posix.io().ioctlPtr(pipe[0], FIONREAD, unread));
        assertEquals(5, ByteBuffer.wrap(unread).order(ByteOrder.nativeOrder()).getInt());
        assertEquals(0, posix.io().ioctl(pipe[0], FIONCLEX, 0));
        assertEquals(0, posix.io().fcntl(pipe[0], F_GETFD, 0));
        posix.io().close(pipe[0]);
        posix.io().close(pipe[1]);
        assertErrno(EBADF, () -> posix.io().ioctl(-1, FIONCLEX, 0));
    }

    /** On Apple's arm64, without one of libSystem's non-variadic entries, all three calls go by the variadic names. */
    @Test
    void withoutItsEntriesTheVariadicFunctionsAreCalledAsSuch(@TempDir Path dir) throws IOException {
        assumeTrue(Target.IS_AARCH64, "x86_64 needs no such entries");
        Native library = Native.library(StandIn.libraryWithout("__openat").toString());
        assertEquals(0, library.symbol("__openat"));
        Posix posix = DarwinPosix.bind(library);
        Path made = dir.resolve("made");
        int fd = posix.files().open(made.toString(), O_CREAT | O_RDWR, 0640);
        assertEquals(PosixFilePermissions.fromString("rw-r-----"), Files.getPosixFilePermissions(made));
        assertEquals(O_RDWR, posix.io().fcntl(fd, F_GETFL, 0) & O_ACCMODE);
        int again = posix.files().openat(AT_FDCWD, made.toString(), O_RDONLY, 0);
        assertEquals(posix.io().fstat(fd).ino(), posix.io().fstat(again).ino());
        posix.io().close(fd);
        posix.io().close(again);
        assertErrno(ENOENT, () -> posix.files().openat(AT_FDCWD, dir + "/none", O_RDONLY, 0));
    }
}
