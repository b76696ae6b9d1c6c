package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;
import posixkit.Outcome;

/** Makes descriptors close-on-exec that a system cannot open that way. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /** Sets close-on-exec on a new descriptor and returns it. If that fails, closes the descriptor and returns −errno. */
    public static int setOrErrno(LibC libc, VariadicCalls variadic, int fd) {
        int result = fd < 0 ? fd : Result.negate(variadic.fcntl(fd, F_SETFD, FD_CLOEXEC));
        if (result < 0 && fd >= 0) {
            libc.close(fd);
        }
        return result < 0 ? result : fd;
    }

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
