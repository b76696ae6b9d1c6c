package posixkit.system;

import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Describes the system as a whole. */
public interface Host {
    /**
     * Writes all changes that file systems still hold in memory.
     *
     * <p>{@code void sync(void)} {@index sync}
     *
     * <p>Linux waits until they are written. macOS, and the standard, only start writing. For one file, use {@link
     * posixkit.file.Io#fsync}.
     *
     * <p><b>In a JVM:</b> this takes as long as all unwritten data of the machine takes, whoever wrote it. A virtual thread keeps its
     * carrier thread meanwhile.
     */
    @Call("sync(2)")
    void sync();

    /**
     * Returns how many descriptors this process may have open: one more than the highest number it may get.
     *
     * <p>{@code int getdtablesize(void)} {@index getdtablesize}
     *
     * <p>This is the soft {@code RLIMIT_NOFILE}; on macOS, at most {@code kern.maxfilesperproc}.
     *
     * <p><b>In a JVM:</b> HotSpot raises the soft limit to the hard limit when it starts, unless run with {@code
     * -XX:-MaxFDLimit}. The shell that started it may have a lower limit.
     */
    @Call("getdtablesize(2)")
    int getdtablesize();

    /**
     * Returns the size of a page of memory, in bytes.
     *
     * <p>{@code int getpagesize(void)} {@index getpagesize}
     *
     * <p>It is 4096 on x86_64, and 4096, 16384 or 65536 on arm64.
     */
    @Call("getpagesize(2)")
    int getpagesize();

    /**
     * Returns a number that describes the system; empty if there is no limit, or no such option.
     *
     * <p>{@code long sysconf(int name)} {@index sysconf}
     *
     * <p>{@code name} is a {@code _SC_…}. C returns −1 both for "no limit" and for a failure; here the two differ.
     *
     * @throws ErrnoException EINVAL: no such name
     */
    @Call("sysconf(3)")
    OptionalLong sysconf(int name) throws ErrnoException;

    /**
     * Reads the names of the system and the machine.
     *
     * <p>{@code int uname(struct utsname *buf)} {@index uname}
     */
    @Call("uname(2)")
    default void uname(Utsname into) throws ErrnoException {
        Outcome.of("uname", unameOrErrno(into));
    }

    /** Same as {@link #uname(Utsname)}, but returns 0 or −errno. */
    int unameOrErrno(Utsname into);

    /** Same as {@link #uname(Utsname)}, but returns a new structure. */
    default Utsname uname() throws ErrnoException {
        Utsname name = newUtsname();
        uname(name);
        return name;
    }

    /** Returns an empty structure for {@link #uname(Utsname)}; keep it and reuse it. */
    Utsname newUtsname();
}
