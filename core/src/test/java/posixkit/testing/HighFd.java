package posixkit.testing;

import static org.junit.jupiter.api.Assumptions.abort;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;

import java.io.IOException;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;

/** Descriptors with large numbers. */
public final class HighFd {
    private HighFd() {}

    /** A copy that is at least {@code least}; where so many may not be open, the test is skipped. */
    public static Fd of(int fd, int least) throws IOException {
        try {
            return Fd.own(Posix.get().io().fcntl(fd, F_DUPFD_CLOEXEC, least));
        } catch (ErrnoException e) {
            if (e.errno() == EINVAL) {
                abort("RLIMIT_NOFILE allows no descriptor " + least);
            }
            throw e;
        }
    }
}
