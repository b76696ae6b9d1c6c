package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.process.Rlimit;

/** What only Linux lets one do to the system, and to other processes. */
public interface Kernel {
    /**
     * {@code int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit)}
     * {@index prlimit}
     *
     * <p>Sets how much of a resource a process may use, and tells what it was, in one step. Either structure may be null:
     * without a new limit nothing changes. {@code pid} 0 is this process.
     *
     * <p><b>In a JVM:</b> what {@link posixkit.process.Processes#setrlimit} says. HotSpot's raised {@code RLIMIT_NOFILE} can
     * be undone here for a child that has it already.
     *
     * @throws ErrnoException ESRCH: no such process; EPERM: not ours to limit, or the hard limit would rise without
     *     CAP_SYS_RESOURCE; EINVAL: the soft limit is above the hard one, or no such resource
     */
    @Call("prlimit(2)")
    void prlimit(int pid, int resource, Rlimit newLimit, Rlimit oldLimit) throws ErrnoException;

    /**
     * {@code int mount(const char *source, const char *target, const char *fstype, unsigned long flags, const void *data)}
     * {@index mount}
     *
     * <p>Mounts a file system; or, as {@code flags} ask, shows a directory in a second place ({@code MS_BIND}), moves a mount
     * ({@code MS_MOVE}), changes one ({@code MS_REMOUNT}) or what it shares with others ({@code MS_PRIVATE},
     * {@code MS_SLAVE}, {@code MS_SHARED}, {@code MS_UNBINDABLE}).
     *
     * <p>{@code source} and {@code fstype} may be null where the kernel does not look at them. {@code data} is what
     * {@code mount -o} leaves to the file system, {@code size=1m,mode=700}; empty is null, for there are file systems that
     * refuse an empty string. It takes a page, and what the kernel would cut off is refused.
     *
     * <p>A bind mount ignores all flags but {@code MS_REC}: to have it read-only takes a second call, with
     * {@code MS_REMOUNT | MS_BIND | MS_RDONLY}. On most systems mounts are shared, and show in other namespaces as well.
     *
     * <p><b>In a JVM:</b> the mount namespace belongs to the <b>thread</b>. After an {@code unshare} by one of them, only that
     * one, and the threads it starts, see what it mounts; {@code /proc/self} shows another's. Start the JVM by
     * {@code unshare -m} to have one for all.
     *
     * @throws ErrnoException EPERM: without CAP_SYS_ADMIN; ENODEV: no such file system; ENOENT, ENOTDIR: no such source or
     *     target; EBUSY: mounted already, or in use; EINVAL: not a mount point, or refused by the file system
     */
    @Call("mount(2)")
    void mount(String source, String target, String fstype, long flags, String data) throws ErrnoException;

    /** {@link #mount(String, String, String, long, String)} of what need not be text. */
    @Call("mount(2)")
    void mount(byte[] source, byte[] target, String fstype, long flags, byte[] data) throws ErrnoException;

    /**
     * {@code int umount2(const char *target, int flags)} {@index umount2}
     *
     * <p>Takes the uppermost mount off a directory. {@code MNT_DETACH} takes it out of sight at once and off when nobody
     * uses it any more; {@code MNT_FORCE} gives up what a server does not answer; {@code MNT_EXPIRE} works the second time,
     * if nobody used it since the first; {@code UMOUNT_NOFOLLOW} refuses a link.
     *
     * @throws ErrnoException EPERM: without CAP_SYS_ADMIN; EBUSY: in use; EINVAL: not a mount point; ENOENT: no such
     *     directory; EAGAIN: {@code MNT_EXPIRE}, the first time
     */
    @Call("umount2(2)")
    void umount2(String target, int flags) throws ErrnoException;

    /** {@link #umount2(String, int)} of a path that need not be text. */
    @Call("umount2(2)")
    void umount2(byte[] target, int flags) throws ErrnoException;

    /**
     * {@code int reboot(int cmd)} {@index reboot}
     *
     * <p>Restarts, halts or switches off the machine, <b>at once</b>: nothing is written, nobody is asked, no service is
     * stopped. What is not on disk ({@link posixkit.system.Host#sync}) is lost. {@code cmd} is a
     * {@code LINUX_REBOOT_CMD_…}; {@code CAD_ON} and {@code CAD_OFF} merely say what Ctrl-Alt-Del does, and
     * {@code RESTART2} is refused, for it takes an argument that libc's function has not.
     *
     * <p>In a pid namespace of its own, {@code RESTART}, {@code HALT} and {@code POWER_OFF} end that namespace instead of the
     * machine: its first process is killed by SIGHUP or SIGINT.
     *
     * @throws ErrnoException EPERM: without CAP_SYS_BOOT; EINVAL: not built into this kernel
     */
    @Call("reboot(2)")
    void reboot(int cmd) throws ErrnoException;
}
