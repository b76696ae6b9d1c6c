package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;
import posixkit.Outcome;

/** Makes new descriptors close-on-exec on systems that cannot create them so. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /** Makes new descriptors close-on-exec. If that fails, closes all of them, because the caller cannot, and throws. */
    public static void set(LibC libc, VariadicCalls variadic, String call, int... fds) throws ErrnoException {
        Outcome.of(call, setOrErrno(libc, variadic, fds));
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

    /** Makes the descriptor that a call returned close-on-exec and returns it. Passes −errno on; if setting fails, closes it. */
    public static int fdOrErrno(LibC libc, VariadicCalls variadic, int fd) {
        int result = fd < 0 ? fd : setOrErrno(libc, variadic, fd);
        return result < 0 ? result : fd;
    }
}
