package posixkit.onlinux;

import posixkit.process.Siginfo;

/**
 * Describes one signal. This interface has all members of {@link Siginfo}, and also the members that only Linux has. On Linux,
 * every {@link Siginfo} is an {@code OnLinuxSiginfo}.
 */
public interface OnLinuxSiginfo extends Siginfo {
    /** Returns the time in clock ticks that a child process has spent in its own code. Has a meaning only for SIGCHLD. */
    long utime();

    /** Returns the time in clock ticks that the kernel has spent in calls of a child process. Has a meaning only for SIGCHLD. */
    long stime();

    /** Returns the number that the sender gave the signal. Has a meaning only if {@code sigqueue} or a POSIX timer sent it. */
    int intValue();

    /** Returns the descriptor that became ready. Has a meaning only for SIGIO. */
    int fd();

    /** Returns how often a POSIX timer expired again before its signal was received. */
    int overrun();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    @Override
    OnLinuxSiginfo copy();
}
