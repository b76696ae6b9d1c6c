package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
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
}
