package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.unix.call.IoCalls;

/**
 * Makes new descriptors close-on-exec. <b>Internal.</b> This class is for operating systems where the call that creates a
 * descriptor has no flag for close-on-exec.
 */
public final class CloseOnExec {
    private CloseOnExec() {}

    /**
     * Makes the new descriptors {@code fds} close-on-exec. Returns 0 or −errno. If one descriptor cannot be made close-on-exec,
     * this method closes all of {@code fds}. The user could not close them, because he gets only the error and not the numbers of
     * the descriptors.
     */
    public static int setOrErrno(IoCalls calls, int... fds) {
        for (int fd : fds) {
            int result = calls.fcntl(fd, F_SETFD, FD_CLOEXEC);
            if (result < 0) {
                for (int each : fds) {
                    calls.close(each);
                }
                return result;
            }
        }
        return 0;
    }

    /**
     * Makes a new descriptor close-on-exec and returns it. {@code fd} is the result of the call that created the descriptor. If
     * that call failed, {@code fd} is −errno, and this method returns {@code fd} unchanged. If this method cannot set
     * close-on-exec, it closes the descriptor and returns −errno.
     */
    public static int fdOrErrno(IoCalls calls, int fd) {
        int result = fd < 0 ? fd : setOrErrno(calls, fd);
        return result < 0 ? result : fd;
    }
}
