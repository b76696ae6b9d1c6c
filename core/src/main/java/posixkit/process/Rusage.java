package posixkit.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The resources, such as processor time and memory, that a process or its children have used ({@code struct rusage}).
 * {@link Processes#newRusage} creates this structure. {@link Processes#getrusage(int, Rusage)} and {@link Processes#wait4} fill
 * it.
 *
 * <p>On Linux, the values {@code ixrss, idrss, isrss, nswap, msgsnd, msgrcv, nsignals} are always 0.
 */
public interface Rusage {
    /** Returns the whole seconds of {@link #userTime}. */
    long utimeSec();

    /** Returns the microseconds of {@link #userTime} beyond its whole seconds, 0 to 999,999. */
    long utimeUsec();

    /** Returns the whole seconds of {@link #systemTime}. */
    long stimeSec();

    /** Returns the microseconds of {@link #systemTime} beyond its whole seconds, 0 to 999,999. */
    long stimeUsec();

    /**
     * Returns the largest amount of physical memory that the process has used at any time (maximum resident set size). The unit
     * is KiB on Linux and <b>bytes</b> on macOS.
     *
     * <p><b>In a JVM:</b> on Linux, this value is too high for a child that {@link Processes#spawn(Spawn)} started. Before the
     * child executes its program, it shares the memory of the JVM, and the kernel counts this memory as memory of the child. So
     * the value is at least the peak of the JVM itself, even for a tiny program such as {@code /bin/true}. The real peak of the
     * child is {@code VmHWM} in {@code /proc/PID/status}, which can be read until the child ends. To get the real peak after the
     * end of the program, spawn a tool such as {@code /usr/bin/time -v}. The tool forks, so the program runs in a grandchild of
     * the JVM. The tool reports the peak of this grandchild. The grandchild never shared the memory of the JVM.
     */
    long maxrss();

    /**
     * Returns a sum for the memory that holds shared program code. While the process runs, the kernel adds the current size of
     * this memory to the sum at each clock tick. The unit is kilobytes times clock ticks.
     */
    long ixrss();

    /**
     * Returns a sum for the memory that holds data. While the process runs, the kernel adds the current size of this memory to
     * the sum at each clock tick. The unit is kilobytes times clock ticks.
     */
    long idrss();

    /**
     * Returns a sum for the memory that holds stacks. While the process runs, the kernel adds the current size of this memory to
     * the sum at each clock tick. The unit is kilobytes times clock ticks.
     */
    long isrss();

    /** Returns the number of page faults that the kernel handled without reading from a disk. */
    long minflt();

    /** Returns the number of page faults for which the kernel had to read from a disk. */
    long majflt();

    /** Returns how often the process was swapped out. */
    long nswap();

    /** Returns how often the file system had to read from a disk. */
    long inblock();

    /** Returns how often the file system had to write to a disk. */
    long oublock();

    /** Returns how many messages to other processes were sent (IPC messages). */
    long msgsnd();

    /** Returns how many messages from other processes were received (IPC messages). */
    long msgrcv();

    /** Returns how many signals were received. */
    long nsignals();

    /** Returns how often the process gave up the processor because it had to wait (voluntary context switches). */
    long nvcsw();

    /**
     * Returns how often the kernel took the processor away from the process, for example at the end of its time slice
     * (involuntary context switches).
     */
    long nivcsw();

    /** Returns the processor time that the process spent in its own code, outside the kernel. */
    default Duration userTime() {
        return Duration.ofSeconds(utimeSec(), TimeUnit.MICROSECONDS.toNanos(utimeUsec()));
    }

    /** Returns the processor time that the kernel spent on work for the process. */
    default Duration systemTime() {
        return Duration.ofSeconds(stimeSec(), TimeUnit.MICROSECONDS.toNanos(stimeUsec()));
    }

    /** Returns a copy of this structure. Later changes of this structure do not change the copy. */
    Rusage copy();
}
