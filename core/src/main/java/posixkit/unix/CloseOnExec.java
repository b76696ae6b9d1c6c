package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.ErrnoException;
import posixkit.Outcome;

/** Makes new descriptors close-on-exec, for operating systems that cannot create a descriptor with this flag. <b>Internal.</b> */
public final class CloseOnExec {
    private CloseOnExec() {}

    /**
     * Makes the new descriptors {@code fds} close-on-exec. If this fails, the method closes all of them and throws: the caller
     * cannot close descriptors whose numbers it never receives.
     *
     * @param call the name of the call that opened the descriptors, for the exception
     */
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

    /**
     * Makes {@code fd}, the descriptor that a call returned, close-on-exec and returns it. If {@code fd} is −errno, returns it
     * unchanged. If the flag cannot be set, closes {@code fd} and returns −errno.
     */
    public static int fdOrErrno(LibC libc, VariadicCalls variadic, int fd) {
        int result = fd < 0 ? fd : setOrErrno(libc, variadic, fd);
        return result < 0 ? result : fd;
    }
}
