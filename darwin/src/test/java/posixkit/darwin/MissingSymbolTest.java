package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.testing.NeedsTool;

/** A release of macOS that lacks a function lacks that call, and no other. */
@NeedsTool("cc")
class MissingSymbolTest {
    @Test
    void aSymbolTheSystemLacksFailsThatCallWithEnosys(@TempDir Path dir) throws IOException {
        Path library = StandIn.library(List.of("-DSTANDIN_OMIT_mkdir"));
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

    /** On Apple's arm64, without one of libSystem's non-variadic entries, all three calls go by the variadic names. */
    @Test
    void withoutItsEntriesTheVariadicFunctionsAreCalledAsSuch(@TempDir Path dir) throws IOException {
        assumeTrue(Target.IS_AARCH64, "x86_64 needs no such entries");
        Native library = Native.library(
                StandIn.library(List.of("-DSTANDIN_OMIT___openat")).toString());
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
