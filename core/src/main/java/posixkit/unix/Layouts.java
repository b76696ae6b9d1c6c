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
 * Creates the native structures that callers see, for example a {@code struct stat}. Each operating system has its own subclass.
 * <b>Internal.</b> This class creates no objects for structures that callers never see. Other code reads and writes the bytes of
 * those structures directly, at the offsets in {@code posixkit.unix.layout}.
 */
public abstract class Layouts extends Lazies {
    // The numbers of the structures.
    public static final int STAT = 0;
    public static final int STATFS = 1;
    public static final int STATVFS = 2;
    public static final int FLOCK = 3;
    public static final int RUSAGE = 4;
    public static final int RLIMIT = 5;
    public static final int SIGINFO = 6;
    public static final int TMS = 7;
    public static final int TIMEVAL = 8;
    public static final int TIMESPEC = 9;
    public static final int SHMID_DS = 10;
    public static final int UTSNAME = 11;
    public static final int TERMINAL_SETTINGS = 12;
    public static final int WINDOW_SIZE = 13;
    private static final int COUNT = 14;

    protected Layouts() {
        super(COUNT);
    }

    /**
     * Creates an array of {@code struct pollfd}. The result has the type {@code Object}, because the JVM would load
     * {@link PollFds} before it calls the first method of a subclass. A program that makes only a few calls would wait for that.
     */
    protected abstract Object makePollFds(int capacity);

    /** Creates a structure. The first structure of each kind is created as {@link Making} explains. */
    private Object create(int structure) {
        get(structure);
        return make(structure);
    }

    public final Stat newStat() {
        return (Stat) create(STAT);
    }

    public final Statfs newStatfs() {
        return (Statfs) create(STATFS);
    }

    public final Statvfs newStatvfs() {
        return (Statvfs) create(STATVFS);
    }

    public final Flock newFlock() {
        return (Flock) create(FLOCK);
    }

    public final Rusage newRusage() {
        return (Rusage) create(RUSAGE);
    }

    public final Rlimit newRlimit() {
        return (Rlimit) create(RLIMIT);
    }

    public final Siginfo newSiginfo() {
        return (Siginfo) create(SIGINFO);
    }

    public final Tms newTms() {
        return (Tms) create(TMS);
    }

    public final Timeval newTimeval() {
        return (Timeval) create(TIMEVAL);
    }

    public final Timespec newTimespec() {
        return (Timespec) create(TIMESPEC);
    }

    public final ShmidDs newShmidDs() {
        return (ShmidDs) create(SHMID_DS);
    }

    public final Utsname newUtsname() {
        return (Utsname) create(UTSNAME);
    }

    public final TerminalSettings newTerminalSettings() {
        return (TerminalSettings) create(TERMINAL_SETTINGS);
    }

    public final WindowSize newWindowSize() {
        return (WindowSize) create(WINDOW_SIZE);
    }

    public final PollFds newPollFds(int capacity) {
        return (PollFds) makePollFds(capacity);
    }

    /** Returns the device number that consists of {@code major} and {@code minor}. */
    public abstract long makedev(int major, int minor);

    public abstract int major(long device);

    public abstract int minor(long device);

    /**
     * Returns the prototype of the C function with the name {@code function}, or null if posixkit has no prototype of this
     * function. The prototype is a text with the symbol, the type of the result and the types of the parameters. An example is
     * {@code "lseek s64 (s32, s64, s32)"}. In this text, {@code s64} is a signed number of 64 bits.
     */
    public abstract String prototype(String function);

    /** Returns the number of bytes of a structure. */
    final int size(int number) {
        return ((Struct) get(number)).bytes().length;
    }

    /**
     * Returns true if {@code structure} has the class of the structures that {@link #make} creates for the number {@code number}.
     */
    final boolean isOwn(Object structure, int number) {
        return structure.getClass() == get(number).getClass();
    }

    /**
     * Returns {@code structure} if it {@link #isOwn}, and throws IllegalArgumentException if not.
     *
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @param number the number of the structure that the caller needs, for example {@link #STATFS}
     */
    public final Struct own(String argument, Object structure, int number) {
        return checked(argument, structure, isOwn(Objects.requireNonNull(structure, argument), number));
    }

    /**
     * Returns {@code structure} if it has the same class as {@code own}, and throws IllegalArgumentException if not. {@code own}
     * is a structure that this library created. The interfaces of the structures are public, so a user can write a class that
     * implements such an interface, and pass an object of the user's class. A C function cannot fill this object. Only the class
     * of {@code own} has each member at the offset where the C function writes this member.
     *
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @param own an object of the class that {@code structure} must have
     */
    public static Struct own(String argument, Object structure, Object own) {
        return checked(
                argument, structure, Objects.requireNonNull(structure, argument).getClass() == own.getClass());
    }

    private static Struct checked(String argument, Object structure, boolean isOwn) {
        if (!isOwn) {
            throw new IllegalArgumentException(argument + ": "
                    + structure.getClass().getName() + " is not of this system: use what new… methods return");
        }
        return (Struct) structure;
    }
}
