package posixkit.system;

import posixkit.Call;
import posixkit.ErrnoException;

/** The system as a whole. */
public interface Host {
    /**
     * {@code void sync(void)} {@index sync}
     *
     * <p>Writes what all file systems still hold in memory. Linux waits until it is written; macOS, and the standard, only
     * start it. For one file there is {@link posixkit.file.Io#fsync}.
     *
     * <p><b>In a JVM:</b> takes as long as all the machine's unwritten data, whoever wrote it; a virtual thread keeps its
     * carrier meanwhile.
     */
    @Call("sync(2)")
    void sync();

    /**
     * {@code int getdtablesize(void)} {@index getdtablesize}
     *
     * <p>How many descriptors this process may have open, one more than the highest number: the soft
     * {@code RLIMIT_NOFILE}, on macOS no more than {@code kern.maxfilesperproc}.
     *
     * <p><b>In a JVM:</b> HotSpot has raised the soft limit to the hard one when it started, unless
     * {@code -XX:-MaxFDLimit}; the shell it was started from may have had a lower one.
     */
    @Call("getdtablesize(2)")
    int getdtablesize();

    /**
     * {@code int getpagesize(void)} {@index getpagesize}
     *
     * <p>The size of a page of memory, in bytes: 4096 on x86_64; 4096, 16384 or 65536 on arm64.
     */
    @Call("getpagesize(2)")
    int getpagesize();

    /**
     * {@code long sysconf(int name)} {@index sysconf}
     *
     * <p>One of the system's numbers, a {@code _SC_…}; −1 when there is no limit, or no such option.
     *
     * @throws ErrnoException EINVAL: no such name
     */
    @Call("sysconf(3)")
    long sysconf(int name) throws ErrnoException;

    /**
     * {@code int uname(struct utsname *buf)} {@index uname}
     *
     * <p>What the system and the machine are called.
     */
    @Call("uname(2)")
    void uname(Utsname into) throws ErrnoException;

    /** An empty structure for {@link #uname(Utsname)}, to be kept and filled again. */
    Utsname newUtsname();

    /** {@link #uname(Utsname)} into a structure of its own. */
    default Utsname uname() throws ErrnoException {
        Utsname name = newUtsname();
        uname(name);
        return name;
    }
}
