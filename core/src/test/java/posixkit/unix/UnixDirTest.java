package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EIO;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.file.Dir;
import posixkit.testing.Replaced;
import posixkit.unix.call.DirCalls;
import posixkit.unix.call.JnrDirCalls;

/** Failures of {@code readdir_r}, for which a generated method returns −errno. */
class UnixDirTest {
    private final DirCalls libc = new JnrDirCalls(Native.process());
    private final List<Integer> attempts = new ArrayList<>();

    @TempDir
    Path dir;

    /** libc's calls, but {@code readdir_r} fails if {@code failure} returns an error number for the number of earlier attempts. */
    private DirCalls failing(IntUnaryOperator failure) {
        return Replaced.function(DirCalls.class, libc, "readdir_r", (arguments, real) -> {
            int error = failure.applyAsInt(attempts.size());
            attempts.add(error);
            return error == 0 ? real.call(arguments) : -error;
        });
    }

    @Test
    void nextBeginsAgainWhenASignalInterruptsIt() throws IOException {
        Files.createFile(dir.resolve("a"));
        Files.createFile(dir.resolve("b"));
        List<String> names = new ArrayList<>();
        try (Dir entries = UnixDir.open(failing(attempt -> attempt % 3 == 2 ? 0 : EINTR), dir.toString())) {
            while (entries.next()) {
                names.add(entries.name());
            }
        }
        assertEquals(List.of(".", "..", "a", "b"), names.stream().sorted().toList());
        assertEquals(3 * 5, attempts.size(), "each entry and the end, at the third attempt");
    }

    @Test
    void anotherFailureIsThrownAtOnce() throws IOException {
        try (Dir entries = UnixDir.open(failing(attempt -> attempt == 0 ? EIO : 0), dir.toString())) {
            ErrnoException thrown = assertErrno(EIO, entries::next);
            assertEquals("readdir_r", thrown.call());
            assertEquals(1, attempts.size());
            assertTrue(entries.next());
        }
    }
}
