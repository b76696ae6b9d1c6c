package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.process.Rlimit;

/** Changes mounts, limits of processes, and the machine, as only Linux can. */
public interface Kernel {
    /**
     * Sets a resource limit of a process and reads the limit it had, in one step.
     *
     * <p>{@code int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit)}
     * {@index prlimit}
     *
     * <p>{@code pid} 0 means this process. Without a new limit (null) nothing changes. {@code oldLimit} receives the limit before
     * the call; it may be null, and it may be the same object as {@code newLimit}. If the call fails, {@code oldLimit} is unchanged.
     *
     * <p><b>In a JVM:</b> see {@link posixkit.process.Processes#setrlimit}. HotSpot raises its own {@code RLIMIT_NOFILE}, and its
     * children inherit that. This call can lower the limit of a child that already runs.
     *
     * @throws ErrnoException ESRCH: no such process; EPERM: the process belongs to another user, or the hard limit would rise
     *     without CAP_SYS_RESOURCE; EINVAL: the soft limit is above the hard one, or no such resource
     */
    @Call("prlimit(2)")
    default void prlimit(int pid, int resource, Rlimit newLimit, Rlimit oldLimit) throws ErrnoException {
        Outcome.of("prlimit", "pid", pid, prlimitOrErrno(pid, resource, newLimit, oldLimit));
    }

    /** Same as {@link #prlimit(int, int, Rlimit, Rlimit)}, but returns 0 or −errno. */
    int prlimitOrErrno(int pid, int resource, Rlimit newLimit, Rlimit oldLimit);

    /** Returns a resource limit of a process in a new structure. */
    default Rlimit prlimit(int pid, int resource) throws ErrnoException {
        Rlimit limit = newRlimit();
        prlimit(pid, resource, null, limit);
        return limit;
    }

    /** Returns a new limit, with all bytes 0. */
    Rlimit newRlimit();

    /**
     * Mounts a file system on a directory, or changes a mount.
     *
     * <p>{@code int mount(const char *source, const char *target, const char *fstype, unsigned long flags, const void *data)}
     * {@index mount}
     *
     * <p>{@code flags} choose what happens. {@code MS_BIND} shows a directory in a second place. {@code MS_MOVE} moves a mount.
     * {@code MS_REMOUNT} changes the options of a mount. {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_SHARED} and
     * {@code MS_UNBINDABLE} change how it propagates to other namespaces. Without any of these, the call mounts a file system.
     *
     * <p>{@code source} and {@code fstype} may be null if the kernel ignores them. {@code data} holds the options of the file
     * system, {@code "size=1m,mode=700"}. An empty {@code data} is passed as null, because some file systems refuse an empty
     * string. With its NUL, {@code data} must fit into a page: the kernel would cut off the rest without an error.
     *
     * <p>A bind mount ignores all flags except {@code MS_REC}. To make it read-only, call again with
     * {@code MS_REMOUNT | MS_BIND | MS_RDONLY}. On most systems mounts are shared and appear in other namespaces too.
     *
     * <p><b>In a JVM:</b> each <b>thread</b> belongs to a mount namespace. If one thread calls {@code unshare}, only that thread
     * and threads it starts see its later mounts, and {@code /proc/self} shows the mounts of another thread. Start the JVM with
     * {@code unshare -m} to give all threads one new namespace.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_ADMIN; ENODEV: no such file system; ENOENT, ENOTDIR: no such source or target;
     *     EBUSY: already mounted, or in use; EINVAL: not a mount point, or an option the file system does not know
     * @throws IllegalArgumentException if {@code data} does not fit into a page
     */
    @Call("mount(2)")
    default void mount(String source, String target, String fstype, long flags, String data) throws ErrnoException {
        Outcome.ofPath("mount", target, mountOrErrno(source, target, fstype, flags, data));
    }

    /** Same as {@link #mount}, but returns 0 or −errno. */
    int mountOrErrno(String source, String target, String fstype, long flags, String data);

    /**
     * Unmounts the topmost mount on a directory.
     *
     * <p>{@code int umount2(const char *target, int flags)} {@index umount2}
     *
     * <p>{@code MNT_DETACH} hides the mount at once and unmounts it when nobody uses it any more. {@code MNT_FORCE} aborts
     * requests that a server does not answer. {@code MNT_EXPIRE} marks an unused mount at the first call, and unmounts it at the
     * second call if nobody used it in between. {@code UMOUNT_NOFOLLOW} refuses a symbolic link.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_ADMIN; EBUSY: in use; EINVAL: not a mount point; ENOENT: no such directory;
     *     EAGAIN: first call with {@code MNT_EXPIRE}
     */
    @Call("umount2(2)")
    default void umount2(String target, int flags) throws ErrnoException {
        Outcome.ofPath("umount2", target, umount2OrErrno(target, flags));
    }

    /** Same as {@link #umount2}, but returns 0 or −errno. */
    int umount2OrErrno(String target, int flags);

    /**
     * Restarts, halts or switches off the machine <b>at once</b>, or changes what Ctrl-Alt-Del does.
     *
     * <p>{@code int reboot(int cmd)} {@index reboot}
     *
     * <p>No service is stopped and no file is written back: data that is not on disk ({@link posixkit.system.Host#sync}) is lost.
     * {@code cmd} is a {@code LINUX_REBOOT_CMD_…}. {@code CAD_ON} and {@code CAD_OFF} only set what Ctrl-Alt-Del does.
     * {@code RESTART2} is refused, because it needs an argument that the C function does not take.
     *
     * <p>In a pid namespace other than the first, {@code RESTART}, {@code HALT} and {@code POWER_OFF} end that namespace instead
     * of the machine: the kernel kills its first process with SIGHUP or SIGINT.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_BOOT; EINVAL: this kernel was built without this command
     * @throws IllegalArgumentException if {@code cmd} is no command
     */
    @Call("reboot(2)")
    default void reboot(int cmd) throws ErrnoException {
        Outcome.of("reboot", rebootOrErrno(cmd));
    }

    /** Same as {@link #reboot}, but returns 0 or −errno. */
    int rebootOrErrno(int cmd);
}
