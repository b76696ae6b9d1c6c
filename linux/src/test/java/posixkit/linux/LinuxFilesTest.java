package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxOpen.O_TMPFILE;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.FilesContract;

class LinuxFilesTest extends FilesContract {
    @Test
    void withoutAModeNoFileWithoutANameIsCreated() throws IOException {
        assertNeedsAMode("O_TMPFILE", () -> files.open(dir.toString(), O_RDWR | O_TMPFILE));
        assertNeedsAMode("O_TMPFILE", () -> files.openat(AT_FDCWD, dir.toString(), O_RDWR | O_TMPFILE));
        try (Fd fd = Fd.own(files.open(dir.toString(), O_RDWR | O_TMPFILE, 0600))) {
            assertEquals(0600, posix.io().fstat(fd.num()).permissions());
        }
    }
}
