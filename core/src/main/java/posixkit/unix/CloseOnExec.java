package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;

/** For descriptors that a system cannot make close-on-exec at birth. <b>Internal.</b> */
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
