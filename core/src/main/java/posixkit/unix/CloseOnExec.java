package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;

/** Makes new descriptors close-on-exec on systems that cannot create them so. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /** Makes new descriptors close-on-exec. If that fails, closes them all, so that the caller has none to lose, and throws. */
    public static void set(LibC libc, VariadicCalls variadic, String call, int... fds) throws ErrnoException {
        int result = setOrErrno(libc, variadic, fds);
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
    }

    /** Same as {@link #set}, but returns 0 or −errno. */
    public static int setOrErrno(LibC libc, VariadicCalls variadic, int... fds) {
        for (int fd : fds) {
            int result = Result.negate(variadic.fcntl(fd, F_SETFD, FD_CLOEXEC));
            if (result < 0) {
                for (int each : fds) {
                    libc.close(each);
                }
                return result;
            }
        }
        return 0;
    }
}
