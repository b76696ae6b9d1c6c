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
     * The structure behind what a caller handed in. The interfaces are public, anyone can implement them; memory is
     * only ever copied into our own, and a structure of another system would be read at the wrong offsets.
     *
     * @param ours one that this system made
     */
    static Struct own(Object given, Object ours) {
        if (given.getClass() != ours.getClass()) {
            throw new IllegalArgumentException(
                    given.getClass().getName() + " is not of this system: take what its new… methods make");
        }
        return (Struct) given;
    }

    /**
     * Returns the structure that a caller passed. Anybody can implement the public interfaces, but memory is only copied into and
     * out of the structures of this system: those of another have other offsets.
     *
     * @param argument the caller's name for {@code given}: an exception starts with it
     * @param own a structure of this system
     * @throws NullPointerException if {@code given} is null
     * @throws IllegalArgumentException if {@code given} is not of this system
     */
    static Struct own(String argument, Object given, Object own) {
        Objects.requireNonNull(given, argument);
        if (given.getClass() != own.getClass()) {
            throw new IllegalArgumentException(
                    argument + ": " + given.getClass().getName()
                            + " is not a structure of this system; use one that a new… method returns");
        }
        return (Struct) given;
    }
}
