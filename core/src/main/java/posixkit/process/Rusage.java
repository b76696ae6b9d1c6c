package posixkit.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a process, or its children, used ({@code struct rusage}). Filled by {@link Processes#getrusage} and
 * {@link Processes#wait4}; made by {@link Processes#newRusage}.
 *
 * <p>Linux keeps {@code ixrss, idrss, isrss, nswap, msgsnd, msgrcv, nsignals} at 0.
 */
public interface Rusage {
    long utimeSec();

    long utimeUsec();

    long stimeSec();

    long stimeUsec();

    /** The most memory it ever held resident: in KiB on Linux, in <b>bytes</b> on macOS. */
    long maxrss();

    long ixrss();

    long idrss();

    long isrss();

    /** Page faults that needed no reading. */
    long minflt();

    /** Page faults that had to wait for a disk. */
    long majflt();

    long nswap();

    long inblock();

    long oublock();

    long msgsnd();

    long msgrcv();

    long nsignals();

    /** Switches to another process because this one waited. */
    long nvcsw();

    /** Switches to another process because its time was up. */
    long nivcsw();

    /** Time spent in its own code. */
    default Duration userTime() {
        return Duration.ofSeconds(utimeSec(), TimeUnit.MICROSECONDS.toNanos(utimeUsec()));
    }

    /** Time the kernel spent for it. */
    default Duration systemTime() {
        return Duration.ofSeconds(stimeSec(), TimeUnit.MICROSECONDS.toNanos(stimeUsec()));
    }

    /** Returns a copy, which later calls on this one do not change. */
    Rusage copy();
}
