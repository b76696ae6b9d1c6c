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
 * Where a system's structures are made that callers hold. <b>Internal.</b> Where the members lie of those that shared bodies
 * write themselves, {@code posixkit.unix.layout} says.
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

    /** A device's number, made of its two parts as this system does. */
    long makedev(int major, int minor);

    int major(long device);

    int minor(long device);

    /**
     * What the tables say of a function of the C library: {@code "lseek s64 (s32, s64, s32)"}, the symbol it goes by, its
     * result, and its parameters; null for one that is in no table.
     */
    String prototype(String function);

    /**
     * Returns a structure that a call may fill. Anyone can implement the public interfaces, but only a structure of this system has the
     * members where the kernel writes them.
     *
     * @param argument the caller's name for {@code given}: an exception starts with it
     * @param ours a structure that this system made
     */
    static Struct own(String argument, Object given, Object ours) {
        if (Objects.requireNonNull(given, argument).getClass() != ours.getClass()) {
            throw new IllegalArgumentException(argument + ": "
                    + given.getClass().getName() + " is not of this system: use what new… methods return");
        }
        return (Struct) given;
    }

    /** Same as {@link #own(String, Object, Object)}, for callers that check for null themselves. */
    static Struct own(Object given, Object ours) {
        return own("structure", given, ours);
    }
}
