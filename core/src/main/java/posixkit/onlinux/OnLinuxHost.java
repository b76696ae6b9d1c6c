package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Describes the operating system as a whole, with calls that only Linux has. {@link posixkit.system.Host} has the other calls. */
public interface OnLinuxHost {
    /**
     * Fills {@code into} with random bytes of the kernel, and returns how many it has filled. Waits until the kernel has enough
     * entropy, which may take a while after the machine has started.
     *
     * <p>{@code ssize_t getrandom(void *buf, size_t buflen, unsigned int flags)} {@index getrandom} (Linux 3.17, glibc 2.25)
     *
     * <p>Up to 256 bytes are always filled whole.
     *
     * @param flags {@code GRND_NONBLOCK}: do not wait; {@code GRND_RANDOM}: from the source of {@code /dev/random}; {@code
     *     GRND_INSECURE}: do not wait, with less random bytes instead (Linux 5.6); or 0
     * @throws ErrnoException EAGAIN: {@code flags} contains {@code GRND_NONBLOCK}, and there is not enough entropy; EINVAL: {@code
     *     flags} is wrong; ENOSYS: the kernel or glibc is older
     */
    @Call(value = "getrandom(2)", since = "3.17", waits = true, restarts = Call.Restart.ALWAYS)
    default int getrandom(byte[] into, int flags) throws ErrnoException {
        int result;
        do {
            result = getrandomOrErrno(into, flags);
        } while (result == -EINTR);
        return Outcome.of("getrandom", result);
    }

    /** Same as {@link #getrandom}, but returns the number of bytes or −errno. */
    int getrandomOrErrno(byte[] into, int flags);

    /**
     * Fills {@code into} with the amount of memory, the load and the time since the machine has started.
     *
     * <p>{@code int sysinfo(struct sysinfo *info)} {@index sysinfo}
     */
    @Call("sysinfo(2)")
    default void sysinfo(Sysinfo into) throws ErrnoException {
        Outcome.of("sysinfo", sysinfoOrErrno(into));
    }

    /** Same as {@link #sysinfo(Sysinfo)}, but returns 0 or −errno. */
    int sysinfoOrErrno(Sysinfo into);

    /** Same as {@link #sysinfo(Sysinfo)}, but returns a new structure. */
    default Sysinfo sysinfo() throws ErrnoException {
        Sysinfo info = newSysinfo();
        sysinfo(info);
        return info;
    }

    /** Creates an empty object for {@link #sysinfo(Sysinfo)}. */
    Sysinfo newSysinfo();

    /**
     * Returns what is in the buffer of the kernel's own messages, as {@code dmesg} prints it.
     *
     * <p>{@code int klogctl(SYSLOG_ACTION_READ_ALL, char *buf, int len)} {@index klogctl}
     *
     * @throws ErrnoException EPERM: {@code /proc/sys/kernel/dmesg_restrict} is 1, and this process lacks the capability CAP_SYSLOG
     */
    @Call("syslog(2)")
    String klogctlReadAll() throws ErrnoException;

    /**
     * Returns the size in bytes of the buffer of the kernel's messages.
     *
     * <p>{@code int klogctl(SYSLOG_ACTION_SIZE_BUFFER, NULL, 0)}
     *
     * @throws ErrnoException EPERM: as for {@link #klogctlReadAll}
     */
    @Call("syslog(2)")
    default int klogctlSizeBuffer() throws ErrnoException {
        return Outcome.of("klogctl", klogctlSizeBufferOrErrno());
    }

    /** Same as {@link #klogctlSizeBuffer}, but returns the size or −errno. */
    int klogctlSizeBufferOrErrno();

    /**
     * Returns how many bytes of the kernel's messages no program has read yet with {@code /proc/kmsg} or the C function.
     *
     * <p>{@code int klogctl(SYSLOG_ACTION_SIZE_UNREAD, NULL, 0)}
     *
     * @throws ErrnoException EPERM: this process lacks the capability CAP_SYSLOG
     */
    @Call("syslog(2)")
    default int klogctlSizeUnread() throws ErrnoException {
        return Outcome.of("klogctl", klogctlSizeUnreadOrErrno());
    }

    /** Same as {@link #klogctlSizeUnread}, but returns the number of bytes or −errno. */
    int klogctlSizeUnreadOrErrno();

    /**
     * Sets which of the kernel's messages appear on the console: those with a number below {@code level}. The first number in
     * {@code /proc/sys/kernel/printk} is the level.
     *
     * <p>{@code int klogctl(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, int level)}
     *
     * @param level 1 to 8
     * @throws ErrnoException EINVAL: {@code level} is not 1 to 8; EPERM: this process lacks the capability CAP_SYSLOG
     */
    @Call("syslog(2)")
    default void klogctlConsoleLevel(int level) throws ErrnoException {
        Outcome.of("klogctl", "level", level, klogctlConsoleLevelOrErrno(level));
    }

    /** Same as {@link #klogctlConsoleLevel}, but returns 0 or −errno. */
    int klogctlConsoleLevelOrErrno(int level);

    /**
     * Returns what the kernel told this program when it started, or 0 if it told nothing of this kind.
     *
     * <p>{@code unsigned long getauxval(unsigned long type)} {@index getauxval}
     *
     * @param type a constant {@code AT_…}, for example {@code AT_CLKTCK}. For some, the result is an address. For {@code AT_HWCAP},
     *     glibc returns a number of its own on x86_64
     */
    @Call("getauxval(3)")
    long getauxval(long type);
}
