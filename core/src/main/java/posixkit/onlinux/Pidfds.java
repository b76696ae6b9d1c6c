package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;

/**
 * Descriptors of processes. The number of a process may belong to another process after the first one has ended, so a signal to a
 * number may reach the wrong process. A descriptor always means the same process. It becomes readable when the process ends, so
 * it can be in an {@link Epoll} set.
 */
public interface Pidfds {
    /**
     * Returns a descriptor of the process {@code pid}. It is close-on-exec. If {@code pid} is a child that was not yet waited
     * for, the descriptor is that of the child, even if the child has ended.
     *
     * <p>{@code int pidfd_open(pid_t pid, unsigned int flags)} {@index pidfd_open} (Linux 5.3)
     *
     * @param flags {@code PIDFD_NONBLOCK} (Linux 5.10) or 0
     * @throws ErrnoException ESRCH: there is no such process; EINVAL: {@code pid} is not positive, or {@code flags} is wrong;
     *     EMFILE, ENFILE: too many files are open; ENOSYS: the kernel is older
     */
    @Call(value = "pidfd_open(2)", since = "5.3")
    default int pidfdOpen(int pid, int flags) throws ErrnoException {
        return Outcome.of("pidfd_open", "pid", pid, pidfdOpenOrErrno(pid, flags));
    }

    /** Same as {@link #pidfdOpen}, but returns the descriptor or −errno. */
    int pidfdOpenOrErrno(int pid, int flags);

    /**
     * A child of this process.
     *
     * @param pid its number
     * @param pidfd a descriptor of it, which the caller closes
     */
    record SpawnedChild(int pid, int pidfd) {}

    /**
     * Starts a program in a child process, and returns the pid and a descriptor of the child. No other process can get between:
     * the kernel makes the descriptor together with the child ({@code CLONE_PIDFD}). It is close-on-exec. Otherwise this method
     * does what {@link posixkit.process.Processes#spawn(Spawn, SpawnFailure)} does, and fails in the same way.
     *
     * <p>{@code int pidfd_spawn(int *pidfd, const char *file, …)} {@index pidfd_spawn} (Linux 5.3)
     *
     * <p>{@link posixkit.process.Processes#waitid} with {@code P_PIDFD} waits for the child by its descriptor.
     *
     * @throws ErrnoException the errnos of {@code spawn}; EMFILE: too many descriptors are open; ENOSYS: the kernel is older.
     *     There is no child then
     */
    @Call(value = "pidfd_spawn(3)", since = "5.3")
    SpawnedChild pidfdSpawn(Spawn what, SpawnFailure failure) throws ErrnoException;

    /**
     * Sends a signal to a process. {@code signal} 0 sends nothing and only checks.
     *
     * <p>{@code int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags)} {@index pidfd_send_signal} (Linux
     * 5.1)
     *
     * @throws ErrnoException ESRCH: the process has ended and was waited for; EPERM: the user may not send signals to the
     *     process; EINVAL: {@code signal} is not a signal; EBADF: {@code pidfd} is not the descriptor of a process; ENOSYS: the
     *     kernel is older
     */
    @Call(value = "pidfd_send_signal(2)", since = "5.1")
    default void pidfdSendSignal(int pidfd, int signal) throws ErrnoException {
        Outcome.ofFd("pidfd_send_signal", pidfd, pidfdSendSignalOrErrno(pidfd, signal));
    }

    /** Same as {@link #pidfdSendSignal}, but returns 0 or −errno. */
    int pidfdSendSignalOrErrno(int pidfd, int signal);

    /**
     * Returns a duplicate of the descriptor {@code targetFd} of another process. The duplicate is close-on-exec.
     *
     * <p>{@code int pidfd_getfd(int pidfd, int targetfd, unsigned int flags)} {@index pidfd_getfd} (Linux 5.6)
     *
     * @throws ErrnoException EPERM: the user may not trace the process; ESRCH: the process has ended; EBADF: {@code pidfd} is not
     *     the descriptor of a process, or {@code targetFd} is not open there; EMFILE: too many descriptors are open; ENOSYS: the
     *     kernel is older
     */
    @Call(value = "pidfd_getfd(2)", since = "5.6")
    default int pidfdGetfd(int pidfd, int targetFd) throws ErrnoException {
        return Outcome.ofFd("pidfd_getfd", pidfd, pidfdGetfdOrErrno(pidfd, targetFd));
    }

    /** Same as {@link #pidfdGetfd}, but returns the descriptor or −errno. */
    int pidfdGetfdOrErrno(int pidfd, int targetFd);
}
