package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;
import posixkit.Outcome;

/** Makes descriptors close-on-exec that a system cannot open that way. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /** Makes new descriptors close-on-exec. If that fails, closes all of them, because the caller cannot. */
    public static void set(LibC libc, VariadicCalls variadic, String call, int... fds) throws ErrnoException {
        try {
            for (int fd : fds) {
                Outcome.ofFd(call, fd, Result.negate(variadic.fcntl(fd, F_SETFD, FD_CLOEXEC)));
            }
        } catch (ErrnoException e) {
            for (int fd : fds) {
                libc.close(fd);
            }
            throw e;
        }
    }
}
