package posixkit.unix;

import java.util.Objects;
import posixkit.Struct;
import posixkit.event.PollFds;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.memory.ShmidDs;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Siginfo;
import posixkit.process.Tms;
import posixkit.system.Utsname;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.WindowSize;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Creates the native structures that callers see, for example a {@code struct stat}. Each operating system has its own
 * implementation. <b>Internal.</b> This interface creates no objects for structures that callers never see. Other code reads and
 * writes the bytes of those structures directly, at the offsets in {@code posixkit.unix.layout}.
 */
public interface Layouts {
    Stat newStat();

    Flock newFlock();

    Rusage newRusage();

    Timeval newTimeval();

    PollFds newPollFds(int capacity);

    Timespec newTimespec();

    Rlimit newRlimit();

    Tms newTms();

    Siginfo newSiginfo();

    ShmidDs newShmidDs();

    Utsname newUtsname();

    Statfs newStatfs();

    Statvfs newStatvfs();

    TerminalSettings newTerminalSettings();

    WindowSize newWindowSize();

    /** Returns the device number that consists of {@code major} and {@code minor}. */
    long makedev(int major, int minor);

    int major(long device);

    int minor(long device);

    /**
     * Returns the prototype of the C function with the name {@code function}, or null if posixkit has no prototype of this
     * function. The prototype is a text with the symbol, the type of the result and the types of the parameters. An example is
     * {@code "lseek s64 (s32, s64, s32)"}. In this text, {@code s64} is a signed number of 64 bits.
     */
    String prototype(String function);

    /**
     * Returns {@code structure} if it has the same class as {@code own}, and throws IllegalArgumentException if not. {@code own}
     * is a structure that this library created. The interfaces of the structures are public, so a user can write a class that
     * implements such an interface, and pass an object of the user's class. A C function cannot fill this object. Only the class
     * of {@code own} has each member at the offset where the C function writes this member.
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
