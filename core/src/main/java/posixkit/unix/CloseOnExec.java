package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;

/** For descriptors that a system cannot make close-on-exec at birth. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /** Sets it on new descriptors; where that fails, closes them all, so that the caller has none to lose. */
    public static void set(LibC libc, VariadicCalls variadic, String call, int... fds) throws ErrnoException {
        try {
            for (int fd : fds) {
                Result.check(variadic.fcntl(fd, F_SETFD, FD_CLOEXEC), call, "fd", fd);
            }
        } catch (ErrnoException e) {
            for (int fd : fds) {
                libc.close(fd);
            }
            throw e;
        }
    }
}
