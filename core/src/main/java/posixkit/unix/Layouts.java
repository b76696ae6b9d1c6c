package posixkit.unix;

import java.util.Objects;
import posixkit.Struct;
import posixkit.event.PollFds;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.system.Utsname;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Makes a system's structures for callers. <b>Internal.</b> The offsets of structures that shared bodies write
 * themselves are in {@code posixkit.unix.layout}.
 */
public interface Layouts {
    Stat newStat();

    Flock newFlock();

    Rusage newRusage();

    Timeval newTimeval();

    PollFds newPollFds(int capacity);

    Timespec newTimespec();

    Rlimit newRlimit();

    Utsname newUtsname();

    Statfs newStatfs();

    /** Returns the number of a device from its two parts. */
    long makedev(int major, int minor);

    int major(long device);

    int minor(long device);

    /**
     * Returns the prototype of a C function from the tables, {@code "lseek s64 (s32, s64, s32)"}: its symbol, its result
     * and its parameters. Returns null if no table has the function.
     */
    String prototype(String function);

    /**
     * Returns a structure that a call may fill. Anyone can implement the public interfaces, but only a structure of this system has the
     * members where the kernel writes them.
     *
     * @param argument the caller's name for {@code structure}: an exception starts with it
     * @param own a structure that this system made
     */
    static Struct own(String argument, Object structure, Object own) {
        if (Objects.requireNonNull(structure, argument).getClass() != own.getClass()) {
            throw new IllegalArgumentException(argument + ": "
                    + structure.getClass().getName() + " is not of this system: use what new… methods return");
        }
        return (Struct) structure;
    }
}
