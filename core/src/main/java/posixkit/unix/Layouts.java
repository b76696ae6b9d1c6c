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

    /** Returns a device's number, made of its two parts as this system does it. */
    long makedev(int major, int minor);

    int major(long device);

    int minor(long device);

    /**
     * Returns the prototype of a C function from the tables, {@code "lseek s64 (s32, s64, s32)"}: its symbol, its result
     * and its parameters. Returns null if no table has the function.
     */
    String prototype(String function);

    /**
     * Returns the structure behind a caller's argument. The interfaces are public, so anyone can implement them. Native
     * memory is copied only into structures of this system, because others have other offsets. *
     *
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
