package posixkit.linux;

import static posixkit.constants.Errno.EWOULDBLOCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.FlockOperation.LOCK_SH;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.LocksContract;
import posixkit.file.Io;

class LinuxLocksTest extends LocksContract {
    @Test
    void whoFailsToLockAloneHasGivenUpWhatHeShared() throws IOException {
        Io io = posix.io();
        Path path = file("other", "");
        try (Fd fd = open(path, O_RDONLY);
                Fd second = open(path, O_RDONLY)) {
            io.flock(fd.num(), LOCK_SH);
            io.flock(second.num(), LOCK_SH);
            assertErrno(EWOULDBLOCK, () -> io.flock(fd.num(), LOCK_EX | LOCK_NB));
            io.flock(second.num(), LOCK_EX | LOCK_NB);
        }
    }
}
