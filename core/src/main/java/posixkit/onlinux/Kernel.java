package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.process.Rlimit;

/** Changes mounts, resource limits of processes, and the state of the machine, with calls that only Linux has. */
public interface Kernel {
    /**
     * Sets a resource limit of a process and reads the previous limit, in one atomic call.
     *
     * <p>{@code int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit)} {@index prlimit}
     *
     * <p>{@code pid} 0 means this process. If {@code newLimit} is null, the limit does not change. {@code oldLimit} receives the
     * previous limit. {@code oldLimit} may be null, and may be the same object as {@code newLimit}. If the call fails,
     * {@code oldLimit} is unchanged.
     *
     * <p><b>In a JVM:</b> HotSpot raises the limit {@code RLIMIT_NOFILE} of the JVM, and children of the JVM inherit the raised
     * limit. {@code prlimit} can lower the limit of a child that already runs. See also
     * {@link posixkit.process.Processes#setrlimit}.
     *
     * @throws ErrnoException ESRCH: no such process; EPERM: the process belongs to another user, or {@code newLimit} raises the
     *     hard limit without CAP_SYS_RESOURCE; EINVAL: the soft limit is above the hard limit, or there is no such resource
     */
    @Call("prlimit(2)")
    default void prlimit(int pid, int resource, Rlimit newLimit, Rlimit oldLimit) throws ErrnoException {
        Outcome.of("prlimit", "pid", pid, prlimitOrErrno(pid, resource, newLimit, oldLimit));
    }

    /** Same as {@link #prlimit(int, int, Rlimit, Rlimit)}, but returns 0 or −errno. */
    int prlimitOrErrno(int pid, int resource, Rlimit newLimit, Rlimit oldLimit);

    /**
     * Returns the soft and the hard limit of the process {@code pid} for the resource {@code resource}, in a new structure.
     * {@code pid} 0 means this process.
     */
    default Rlimit prlimit(int pid, int resource) throws ErrnoException {
        Rlimit limit = newRlimit();
        prlimit(pid, resource, null, limit);
        return limit;
    }

    /**
     * Returns the I/O priority of the threads that {@code which} and {@code who} select: the order in which the kernel serves
     * their accesses to a disk. Some disk schedulers ignore it.
     *
     * <p>{@code int ioprio_get(int which, int who)} {@index ioprio_get}
     *
     * <p>{@code which} defines the meaning of {@code who}: the id of one thread for {@code IOPRIO_WHO_PROCESS}, a process group for
     * {@code IOPRIO_WHO_PGRP}, a user id for {@code IOPRIO_WHO_USER}. With the first two, a {@code who} of 0 means the calling
     * thread or its process group. If several threads are selected, this method returns the highest priority.
     *
     * <p>The result is {@code class << IOPRIO_CLASS_SHIFT | level}. The classes are the {@code IOPRIO_CLASS_…} constants. The levels
     * of {@code IOPRIO_CLASS_RT} and {@code IOPRIO_CLASS_BE} are 0 (served first) to 7. A thread whose priority was never set has
     * the class {@code IOPRIO_CLASS_NONE}, or the priority that follows from its niceness, depending on the kernel.
     *
     * <p><b>In a JVM:</b> each thread has its own I/O priority. The pid of this process selects only its first thread, which runs no
     * Java code. A virtual thread gets the priority of its carrier thread.
     *
     * @throws ErrnoException ESRCH: no such thread, group or user; EINVAL: {@code which} is none of the three constants
     */
    @Call(value = "ioprio_get(2)", isThreads = true)
    default int ioprioGet(int which, int who) throws ErrnoException {
        return Outcome.of("ioprio_get", "who", Integer.toUnsignedLong(who), ioprioGetOrErrno(which, who));
    }

    /** Same as {@link #ioprioGet}, but returns the priority or −errno. */
    int ioprioGetOrErrno(int which, int who);

    /**
     * Sets the I/O priority {@code ioprio} for the threads that {@code which} and {@code who} select. {@link #ioprioGet} explains
     * all three.
     *
     * <p>{@code int ioprio_set(int which, int who, int ioprio)} {@index ioprio_set}
     *
     * <p><b>In a JVM:</b> threads that the selected thread starts afterwards inherit its priority.
     *
     * @throws ErrnoException ESRCH: no such thread, group or user; EPERM: the thread belongs to another user, or this process lacks
     *     the capability CAP_SYS_ADMIN or CAP_SYS_NICE for the class {@code IOPRIO_CLASS_RT}; EINVAL: {@code which},
     *     the class or the level does not exist
     */
    @Call(value = "ioprio_set(2)", isThreads = true)
    default void ioprioSet(int which, int who, int ioprio) throws ErrnoException {
        Outcome.of("ioprio_set", "who", Integer.toUnsignedLong(who), ioprioSetOrErrno(which, who, ioprio));
    }

    /** Same as {@link #ioprioSet}, but returns 0 or −errno. */
    int ioprioSetOrErrno(int which, int who, int ioprio);

    /** Returns a new limit structure, with all bytes 0. */
    Rlimit newRlimit();

    /**
     * Mounts a file system on a directory, or changes an existing mount.
     *
     * <p>{@code int mount(const char *source, const char *target, const char *fstype, unsigned long flags, const void *data)}
     * {@index mount}
     *
     * <p>A mount namespace is a set of mounts. Each thread sees only the mounts of its own mount namespace.
     *
     * <p>{@code flags} choose the operation. {@code MS_BIND} creates a bind mount: the directory {@code source} becomes visible
     * at {@code target} too. {@code MS_MOVE} moves a mount. {@code MS_REMOUNT} changes the options of a mount.
     * {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_SHARED} and {@code MS_UNBINDABLE} set whether later mounts below
     * {@code target} appear in other mount namespaces too. Without any of these flags, the call mounts a file system.
     *
     * <p>{@code source} and {@code fstype} may be null if the operation that {@code flags} choose does not use them. {@code data}
     * holds options for the file system, for example {@code "size=1m,mode=700"}. If {@code data} is empty, this method passes
     * null to the kernel, because some file systems fail for an empty string. {@code data} and its final NUL must fit into a
     * memory page, because the kernel cuts off a longer string without an error.
     *
     * <p>A call that creates a bind mount ignores all flags except {@code MS_BIND} and {@code MS_REC}. {@code MS_REC} also binds
     * the mounts below {@code source}. To make a bind mount read-only, call this method again with
     * {@code MS_REMOUNT | MS_BIND | MS_RDONLY}.
     *
     * <p><b>In a JVM:</b> a <b>thread</b> that calls {@code unshare} gets a new mount namespace. Threads that this thread starts
     * later are in the new namespace too. On most machines, mounts are shared ({@code MS_SHARED}): a new mount below a shared
     * mount appears in other mount namespaces too. If a thread in the new namespace makes a new mount below a mount that is not
     * shared, the threads of the JVM outside the new namespace do not see the new mount. {@code /proc/self} shows the mounts of
     * the first thread of the process, not of the calling thread. To give all threads one new mount namespace, start the JVM with
     * the shell command {@code unshare -m}.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_ADMIN; ENODEV: the kernel has no file system of type {@code fstype}; ENOENT,
     *     ENOTDIR: no such source or target; EBUSY: the file system is already mounted, or is in use; EINVAL: {@code target} is
     *     not a mount point, or the file system does not know an option in {@code data}
     * @throws IllegalArgumentException if {@code data} does not fit into a memory page
     */
    @Call("mount(2)")
    default void mount(String source, String target, String fstype, long flags, String data) throws ErrnoException {
        Outcome.ofPath("mount", target, mountOrErrno(source, target, fstype, flags, data));
    }

    /** Same as {@link #mount}, but returns 0 or −errno. */
    int mountOrErrno(String source, String target, String fstype, long flags, String data);

    /**
     * Removes the topmost mount on the directory {@code target}.
     *
     * <p>{@code int umount2(const char *target, int flags)} {@index umount2}
     *
     * <p>{@code flags} is 0 or a combination of these flags. With {@code MNT_DETACH}, the kernel hides the mount at once, and
     * removes the mount when no process uses it any more. {@code MNT_FORCE} aborts requests to a server that does not respond,
     * for example an NFS server. {@code MNT_EXPIRE} needs two calls. The first call marks the mount, if it is unused. The second
     * call removes the mount, if no process used the mount between the two calls. With {@code UMOUNT_NOFOLLOW}, the call fails if
     * {@code target} is a symbolic link.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_ADMIN; EBUSY: the mount is in use; EINVAL: {@code target} is not a mount point;
     *     ENOENT: no such directory; EAGAIN: this was the first call with {@code MNT_EXPIRE}
     */
    @Call("umount2(2)")
    default void umount2(String target, int flags) throws ErrnoException {
        Outcome.ofPath("umount2", target, umount2OrErrno(target, flags));
    }

    /** Same as {@link #umount2}, but returns 0 or −errno. */
    int umount2OrErrno(String target, int flags);

    /**
     * Restarts, halts or switches off the machine <b>at once</b>, or sets what Ctrl-Alt-Del does.
     *
     * <p>{@code int reboot(int cmd)} {@index reboot}
     *
     * <p>The kernel stops no service, and does not write cached data to disk. Data that is not on disk is lost. To write the data
     * to disk, call {@link posixkit.system.Host#sync} first.
     *
     * <p>{@code cmd} is one of the constants {@code LINUX_REBOOT_CMD_…}. {@code LINUX_REBOOT_CMD_CAD_ON} and
     * {@code LINUX_REBOOT_CMD_CAD_OFF} only set what Ctrl-Alt-Del does. This method does not accept
     * {@code LINUX_REBOOT_CMD_RESTART2}: that command needs a second argument, but the C function has only one parameter.
     *
     * <p>The machine starts with one pid namespace. If the caller is in another pid namespace, for example that of a container,
     * the machine runs on. In this case, {@code LINUX_REBOOT_CMD_RESTART}, {@code LINUX_REBOOT_CMD_HALT} and
     * {@code LINUX_REBOOT_CMD_POWER_OFF} end only the pid namespace of the caller: the kernel kills the first process of this
     * namespace. The wait status of this first process says that SIGHUP or SIGINT killed the process.
     *
     * @throws ErrnoException EPERM: no CAP_SYS_BOOT; EINVAL: this kernel was built without support for {@code cmd}
     * @throws IllegalArgumentException if {@code cmd} is not a command, or is {@code LINUX_REBOOT_CMD_RESTART2}
     */
    @Call("reboot(2)")
    default void reboot(int cmd) throws ErrnoException {
        Outcome.of("reboot", rebootOrErrno(cmd));
    }

    /** Same as {@link #reboot}, but returns 0 or −errno. */
    int rebootOrErrno(int cmd);

    /**
     * Sets for which other system the kernel poses to the calling thread, and returns what it was before. Programs that the thread
     * starts later inherit it.
     *
     * <p>{@code int personality(unsigned long persona)} {@index personality}
     *
     * <p>For example, {@code ADDR_NO_RANDOMIZE} makes programs load at the same addresses each time, and {@code PER_LINUX32} makes
     * {@code uname} return another machine.
     *
     * @param persona one of the constants {@code PER_…}, together with flags; −1 changes nothing
     * @throws ErrnoException EINVAL: the kernel does not accept {@code persona}
     * @throws IllegalArgumentException if {@code persona} is less than −1, which no constant is
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "personality(2)", isThreads = true)
    default int personality(int persona) throws ErrnoException {
        return Outcome.of("personality", "persona", persona, personalityOrErrno(persona));
    }

    /** Same as {@link #personality}, but returns the former value or −errno. */
    int personalityOrErrno(int persona);
}
