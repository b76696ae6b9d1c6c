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
 * Creates native structures of this operating system for callers, for example a {@code struct stat}. <b>Internal.</b> This
 * interface does not create structures that callers never see. Other code reads and writes the bytes of those structures
 * directly, at the offsets in {@code posixkit.unix.layout}.
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

    /** Returns the device number that consists of {@code major} and {@code minor}. */
    long makedev(int major, int minor);

    int major(long device);

    int minor(long device);

    /**
     * Returns the prototype of the C function with the name {@code function}, or null if the tables of prototypes do not contain
     * it. The prototype is a text with the symbol, the type of the result and the types of the parameters. An example is
     * {@code "lseek s64 (s32, s64, s32)"}. In this text, {@code s64} is a signed number of 64 bits.
     */
    String prototype(String function);

    /**
     * Returns {@code structure} if it has the same class as {@code own}, a structure that this library created. Otherwise throws
     * IllegalArgumentException. Users can implement the interfaces of the structures, because these interfaces are public, and
     * pass objects of their own classes. A C function cannot fill such an object: only in this library's own class for this
     * operating system are the members at the offsets where the kernel writes them.
     *
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @param own an object of the class that {@code structure} must have
     */
    static Struct own(String argument, Object structure, Object own) {
        if (Objects.requireNonNull(structure, argument).getClass() != own.getClass()) {
            throw new IllegalArgumentException(argument + ": "
                    + structure.getClass().getName() + " is not of this system: use what new… methods return");
        }
        return (Struct) structure;
    }
}
