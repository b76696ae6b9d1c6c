package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.FlockOperation.LOCK_SH;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.AttributesContract;
import posixkit.file.Io;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinAttributesTest extends AttributesContract {
    @Override
    protected int syncOfAPipe() {
        return ENOTSUP;
    }

    @Test
    void aPipeHasNothingThatCouldBeSet() throws IOException {
        Io io = posix.io();
        int[] pipe = io.pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            for (int fd : new int[] {read.num(), write.num()}) {
                assertErrno(EINVAL, () -> io.fchmod(fd, 0600));
                assertErrno(EINVAL, () -> io.fchown(fd, -1, -1));
                assertErrno(EINVAL, () -> io.futimes(fd));
                assertErrno(ENOTSUP, () -> io.flock(fd, LOCK_SH));
            }
        }
    }
}
