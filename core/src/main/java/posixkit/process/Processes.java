package posixkit.process;

import posixkit.Call;
import posixkit.ErrnoException;

/** Starting, signalling and waiting for processes. */
public interface Processes {
    /**
     * {@code pid_t getpid(void)} {@index getpid}
     *
     * <p>This process's number.
     */
    @Call("getpid(2)")
    int getpid();

    /**
     * {@code pid_t getppid(void)} {@index getppid}
     *
     * <p>The number of the process that started this one, or of whoever adopted it since.
     */
    @Call("getppid(2)")
    int getppid();

    /**
     * {@code int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const
     * posix_spawnattr_t *attr, char *const argv[], char *const envp[])} {@index posix_spawn}
     *
     * <p>Starts a program and returns its pid. The child starts with no signal blocked.
     *
     * <p>Somebody must wait for it, {@link #wait4} with its pid, or it stays a zombie.
     *
     * <p><b>In a JVM:</b> this is how to start a program; {@code fork} copies one thread of a process that needs all of
     * its threads. Children of {@link ProcessBuilder} and of this call do not disturb each other as long as each is
     * waited for by its own pid.
     *
     * @throws ErrnoException ENOENT, EACCES: the program cannot be run; EBADF: a step names a descriptor that is not
     *     open; EAGAIN: too many processes
     */
    @Call("posix_spawn(3)")
    int spawn(Spawn what) throws ErrnoException;

    /**
     * {@code pid_t wait4(pid_t pid, int *status, int options, struct rusage *rusage)} {@index wait4}
     *
     * <p>Waits until a child changes state and says how, and what it used. {@code pid} is one child, −1 for any, 0 for
     * any in our process group, −n for any in group n. Either structure may be null.
     *
     * <p>With {@code WNOHANG} and nothing to report, returns 0 and leaves both structures as they were. A signal does
     * not end the wait.
     *
     * <p><b>In a JVM:</b> {@code pid == -1} also takes the children of {@link ProcessBuilder}, whose {@link Process}
     * objects then never learn how theirs ended. Wait for the pids you started. A virtual thread that waits keeps its
     * carrier.
     *
     * @throws ErrnoException ECHILD: not our child, or already waited for; EINVAL, on Linux: an option it does not know
     */
    @Call("wait4(2)")
    int wait4(int pid, WaitStatus status, int options, Rusage usage) throws ErrnoException;

    /** {@link #wait4} that returns −errno instead of throwing, EINTR included. */
    @Call("wait4(2)")
    int wait4OrErrno(int pid, WaitStatus status, int options, Rusage usage);

    /**
     * {@code int getrusage(int who, struct rusage *usage)} {@index getrusage}
     *
     * <p>What this process used ({@code RUSAGE_SELF}), or those of its children that have been waited for
     * ({@code RUSAGE_CHILDREN}).
     *
     * @throws ErrnoException EINVAL: {@code who} is something else
     */
    @Call("getrusage(2)")
    void getrusage(int who, Rusage into) throws ErrnoException;

    /**
     * {@code int kill(pid_t pid, int sig)} {@index kill}
     *
     * <p>Sends a signal to a process; to our process group with {@code pid} 0, to group n with −n, to every process we
     * may signal with −1. Signal 0 sends nothing and tells whether it could.
     *
     * <p><b>In a JVM:</b> a signal to ourselves goes to the JVM's handlers: SIGTERM, SIGINT and SIGHUP start an orderly
     * shutdown, SIGQUIT prints a thread dump. And {@code kill(-1, SIGKILL)} as root ends the session, the machine's.
     *
     * @throws ErrnoException ESRCH: no such process or group; EPERM: not ours to signal; EINVAL: no such signal
     */
    @Call("kill(2)")
    void kill(int pid, int signal) throws ErrnoException;

    /** {@link #kill} that returns −errno instead of throwing, 0 when the signal was sent. */
    @Call("kill(2)")
    int killOrErrno(int pid, int signal);

    /** An empty structure for {@link #wait4} and {@link #getrusage(int, Rusage)}, to be kept and filled again. */
    Rusage newRusage();

    /** {@link #getrusage(int, Rusage)} into a structure of its own. */
    default Rusage getrusage(int who) throws ErrnoException {
        Rusage usage = newRusage();
        getrusage(who, usage);
        return usage;
    }
}
