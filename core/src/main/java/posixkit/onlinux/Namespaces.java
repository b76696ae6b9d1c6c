package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Moves the calling thread into other namespaces: views of mounts, host names, networks and the like.
 *
 * <p><b>In a JVM:</b> the calls move one thread only. The other threads of the JVM stay where they are, but threads that this
 * thread starts later begin in its namespaces. So make the calls on a thread of your own, and let it end afterwards. A virtual
 * thread is refused. {@link posixkit.process.Spawn#cloneFlags} starts a program in new namespaces without moving a thread.
 */
public interface Namespaces {
    /**
     * Gives the calling thread namespaces or other things of its own, which it shared until now.
     *
     * <p>{@code int unshare(int flags)} {@index unshare}
     *
     * <p><b>In a JVM:</b> these are the limits:
     *
     * <ul>
     *   <li>With {@code CLONE_FS}, which {@code CLONE_NEWNS} includes, the thread has its own current directory, root directory and
     *       umask. Java's own file classes do not notice the directory.
     *   <li>With {@code CLONE_NEWPID}, only processes that the thread starts later are in the new namespace. The thread can start no
     *       other thread any more: {@link Thread#start} throws {@link OutOfMemoryError}, also inside of library code.
     *   <li>{@code CLONE_NEWUSER} fails with EINVAL, because a process with several threads cannot do it.
     *   <li>{@code CLONE_FILES} is refused: the thread would not see descriptors that other threads open.
     * </ul>
     *
     * @param flags {@code CLONE_FS}, {@code CLONE_SYSVSEM} or a namespace: {@code CLONE_NEWNS}, {@code CLONE_NEWUTS},
     *     {@code CLONE_NEWIPC}, {@code CLONE_NEWNET}, {@code CLONE_NEWPID}, {@code CLONE_NEWCGROUP} (Linux 4.6),
     *     {@code CLONE_NEWTIME} (Linux 5.6)
     * @throws ErrnoException EPERM: the thread lacks {@code CAP_SYS_ADMIN}; EINVAL: a flag is wrong, or needs a process with one
     *     thread; ENOSPC: too many namespaces
     * @throws IllegalArgumentException if {@code flags} contains {@code CLONE_FILES}
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "unshare(2)", isThreads = true)
    default void unshare(int flags) throws ErrnoException {
        Outcome.of("unshare", unshareOrErrno(flags));
    }

    /** Same as {@link #unshare}, but returns 0 or −errno. */
    int unshareOrErrno(int flags);

    /**
     * Moves the calling thread into an existing namespace.
     *
     * <p>{@code int setns(int fd, int nstype)} {@index setns}
     *
     * <p>The descriptor is of a file in {@code /proc/PID/ns}. From Linux 5.8 on, it may also be the descriptor of a process
     * ({@link Pidfds}); the thread then joins all the namespaces of the process that {@code nstype} names.
     *
     * <p><b>In a JVM:</b> a thread that shares its directories with other threads cannot join a mount namespace: call
     * {@link #unshare} with {@code CLONE_FS} first. A user namespace cannot be joined at all.
     *
     * @param nstype the kind that the namespace must have, for example {@code CLONE_NEWNET}; 0: any
     * @throws ErrnoException EPERM: the thread lacks capabilities in this or in the other namespace; EINVAL: the namespace is of
     *     another kind, or the thread cannot join it; EBADF: {@code fd} is not open
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "setns(2)", isThreads = true)
    default void setns(int fd, int nstype) throws ErrnoException {
        Outcome.ofFd("setns", fd, setnsOrErrno(fd, nstype));
    }

    /** Same as {@link #setns}, but returns 0 or −errno. */
    int setnsOrErrno(int fd, int nstype);
}
