package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

/**
 * Makes new descriptors close-on-exec, for operating systems where the call that creates a descriptor has no flag for this.
 * <b>Internal.</b>
 */
public final class CloseOnExec {
    private CloseOnExec() {}

    /**
     * Makes the new descriptors {@code fds} close-on-exec. Returns 0 or −errno. If this fails, the method closes all of them. It
     * closes them because the user gets only the error, and cannot close descriptors without knowing their numbers.
     */
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
     * Makes the descriptor {@code fd} close-on-exec and returns it. {@code fd} is the result of a call: if it is −errno, this
     * method returns it unchanged. If this method cannot set close-on-exec, it closes {@code fd} and returns −errno.
     */
    public static int fdOrErrno(LibC libc, VariadicCalls variadic, int fd) {
        int result = fd < 0 ? fd : setOrErrno(libc, variadic, fd);
        return result < 0 ? result : fd;
    }
}
