package posixkit.process;

/**
 * The processor times of this process and of its children ({@code struct tms}), in clock ticks. {@link Processes#newTms} creates
 * this structure, and {@link Processes#times} fills it. The number of ticks in a second is {@code _SC_CLK_TCK} of
 * {@link posixkit.system.Host#sysconf}, usually 100. {@link Rusage} has the same times in microseconds.
 */
public interface Tms {
    /** Returns the time that this process has spent in its own code. */
    long utime();

    /** Returns the time that the kernel has spent in calls of this process. */
    long stime();

    /** Returns the sum of {@link #utime} over the children that have ended and that this process has waited for. */
    long cutime();

    /** Returns the sum of {@link #stime} over the children that have ended and that this process has waited for. */
    long cstime();

    /** Returns a copy of this structure. Later changes of this structure do not change the copy. */
    Tms copy();
}
