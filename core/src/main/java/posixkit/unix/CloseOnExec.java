package posixkit.unix;

import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;

import posixkit.unix.call.IoCalls;

/** Says whether the bodies make new descriptors close-on-exec, and does it. <b>Internal.</b> */
public enum CloseOnExec {
    /** New descriptors are close-on-exec: programs that this process starts do not inherit them. */
    YES,
    /** New descriptors are inherited, unless the caller passes a flag such as {@code O_CLOEXEC}. */
    NO;

    /**
     * Returns {@code flag} if new descriptors are close-on-exec; otherwise 0. {@code flag} is the flag that makes the call of the
     * operating system return a descriptor that is close-on-exec.
     */
    public int flag(int flag) {
        return this == YES ? flag : 0;
    }

    /**
     * Makes the new descriptor {@code fd} close-on-exec, if new descriptors are. Returns 0 or −errno. For operating systems where
     * the call that creates a descriptor has no flag for this.
     */
    int set(IoCalls calls, int fd) {
        return this == YES ? calls.fcntl(fd, F_SETFD, FD_CLOEXEC) : 0;
    }

    /**
     * Does {@link #set} for a new descriptor and returns the descriptor. {@code fd} is the result of the call that created the
     * descriptor. If that call failed, {@code fd} is −errno, and this method returns {@code fd} unchanged. If this method cannot
     * set close-on-exec, it closes the descriptor and returns −errno: the user could not close it, because he gets only the error.
     */
    public int fdOrErrno(IoCalls calls, int fd) {
        int result = fd < 0 ? fd : set(calls, fd);
        if (result < 0 && fd >= 0) {
            calls.close(fd);
        }
        return result < 0 ? result : fd;
    }
}
