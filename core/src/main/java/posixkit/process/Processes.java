package posixkit.process;

import posixkit.Call;
import posixkit.ErrnoException;

/** Starting, signalling and waiting for processes; what they may use; and how this one becomes another, or ends. */
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
     * <p>Where {@link Spawn} asks for more than {@code posix_spawn} can do, Linux goes another way ({@code clone}, then {@code
     * execve}) to the same end, and a failure names the call that failed: {@code chdir /no/such}. That way takes a page of machine
     * code; a process that may have none gets EACCES of {@code mprotect}.
     *
     * <p>Somebody must wait for it, {@link #wait4} with its pid, or it stays a zombie.
     *
     * <p><b>In a JVM:</b> this is how to start a program; {@code fork} copies one thread of a process that needs all of
     * its threads. Children of {@link ProcessBuilder} and of this call do not disturb each other as long as each is
     * waited for by its own pid.
     *
     * @throws ErrnoException ENOENT, EACCES: the program cannot be run; EBADF: a step names a descriptor that is not
     *     open; EAGAIN: too many processes
     * @throws UnsupportedOperationException more is asked for than this system can do
     */
    @Call("posix_spawn(3)")
    int spawn(Spawn what) throws ErrnoException;

    /**
     * {@code pid_t fork(void)} {@index fork}
     *
     * <p>Makes a copy of this process, in which only the thread that called goes on. Returns the copy's pid here, and 0
     * there.
     *
     * <p><b>In a JVM:</b> {@link #spawn} is what is wanted. The copy has the memory of all our threads and one thread of its
     * own: nobody there collects garbage, compiles, or gives back a lock that another thread held. It may call
     * {@link #execve} or {@link #exit}, both called before so that their classes are loaded, and nothing else: no object
     * of any size, no output, no exception that anybody would see. Even so it can hang before it gets that far, for ever:
     * where a collection was just being prepared, its thread waits for the end of it. On macOS it may also be killed, as
     * Apple's frameworks are not to be used in a copy; the JDK has loaded some.
     *
     * <p>Somebody must wait for it, {@link #wait4} with its pid, and should not wait without a limit.
     *
     * @throws ErrnoException EAGAIN: too many processes; ENOMEM: no memory for a copy
     */
    @Call("fork(2)")
    int fork() throws ErrnoException;

    /**
     * {@code int execve(const char *pathname, char *const argv[], char *const envp[])} {@index execve}
     *
     * <p>Replaces this process's program by another; the pid stays. Returns only by failing, and then nothing has happened.
     * The path is taken as it is: there is no search.
     *
     * <p>{@code argv} begins, as always, with what the program calls itself. Entries of {@code envp} are
     * {@code NAME=value}; null hands on this process's environment, bytes that are not text included.
     *
     * <p><b>In a JVM:</b> it ends as if by SIGKILL, all its threads wherever they are: no shutdown hook, no
     * {@code finally}, nothing that {@code deleteOnExit} or a buffer still had to do. To the new program go, besides the
     * working directory, the ids and the limits: every descriptor that is not close-on-exec, and the JDK opens jars, sockets
     * and pipes that are not; locks of {@code fcntl}; children, for whom {@link Process} no longer waits; and the signals
     * this thread has blocked, SIGQUIT among them. To start a program beside this one, there is {@link #spawn}.
     *
     * @throws ErrnoException ENOENT, EACCES: the program cannot be run; ENOEXEC: it is no program; E2BIG: more arguments
     *     and environment than the system takes
     */
    @Call("execve(2)")
    void execve(String path, String[] argv, String[] envp) throws ErrnoException;

    /** {@link #execve(String, String[], String[])} of what need not be text. */
    @Call("execve(2)")
    void execve(byte[] path, byte[][] argv, byte[][] envp) throws ErrnoException;

    /**
     * {@code void exit(int status)} {@index exit}
     *
     * <p>Ends this process as a C program ends: what libraries registered with {@code atexit} runs first. Whoever waits
     * sees the lowest eight bits of {@code status}. Does not return.
     *
     * <p><b>In a JVM:</b> no shutdown hook runs, no {@code finally}, no {@code deleteOnExit}; what {@code System.out} had
     * not written is lost. The other threads go on while the libraries, the JVM's own among them, tidy up beneath them, and
     * may crash the process there; {@link Runtime#halt} stops them first, {@link System#exit} runs the hooks as well.
     */
    @Call("exit(3)")
    void exit(int status);

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
    @Call(value = "wait4(2)", waits = true)
    int wait4(int pid, WaitStatus status, int options, Rusage usage) throws ErrnoException;

    /** {@link #wait4} that returns −errno instead of throwing, EINTR included. */
    @Call(value = "wait4(2)", waits = true)
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
     * {@code int getpriority(int which, id_t who)} {@index getpriority}
     *
     * <p>How nice a process is to others: −20, who has the processor first, to 19, or 20 on macOS, who has it last. −1 is
     * as good as any. {@code which} says what {@code who} is: {@code PRIO_PROCESS}, {@code PRIO_PGRP}, {@code PRIO_USER};
     * 0 is the caller's own. Of several processes it is the least nice that is told.
     *
     * <p><b>In a JVM:</b> on Linux niceness is a thread's, whatever the standard says: 0 is the thread that asks, and this
     * process's pid is the one thread that had started it, in which no Java runs. Others have their own, by
     * {@code gettid}. On macOS it is the process's. {@link Thread#setPriority} is something else, and on Linux nothing.
     *
     * @throws ErrnoException ESRCH: nobody there; EINVAL: {@code which} is something else
     */
    @Call(value = "getpriority(2)", isThreads = true)
    int getpriority(int which, int who) throws ErrnoException;

    /**
     * {@code int setpriority(int which, id_t who, int prio)} {@index setpriority}
     *
     * <p>Makes processes more or less nice to others. Beyond both ends it is the end that is meant.
     *
     * <p><b>In a JVM:</b> as {@link #getpriority}: on Linux 0 is the thread that asks, and with it only the threads it
     * starts from then on.
     *
     * @throws ErrnoException ESRCH: nobody there; EACCES: less nice than before takes privilege, CAP_SYS_NICE or
     *     {@code RLIMIT_NICE} on Linux; EPERM: somebody else's; EINVAL: {@code which} is something else
     */
    @Call(value = "setpriority(2)", isThreads = true)
    void setpriority(int which, int who, int priority) throws ErrnoException;

    /**
     * {@code int getrlimit(int resource, struct rlimit *rlim)} {@index getrlimit}
     *
     * <p>How much of a resource, an {@code RLIMIT_…}, this process may use.
     *
     * @throws ErrnoException EINVAL: no such resource
     */
    @Call("getrlimit(2)")
    void getrlimit(int resource, Rlimit into) throws ErrnoException;

    /**
     * {@code int setrlimit(int resource, const struct rlimit *rlim)} {@index setrlimit}
     *
     * <p>Says how much of a resource this process, and the children it starts from now on, may use.
     *
     * <p><b>In a JVM:</b> HotSpot has raised the soft {@code RLIMIT_NOFILE} to the hard one, which children inherit; some
     * programs then close a million descriptors. {@code RLIMIT_AS} and {@code RLIMIT_DATA} let the JVM fail wherever it next
     * needs memory. {@code RLIMIT_STACK} changes nothing for threads that Java starts.
     *
     * @throws ErrnoException EPERM: the hard limit can be raised only with privilege, and {@code RLIMIT_NOFILE} only as far
     *     as the system goes; EINVAL: the soft limit is above the hard one, or no such resource
     */
    @Call("setrlimit(2)")
    void setrlimit(int resource, Rlimit limit) throws ErrnoException;

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

    /** An empty structure for {@link #getrlimit(int, Rlimit)} and {@link #setrlimit}, to be kept and filled again. */
    Rlimit newRlimit();

    /** {@link #getrlimit(int, Rlimit)} into a structure of its own. */
    default Rlimit getrlimit(int resource) throws ErrnoException {
        Rlimit limit = newRlimit();
        getrlimit(resource, limit);
        return limit;
    }

    /** {@link #getrusage(int, Rusage)} into a structure of its own. */
    default Rusage getrusage(int who) throws ErrnoException {
        Rusage usage = newRusage();
        getrusage(who, usage);
        return usage;
    }
}
