package posixkit.process;

import static posixkit.constants.Priority.PRIO_MAX;
import static posixkit.constants.Priority.PRIO_PGRP;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Priority.PRIO_USER;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Starts, signals and waits for processes; reads and sets their limits and priorities; replaces or ends this process.
 *
 * <p><b>In a JVM:</b> there is no call here that catches a signal, because a handler in C would run on threads of the JVM.
 * {@code sun.misc.Signal} (module {@code jdk.unsupported}) catches SIGTERM, SIGINT, SIGHUP, SIGCHLD and others: its handler runs on a
 * Java thread of its own. Let the handler write one byte to a pipe, and wait for the pipe with {@code poll}, {@code epoll} or
 * {@code kqueue} beside everything else:
 *
 * <pre>{@code
 * int[] pipe = posix.io().pipe2(O_CLOEXEC | O_NONBLOCK);
 * byte[] one = {1};
 * Signal.handle(new Signal("TERM"), signal -> posix.io().writeOrErrno(pipe[1], one, 0, 1));
 * }</pre>
 *
 * <p>A full pipe (EAGAIN) loses nothing: its reader wakes up anyway. After SIGCHLD, wait for each child by its pid with
 * {@code WNOHANG}, since several ends may arrive as one signal. The JVM refuses handlers for the signals it uses itself (SIGSEGV,
 * SIGFPE, SIGILL, SIGQUIT and some more). Do not block signals on all threads to read them with {@code signalfd}:
 * {@code Syscalls.allThreadsSyscall} refuses {@code rt_sigprocmask}, and the unguarded form ends the JVM.
 */
public interface Processes {
    /**
     * Returns the pid of this process.
     *
     * <p>{@code pid_t getpid(void)} {@index getpid}
     */
    @Call("getpid(2)")
    int getpid();

    /**
     * Returns the pid of the parent of this process: the process that started it, or the one that adopted it since.
     *
     * <p>{@code pid_t getppid(void)} {@index getppid}
     */
    @Call("getppid(2)")
    int getppid();

    /**
     * Starts a program in a child process and returns the child's pid. If that fails, {@code failure} receives the step that failed.
     *
     * <p>{@code int posix_spawn(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const
     * posix_spawnattr_t *attr, char *const argv[], char *const envp[])} {@index posix_spawn}
     *
     * <p>The exception is that of the failed step, and {@code failure} says the same as values: {@code open "/no/such": ENOENT} for a
     * file to open, {@code execve "/bin/tool": EACCES} for the program, with the path under which {@code PATH} had it. A shell
     * would exit with 127 if {@link SpawnFailure#step} is {@code PROGRAM}. No child is left behind by a failure.
     *
     * <p>Linux starts all programs in one way: {@code clone}, the steps, {@code execve}, by a routine of posixkit. The routine takes a
     * page of machine code. A process that may not have one falls back to libc's {@code posix_spawn}, and fails with EACCES of
     * {@code mprotect} for a {@link Spawn} that needs more than {@code posix_spawn} offers.
     *
     * <p>macOS starts programs by {@code posix_spawn}, which does not say which of its steps failed: the exception is
     * {@code posix_spawn "program": ENOENT}, and the step is {@code UNKNOWN}. To tell a missing program from a missing file there,
     * open files in this process and pass them on by {@link Spawn#dup2}.
     *
     * <p>A script that does not begin with {@code #!} is ENOEXEC on Linux: start it with {@code Spawn.of("sh", path)}. On macOS,
     * {@code posix_spawnp} runs {@code /bin/sh} for it.
     *
     * <p>The child stays a zombie until its parent waits for it: call {@link #wait4} with its pid. No signal is blocked in the
     * child, unless {@link Spawn#blockedSignals} says otherwise.
     *
     * <p><b>In a JVM:</b> this is how to start a program; {@link #fork} copies one thread of a process that needs all of its threads.
     * Children of {@link ProcessBuilder} and of this call do not disturb each other as long as each is waited for by its own pid.
     * While the child starts, it shares this process's memory: see {@link Rusage#maxrss}.
     *
     * @throws ErrnoException ENOENT: the program, or a file or directory of a step, does not exist; EACCES: no right to it; ENOEXEC:
     *     the file is no program; E2BIG: the arguments and the environment are too large; EBADF: a step names a descriptor that is
     *     not open; EAGAIN: too many processes
     * @throws UnsupportedOperationException this system cannot do what {@code what} contains
     */
    @Call("posix_spawn(3)")
    default int spawn(Spawn what, SpawnFailure failure) throws ErrnoException {
        return Outcome.ofSpawn(failure, spawnOrErrno(what, failure));
    }

    /** Same as {@link #spawn(Spawn, SpawnFailure)}, but returns the pid or −errno. */
    int spawnOrErrno(Spawn what, SpawnFailure failure);

    /** Starts a program as {@link #spawn(Spawn, SpawnFailure)} does. The exception names the step that failed. */
    default int spawn(Spawn what) throws ErrnoException {
        return spawn(what, new SpawnFailure());
    }

    /**
     * Copies this process; only the thread that called goes on in the copy. Returns the copy's pid here, and 0 in the copy.
     *
     * <p>{@code pid_t fork(void)} {@index fork}
     *
     * <p>The copy stays a zombie until its parent waits for it: call {@link #wait4} with its pid, and do not wait without a limit.
     *
     * <p><b>In a JVM:</b> use {@link #spawn(Spawn)} instead. The copy has the memory of all threads and one thread: no thread there
     * collects garbage, compiles, or releases a lock that another thread held. The copy may call {@link #execve} or {@link #exit},
     * both called before the fork so that their classes are loaded, and nothing else: it must not allocate much, print, or throw.
     * Even so it can hang for ever before it gets that far: if a collection was just being prepared, the thread waits for its end.
     * macOS may also kill the copy, because Apple's frameworks must not be used in one, and the JDK has loaded some.
     *
     * @throws ErrnoException EAGAIN: too many processes; ENOMEM: no memory for a copy
     */
    @Call("fork(2)")
    default int fork() throws ErrnoException {
        return Outcome.of("fork", forkOrErrno());
    }

    /** Same as {@link #fork}, but returns the pid, 0 or −errno. */
    int forkOrErrno();

    /**
     * Replaces the program of this process by another; the pid stays. Returns only by failing, and then nothing has changed.
     *
     * <p>{@code int execve(const char *pathname, char *const argv[], char *const envp[])} {@index execve}
     *
     * <p>{@code path} is not searched for in {@code PATH}. {@code argv[0]} is what the program calls itself. Entries of
     * {@code envp} are {@code NAME=value}; null passes on the environment of this process, byte for byte.
     *
     * <p><b>In a JVM:</b> the JVM ends as if by SIGKILL, with all its threads: no shutdown hook runs, no {@code finally}, no
     * {@code deleteOnExit}, and buffers are not written. The new program inherits the working directory, the ids and the limits,
     * and moreover: every descriptor that is not close-on-exec, and the JDK opens jars, sockets and pipes that are not; locks of
     * {@code fcntl}; children, for which {@link Process} no longer waits; and the signals this thread has blocked, SIGQUIT among
     * them. To start a program beside this one, use {@link #spawn(Spawn)}.
     *
     * @throws ErrnoException ENOENT, EACCES: the program cannot be run; ENOEXEC: the file is no program, such as a script without
     *     {@code #!}; E2BIG: the arguments and the environment are too large
     */
    @Call("execve(2)")
    default void execve(String path, String[] argv, String[] envp) throws ErrnoException {
        Outcome.ofPath("execve", path, execveOrErrno(path, argv, envp));
    }

    /** Same as {@link #execve}, but returns −errno. */
    int execveOrErrno(String path, String[] argv, String[] envp);

    /**
     * Ends this process as a C program ends: functions that libraries registered with {@code atexit} run first. Does not return.
     *
     * <p>{@code void exit(int status)} {@index exit}
     *
     * <p>The parent sees the lowest eight bits of {@code status}.
     *
     * <p><b>In a JVM:</b> no shutdown hook runs, no {@code finally}, no {@code deleteOnExit}; what {@code System.out} had not
     * written is lost. The other threads go on while the libraries, the JVM's own among them, clean up, and may crash the process
     * there. {@link Runtime#halt} stops the threads first; {@link System#exit} runs the hooks as well.
     */
    @Call("exit(3)")
    void exit(int status);

    /**
     * Waits until a child process changes state; reports how it changed and what it used.
     *
     * <p>{@code pid_t wait4(pid_t pid, int *status, int options, struct rusage *rusage)} {@index wait4}
     *
     * <p>{@code pid} is one child; −1 is any child, 0 any in this process's group, −n any in group n. {@code status} and
     * {@code usage} may be null. Returns the child's pid. With {@code WNOHANG}, returns 0 and leaves {@code status} and {@code usage}
     * unchanged if no child has changed state.
     *
     * <p><b>In a JVM:</b> {@code pid == -1} also takes the children of {@link ProcessBuilder}, whose {@link Process} objects then
     * never learn how theirs ended. Wait for the pids you started.
     *
     * @throws ErrnoException ECHILD: not a child of this process, or already waited for; EINVAL, on Linux: an unknown option
     */
    @Call(value = "wait4(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int wait4(int pid, WaitStatus status, int options, Rusage usage) throws ErrnoException {
        return Outcome.of("wait4", "pid", pid, Outcome.restarting(() -> wait4OrErrno(pid, status, options, usage)));
    }

    /** Same as {@link #wait4}, but returns the pid, 0 or −errno. */
    int wait4OrErrno(int pid, WaitStatus status, int options, Rusage usage);

    /**
     * Reads what this process has used, or its children.
     *
     * <p>{@code int getrusage(int who, struct rusage *usage)} {@index getrusage}
     *
     * <p>{@code RUSAGE_SELF} is this process; {@code RUSAGE_CHILDREN} is the sum over the children that have been waited for.
     *
     * @throws ErrnoException EINVAL: {@code who} is something else
     */
    @Call("getrusage(2)")
    default void getrusage(int who, Rusage into) throws ErrnoException {
        Outcome.of("getrusage", "who", who, getrusageOrErrno(who, into));
    }

    /** Same as {@link #getrusage(int, Rusage)}, but returns 0 or −errno. */
    int getrusageOrErrno(int who, Rusage into);

    /** Returns what this process has used, or its children, in a new structure. */
    default Rusage getrusage(int who) throws ErrnoException {
        Rusage usage = newRusage();
        getrusage(who, usage);
        return usage;
    }

    /**
     * Returns the niceness of processes: from −20, scheduled first, to 19 (20 on macOS), scheduled last.
     *
     * <p>{@code int getpriority(int which, id_t who)} {@index getpriority}
     *
     * <p>{@code which} is {@code PRIO_PROCESS}, {@code PRIO_PGRP} or {@code PRIO_USER}, and says what {@code who} is; 0 is the
     * caller's own. For several processes, this returns the niceness of the least nice.
     *
     * <p><b>In a JVM:</b> on Linux niceness belongs to a thread, whatever the standard says: 0 is the calling thread, and the pid of
     * this process is the one thread that started it, in which no Java runs. For other threads, pass what {@code gettid} returns.
     * On macOS niceness belongs to the process. {@link Thread#setPriority} is something else, and has no effect on Linux.
     *
     * @throws ErrnoException ESRCH: no such process; EINVAL: {@code which} is something else
     */
    @Call(value = "getpriority(2)", isThreads = true)
    default int getpriority(int which, int who) throws ErrnoException {
        return PRIO_MAX
                - Outcome.of("getpriority", kind(which), Integer.toUnsignedLong(who), getpriorityOrErrno(which, who));
    }

    /**
     * Same as {@link #getpriority}, but returns 20 − niceness, or −errno: a niceness alone could not be told from −errno. Linux's
     * own system call returns the same. The value is 1 to 40, on macOS 0 to 40; −20 is 40.
     */
    int getpriorityOrErrno(int which, int who);

    /**
     * Sets the niceness of processes. A niceness beyond either end of the range becomes that end.
     *
     * <p>{@code int setpriority(int which, id_t who, int prio)} {@index setpriority}
     *
     * <p><b>In a JVM:</b> as for {@link #getpriority}: on Linux 0 is the calling thread, and the threads it starts afterwards.
     *
     * @throws ErrnoException ESRCH: no such process; EACCES: to be less nice takes privilege, on Linux CAP_SYS_NICE or
     *     {@code RLIMIT_NICE}; EPERM: another user's process; EINVAL: {@code which} is something else
     */
    @Call(value = "setpriority(2)", isThreads = true)
    default void setpriority(int which, int who, int priority) throws ErrnoException {
        Outcome.of("setpriority", kind(which), Integer.toUnsignedLong(who), setpriorityOrErrno(which, who, priority));
    }

    /** Same as {@link #setpriority}, but returns 0 or −errno. */
    int setpriorityOrErrno(int which, int who, int priority);

    /**
     * Reads how much of a resource, an {@code RLIMIT_…}, this process may use.
     *
     * <p>{@code int getrlimit(int resource, struct rlimit *rlim)} {@index getrlimit}
     *
     * @throws ErrnoException EINVAL: no such resource
     */
    @Call("getrlimit(2)")
    default void getrlimit(int resource, Rlimit into) throws ErrnoException {
        Outcome.of("getrlimit", "resource", resource, getrlimitOrErrno(resource, into));
    }

    /** Same as {@link #getrlimit(int, Rlimit)}, but returns 0 or −errno. */
    int getrlimitOrErrno(int resource, Rlimit into);

    /** Returns how much of a resource this process may use, in a new structure. */
    default Rlimit getrlimit(int resource) throws ErrnoException {
        Rlimit limit = newRlimit();
        getrlimit(resource, limit);
        return limit;
    }

    /**
     * Sets how much of a resource this process may use, and the children it starts afterwards.
     *
     * <p>{@code int setrlimit(int resource, const struct rlimit *rlim)} {@index setrlimit}
     *
     * <p><b>In a JVM:</b> HotSpot has raised the soft {@code RLIMIT_NOFILE} to the hard one. Children inherit that, and some programs
     * then close a million descriptors. {@code RLIMIT_AS} and {@code RLIMIT_DATA} make the JVM fail wherever it next needs memory.
     * {@code RLIMIT_STACK} changes nothing for threads that Java starts.
     *
     * @throws ErrnoException EPERM: raising the hard limit takes privilege, and {@code RLIMIT_NOFILE} cannot exceed the system's own
     *     limit; EINVAL: the soft limit is above the hard one, or no such resource
     */
    @Call("setrlimit(2)")
    default void setrlimit(int resource, Rlimit limit) throws ErrnoException {
        Outcome.of("setrlimit", "resource", resource, setrlimitOrErrno(resource, limit));
    }

    /** Same as {@link #setrlimit}, but returns 0 or −errno. */
    int setrlimitOrErrno(int resource, Rlimit limit);

    /**
     * Sends a signal to a process. Signal 0 sends nothing and checks whether a signal could be sent.
     *
     * <p>{@code int kill(pid_t pid, int sig)} {@index kill}
     *
     * <p>{@code pid} 0 is this process's group, −n is group n, −1 is every process that this one may signal.
     *
     * <p><b>In a JVM:</b> a signal to this process goes to the JVM's handlers: SIGTERM, SIGINT and SIGHUP start an orderly shutdown,
     * SIGQUIT prints a thread dump. {@code kill(-1, SIGKILL)} as root ends every process of the machine.
     *
     * @throws ErrnoException ESRCH: no such process or group; EPERM: no right to signal it; EINVAL: no such signal
     */
    @Call("kill(2)")
    default void kill(int pid, int signal) throws ErrnoException {
        Outcome.of("kill", "pid", pid, killOrErrno(pid, signal));
    }

    /** Same as {@link #kill}, but returns 0 or −errno. */
    int killOrErrno(int pid, int signal);

    /** Returns an empty structure for {@link #wait4} and {@link #getrusage(int, Rusage)}. It can be filled again and again. */
    Rusage newRusage();

    /** Returns an empty structure for {@link #getrlimit(int, Rlimit)} and {@link #setrlimit}. It can be filled again and again. */
    Rlimit newRlimit();

    /** Returns what {@code who} is, for an exception's subject. */
    private static String kind(int which) {
        return switch (which) {
            case PRIO_PROCESS -> "pid";
            case PRIO_PGRP -> "pgid";
            case PRIO_USER -> "uid";
            default -> "which " + which + ", who";
        };
    }
}
