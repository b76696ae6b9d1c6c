package posixkit.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a process, or its children, used ({@code struct rusage}). Created by {@link Processes#newRusage}, filled by
 * {@link Processes#getrusage(int, Rusage)} and {@link Processes#wait4}.
 *
 * <p>On Linux {@code ixrss, idrss, isrss, nswap, msgsnd, msgrcv, nsignals} are always 0.
 */
public interface Rusage {
    /** Returns the seconds of {@link #userTime}. */
    long utimeSec();

    /** Returns the microseconds of {@link #userTime}. */
    long utimeUsec();

    /** Returns the seconds of {@link #systemTime}. */
    long stimeSec();

    /** Returns the microseconds of {@link #systemTime}. */
    long stimeUsec();

    /**
     * Returns the largest amount of memory that was ever resident: in KiB on Linux, in <b>bytes</b> on macOS.
     *
     * <p><b>In a JVM:</b> on Linux this is at least the JVM's own peak for a child that {@link Processes#spawn(Spawn)} started, even for
     * {@code true}. Until it is a program, the child shares this process's memory, and the kernel counts that as the child's. The child's own peak is {@code VmHWM} in
     * {@code /proc/PID/status}, which can be read until the child ends. To get the peak at the end, start the program by a
     * small one that forks, such as {@code /usr/bin/time -v}.
     */
    long maxrss();

    /** Returns the memory used for shared text, summed over time. */
    long ixrss();

    /** Returns the memory used for data, summed over time. */
    long idrss();

    /** Returns the memory used for stacks, summed over time. */
    long isrss();

    /** Returns how many page faults needed no input. */
    long minflt();

    /** Returns how many page faults had to wait for a disk. */
    long majflt();

    /** Returns how often the process was swapped out. */
    long nswap();

    /** Returns how often the file system had to read. */
    long inblock();

    /** Returns how often the file system had to write. */
    long oublock();

    /** Returns how many messages were sent. */
    long msgsnd();

    /** Returns how many messages were received. */
    long msgrcv();

    /** Returns how many signals were received. */
    long nsignals();

    /** Returns how often the processor went to another process because this one waited. */
    long nvcsw();

    /** Returns how often the processor went to another process because this one's time slice was over. */
    long nivcsw();

    /** Returns the time that the process spent in its own code. */
    default Duration userTime() {
        return Duration.ofSeconds(utimeSec(), TimeUnit.MICROSECONDS.toNanos(utimeUsec()));
    }

    /** Returns the time that the kernel spent for the process. */
    default Duration systemTime() {
        return Duration.ofSeconds(stimeSec(), TimeUnit.MICROSECONDS.toNanos(stimeUsec()));
    }

    /** Returns a copy, which later calls on this one do not change. */
    Rusage copy();
}
