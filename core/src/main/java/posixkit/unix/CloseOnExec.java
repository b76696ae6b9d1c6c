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

    /** Makes the descriptor {@code fd} close-on-exec. Returns 0 or −errno. */
    static int set(IoCalls calls, int fd) {
        return calls.fcntl(fd, F_SETFD, FD_CLOEXEC);
    }

    /**
     * Makes a new descriptor close-on-exec and returns it. {@code fd} is the result of the call that created the descriptor. If
     * that call failed, {@code fd} is −errno, and this method returns {@code fd} unchanged. If this method cannot set
     * close-on-exec, it closes the descriptor and returns −errno: the user could not close it, because he gets only the error.
     */
    public static int fdOrErrno(IoCalls calls, int fd) {
        int result = fd < 0 ? fd : set(calls, fd);
        if (result < 0 && fd >= 0) {
            calls.close(fd);
        }
        return result < 0 ? result : fd;
    }
}
