package posixkit.system;

import java.util.OptionalLong;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Describes the operating system as a whole: its name, its page size, its limits. */
public interface Host {
    /**
     * Writes all unwritten changes of files from memory to disk, for all file systems.
     *
     * <p>{@code void sync(void)} {@index sync}
     *
     * <p>On Linux the call waits until the changes are written. On macOS, as the POSIX standard allows, the call only starts to
     * write. To write the changes of one file, use {@link posixkit.file.Io#fsync}.
     *
     * <p><b>In a JVM:</b> The call may take long, because it writes the unwritten data of all programs on the machine. A virtual
     * thread keeps its carrier thread during this time.
     */
    @Call("sync(2)")
    void sync();

    /**
     * Returns the maximum number of open descriptors of this process. This is the highest possible descriptor plus 1.
     *
     * <p>{@code int getdtablesize(void)} {@index getdtablesize}
     *
     * <p>The number is the soft limit {@code RLIMIT_NOFILE}; on macOS it is at most {@code kern.maxfilesperproc}.
     *
     * <p><b>In a JVM:</b> HotSpot raises the soft limit to the hard limit when it starts, except with the option
     * {@code -XX:-MaxFDLimit}. So the shell that started the JVM may have a lower limit.
     */
    @Call("getdtablesize(2)")
    int getdtablesize();

    /**
     * Returns the size of a page of memory, in bytes.
     *
     * <p>{@code int getpagesize(void)} {@index getpagesize}
     *
     * <p>The size is 4096 on x86_64, and 4096, 16384 or 65536 on arm64.
     */
    @Call("getpagesize(2)")
    int getpagesize();

    /**
     * Returns the value of a limit or an option of the operating system. The result is empty if there is no limit, or if the
     * option is not supported.
     *
     * <p>{@code long sysconf(int name)} {@index sysconf}
     *
     * <p>{@code name} is one of the {@code _SC_…} constants. In C, −1 means both "no limit" and "failed". This method returns
     * an empty result for "no limit" and throws for a failure.
     *
     * @throws ErrnoException EINVAL: {@code name} is unknown
     */
    @Call("sysconf(3)")
    OptionalLong sysconf(int name) throws ErrnoException;

    /**
     * Returns a text that the operating system is configured with, or null if it has no such text.
     *
     * <p>{@code size_t confstr(int name, char *buf, size_t len)} {@index confstr}
     *
     * <p>{@code name} is one of the {@code _CS_…} constants. For example, {@code _CS_PATH} is a value for {@code PATH} with which
     * all standard programs are found.
     *
     * @throws ErrnoException EINVAL: {@code name} is unknown
     */
    @Call("confstr(3)")
    String confstr(int name) throws ErrnoException;

    /**
     * Returns the name of this machine, as the command {@code hostname} prints it. {@link Utsname#nodename} has the same name.
     *
     * <p>{@code int gethostname(char *name, size_t len)} {@index gethostname}
     *
     * <p>The name need not be known to any name server. {@link java.net.InetAddress#getLocalHost} asks a name server too.
     */
    @Call("gethostname(2)")
    String gethostname() throws ErrnoException;

    /**
     * Sets the name of this machine.
     *
     * <p>{@code int sethostname(const char *name, size_t len)} {@index sethostname}
     *
     * @param name at most 64 bytes on Linux, and 255 on macOS
     * @throws ErrnoException EPERM: this process lacks the privilege (root, or the capability CAP_SYS_ADMIN on Linux); EINVAL: on
     *     Linux, {@code name} is too long; ENAMETOOLONG: on macOS, {@code name} is too long
     */
    @Call("sethostname(2)")
    default void sethostname(String name) throws ErrnoException {
        Outcome.of("sethostname", sethostnameOrErrno(name));
    }

    /** Same as {@link #sethostname}, but returns 0 or −errno. */
    int sethostnameOrErrno(String name);

    /**
     * Returns the NIS domain of this machine. It has nothing to do with the domains of the Internet.
     *
     * <p>{@code int getdomainname(char *name, size_t len)} {@index getdomainname}
     */
    @Call("getdomainname(2)")
    String getdomainname() throws ErrnoException;

    /**
     * Sets the NIS domain of this machine.
     *
     * <p>{@code int setdomainname(const char *name, size_t len)} {@index setdomainname}
     *
     * @throws ErrnoException EPERM: this process lacks the privilege (root, or the capability CAP_SYS_ADMIN on Linux); EINVAL: on
     *     Linux, {@code name} has more than 64 bytes; ENAMETOOLONG: on macOS, {@code name} is too long
     */
    @Call("setdomainname(2)")
    default void setdomainname(String name) throws ErrnoException {
        Outcome.of("setdomainname", setdomainnameOrErrno(name));
    }

    /** Same as {@link #setdomainname}, but returns 0 or −errno. */
    int setdomainnameOrErrno(String name);

    /**
     * Returns a number for this machine. On Linux, libc makes it of an address of the machine unless {@code /etc/hostid} holds one,
     * so two machines may have the same number.
     *
     * <p>{@code long gethostid(void)} {@index gethostid}
     *
     * <p><b>In a JVM:</b> on Linux, libc may ask a name server for the address, which may take long.
     */
    @Call(value = "gethostid(3)", waits = true)
    int gethostid();

    /**
     * Returns how many threads were running, or waiting to run, on average in the last minute, in the last five minutes and in the
     * last fifteen minutes. On Linux, threads that wait for the disk count too.
     *
     * <p>{@code int getloadavg(double loadavg[], int nelem)} {@index getloadavg}
     *
     * @throws ErrnoException if the system does not tell, for example because {@code /proc} is not mounted on Linux
     */
    @Call("getloadavg(3)")
    double[] getloadavg() throws ErrnoException;

    /**
     * Fills {@code into} with random bytes of the kernel.
     *
     * <p>{@code int getentropy(void *buf, size_t len)} {@index getentropy} (glibc 2.25)
     *
     * <p>{@link java.security.SecureRandom} gives any number of random bytes.
     *
     * @param into at most 256 bytes
     * @throws ErrnoException EIO on Linux, EINVAL on macOS: {@code into} has more than 256 bytes; ENOSYS: libc lacks the function
     */
    @Call("getentropy(3)")
    default void getentropy(byte[] into) throws ErrnoException {
        Outcome.of("getentropy", getentropyOrErrno(into));
    }

    /** Same as {@link #getentropy}, but returns 0 or −errno. */
    int getentropyOrErrno(byte[] into);

    /**
     * Returns the C library's text for the error number {@code errno}. For an unknown number, the text says so and contains the
     * number.
     *
     * <p>{@code int strerror_r(int errnum, char *buf, size_t buflen)} {@index strerror}
     *
     * <p>The language depends on the locale ({@link Environment#setlocale}). The messages of {@link ErrnoException} do not use this
     * text: they are the same on every system.
     *
     * @throws UnsupportedOperationException if this C library lacks the function
     */
    @Call("strerror(3)")
    String strerror(int errno);

    /**
     * Reads the names of the operating system and the machine into {@code into}.
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

    /** Returns a new, empty structure for {@link #uname(Utsname)}. Keep the structure and reuse it for later calls. */
    Utsname newUtsname();
}
