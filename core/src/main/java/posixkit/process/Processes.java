package posixkit.process;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Priority.PRIO_MAX;
import static posixkit.constants.Priority.PRIO_PGRP;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Priority.PRIO_USER;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Starts processes, sends signals to them and waits for them. Reads and sets limits and priorities. Replaces the program of this
 * process, or ends this process.
 *
 * <p><b>In a JVM:</b> this interface has no method that catches a signal. On Linux,
 * {@link posixkit.onlinux.OnLinuxSignals#newSignalPipe} receives SIGTERM, SIGINT, SIGHUP, SIGCHLD and others through a descriptor,
 * for which the program can wait with {@code epoll}. On macOS, a kqueue reports signals
 * ({@code EVFILT_SIGNAL}). On both systems, {@code sun.misc.Signal} (module
 * {@code jdk.unsupported}) runs a handler in Java on a separate thread. Let the Java handler write one byte to a pipe. With
 * {@code poll}, {@code epoll} or {@code kqueue}, the program can wait for the pipe and for other descriptors at once. In this
 * example, {@code posix} is the {@link posixkit.Posix} object. The Java handler writes to {@code pipe[1]}, and the program reads
 * from {@code pipe[0]}:
 *
 * <pre>{@code
 * int[] pipe = posix.io().pipe2(O_CLOEXEC | O_NONBLOCK);
 * byte[] one = {1};
 * Signal.handle(new Signal("TERM"), signal -> posix.io().writeOrErrno(pipe[1], one, 0, 1));
 * }</pre>
 *
 * <p>If the pipe is full, the write fails with EAGAIN. The program still wakes up, because the bytes that are already in the pipe
 * make {@code poll} return. One SIGCHLD can mean that several children have ended. So after SIGCHLD, call {@link #wait4} with
 * {@code WNOHANG} and the pid of each child. For the signals that the JVM itself uses (SIGSEGV, SIGFPE, SIGILL, SIGQUIT and some
 * more), {@code Signal.handle} throws {@link IllegalArgumentException}.
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
     * Returns the pid of the parent of this process. The parent is the process that started this process. If that process has
     * ended, the parent is the process that has adopted this process, for example {@code init}.
     *
     * <p>{@code pid_t getppid(void)} {@index getppid}
     */
    @Call("getppid(2)")
    int getppid();

    /**
     * Starts a program in a child process and returns the child's pid. {@code what} describes the program and the settings of the
     * child, for example a file to open. The start consists of several steps: creating the child, applying each setting, and
     * executing the program. If a step fails, this method stores the failed step in {@code failure} and throws.
     *
     * <p>{@code int posix_spawn(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const
     * posix_spawnattr_t *attr, char *const argv[], char *const envp[])} {@index posix_spawn}
     *
     * <p>The message of the exception contains the name of the C function that failed. Usually it also contains the path or the
     * number that was passed to the C function. For example, the message is {@code open "/no/such": ENOENT} if a file could not
     * be opened. The message is {@code execve "/bin/tool": EACCES} if the program {@code tool} was found in the directory
     * {@code /bin} of {@code PATH}, but could not be run. {@code failure} contains the same information as separate values. If
     * {@link SpawnFailure#step} is {@code PROGRAM}, the program could not be run. A shell reports a missing program with the exit
     * code 127, but this method throws. If this method fails, it leaves no child process behind.
     *
     * <p>On Linux, this method starts programs with machine code of its own. The machine code calls {@code clone}, takes the
     * steps in the child and calls {@code execve}. The machine code needs executable memory. Posixkit calls {@code mprotect} to
     * make memory executable. If a security policy forbids this {@code mprotect} call, this method uses libc's
     * {@code posix_spawn} instead. Under such a policy, this method fails if the {@link Spawn} has a setting that
     * {@code posix_spawn} does not offer. In this case, the exception contains the errno of {@code mprotect}, usually EACCES.
     *
     * <p>On macOS, this method calls {@code posix_spawnp}, the variant of {@code posix_spawn} that searches in {@code PATH}.
     * {@code posix_spawnp} does not report which step failed. The message of the exception is, for example,
     * {@code posix_spawn "program": ENOENT}, and {@link SpawnFailure#step} is {@code UNKNOWN}. On macOS, ENOENT can therefore
     * mean that the program is missing, or that a file of {@link Spawn#open} is missing. To distinguish these two cases, do not
     * use {@link Spawn#open}. Instead, open the files in this process and pass their descriptors to the child with
     * {@link Spawn#dup2}.
     *
     * <p>On Linux, starting a script that does not begin with {@code #!} fails with ENOEXEC, unless the {@link Spawn} says
     * {@link Spawn#shellForScripts}. On macOS, {@code posix_spawnp} runs such a script with {@code /bin/sh}.
     *
     * <p>A child that has ended stays a zombie until its parent waits for it: call {@link #wait4} with the pid of the child. No
     * signal is blocked in the child, except the signals that {@link Spawn#blockedSignals} sets.
     *
     * <p><b>In a JVM:</b> use this method, not {@link #fork}, to start a program. {@code fork} copies only one thread, but a JVM
     * needs all of its threads. {@link ProcessBuilder} and this method can be used in the same process if you wait for each child
     * by its own pid. While the child starts, it shares the memory of this process. On Linux, {@link Rusage#maxrss} therefore
     * reports too much memory for the child.
     *
     * @throws ErrnoException ENOENT: the program does not exist, or a file or directory that a step names does not exist; EACCES:
     *     no permission for the program, file or directory; ENOEXEC: the file is not a program; E2BIG: the arguments and the
     *     environment are too large; EBADF: a step names a descriptor that is not open; EAGAIN: too many processes
     * @throws UnsupportedOperationException if this operating system does not support a setting of {@code what}
     */
    @Call("posix_spawn(3)")
    default int spawn(Spawn what, SpawnFailure failure) throws ErrnoException {
        return Outcome.ofSpawn(failure, spawnOrErrno(what, failure));
    }

    /** Same as {@link #spawn(Spawn, SpawnFailure)}, but returns the pid or −errno. */
    int spawnOrErrno(Spawn what, SpawnFailure failure);

    /**
     * Starts a program in a child process and returns the child's pid. Same as {@link #spawn(Spawn, SpawnFailure)}, but does not
     * store the failed step in an object. If a step fails, the message of the exception names the C function that failed.
     */
    default int spawn(Spawn what) throws ErrnoException {
        return spawn(what, new SpawnFailure());
    }

    /**
     * Creates a child process that is a copy of this process. In the child, only the calling thread continues to run. In this
     * process, the method returns the pid of the child. In the child, it returns 0.
     *
     * <p>{@code pid_t fork(void)} {@index fork}
     *
     * <p>A child that has ended stays a zombie until its parent waits for it: call {@link #wait4} with the pid of the child. Wait
     * for a limited time only, because the child of a JVM may hang for ever (see below).
     *
     * <p><b>In a JVM:</b> use {@link #spawn(Spawn)} instead. The child has a copy of all memory, but only one thread. No thread
     * in the child collects garbage or compiles. If another thread held a lock at the time of the fork, nobody releases this lock
     * in the child. The child may only call {@link #execve} or {@link #exit}. The JVM must load the classes of these two methods
     * before the fork. To load the classes, call {@link #execveOrErrno} before the fork with a path that does not exist, and
     * ignore the error. The child must not allocate much memory, print, or throw. Even a child that follows these rules can hang
     * for ever: if the JVM was about to collect garbage at the fork, the child's thread waits for the end of a collection that
     * never runs. macOS may also kill the child: Apple's frameworks must not be used after a fork, and the JDK has loaded some of
     * them.
     *
     * @throws ErrnoException EAGAIN: too many processes; ENOMEM: not enough memory for the child
     */
    @Call("fork(2)")
    default int fork() throws ErrnoException {
        return Outcome.of("fork", forkOrErrno());
    }

    /** Same as {@link #fork}, but returns the pid, 0 or −errno. */
    int forkOrErrno();

    /**
     * Replaces the program that runs in this process with the program {@code path}. The pid stays the same. If this method
     * succeeds, it does not return. If it fails, it throws, and the process is unchanged.
     *
     * <p>{@code int execve(const char *pathname, char *const argv[], char *const envp[])} {@index execve}
     *
     * <p>This method does not search for {@code path} in {@code PATH}. {@code argv[0]} is the program name that the new program
     * receives. {@code envp} is the environment of the new program. Each entry of {@code envp} has the form {@code NAME=value}.
     * If {@code envp} is null, the new program receives an exact copy of the environment of this process.
     *
     * <p><b>In a JVM:</b> the JVM and all its threads end at once, like after SIGKILL. No shutdown hook, no {@code finally} block
     * and no {@code deleteOnExit} runs, and buffered output is lost. To start a program while this JVM continues, use
     * {@link #spawn(Spawn)}. The new program inherits the working directory, the user and group ids and the resource limits of
     * this process. The new program also inherits:
     *
     * <ul>
     *   <li>every descriptor that is not close-on-exec: the JDK opens jars, sockets and pipes that are not close-on-exec
     *   <li>the locks of {@code fcntl}
     *   <li>the child processes, for which no {@link Process} object waits any more
     *   <li>the signals that the calling thread blocks, for example SIGQUIT
     * </ul>
     *
     * @throws ErrnoException ENOENT: the program does not exist; EACCES: no permission to run the program; ENOEXEC: the file is
     *     not a program, for example a script without {@code #!}; E2BIG: the arguments and the environment are too large
     */
    @Call("execve(2)")
    default void execve(String path, String[] argv, String[] envp) throws ErrnoException {
        Outcome.ofPath("execve", path, execveOrErrno(path, argv, envp));
    }

    /** Same as {@link #execve}, but returns −errno if the call fails. */
    int execveOrErrno(String path, String[] argv, String[] envp);

    /**
     * Ends this process with the exit code {@code status}, like {@code exit} in a C program. The functions that libraries
     * registered with {@code atexit} run first. This method does not return.
     *
     * <p>{@code void exit(int status)} {@index exit}
     *
     * <p>The parent process receives only the lowest eight bits of {@code status}.
     *
     * <p><b>In a JVM:</b> no shutdown hook, no {@code finally} block and no {@code deleteOnExit} runs. Output that
     * {@code System.out} still buffers is lost. The other threads continue to run while the libraries, including those of the
     * JVM, clean up. These threads can crash the process during the cleanup. {@link Runtime#halt} avoids this, because it stops
     * the threads first. {@link System#exit} also runs the shutdown hooks.
     */
    @Call("exit(3)")
    void exit(int status);

    /**
     * Waits until a child process changes its state, for example until it ends. Returns the pid of this child. Stores the new
     * state in {@code status}. Stores in {@code usage} the resources that the child has used.
     *
     * <p>{@code pid_t wait4(pid_t pid, int *status, int options, struct rusage *rusage)} {@index wait4}
     *
     * <p>A positive {@code pid} selects one child. The value −1 selects all children, 0 selects the children in the process group
     * of this process, and −n selects the children in process group n. {@code status} and {@code usage} may be null.
     *
     * <p>If {@code options} contains {@code WNOHANG}, this method does not wait: if no selected child has changed its state, this
     * method returns 0 at once, and leaves {@code status} and {@code usage} unchanged.
     *
     * <p><b>In a JVM:</b> {@code pid == -1} also selects the children that {@link ProcessBuilder} started. If this method waits
     * for such a child, the {@link Process} object never receives the exit code of the child. Wait only for the pids of children
     * that you started.
     *
     * @throws ErrnoException ECHILD: {@code pid} selects no child of this process, or a child that was already waited for;
     *     EINVAL, on Linux: {@code options} contains an unknown option
     */
    @Call(value = "wait4(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int wait4(int pid, WaitStatus status, int options, Rusage usage) throws ErrnoException {
        int result;
        do {
            result = wait4OrErrno(pid, status, options, usage);
        } while (result == -EINTR);
        return Outcome.of("wait4", "pid", pid, result);
    }

    /** Same as {@link #wait4}, but returns the pid, 0 or −errno. */
    int wait4OrErrno(int pid, WaitStatus status, int options, Rusage usage);

    /**
     * Waits until a child process changes its state in one of the ways that {@code options} names, and stores in {@code into} what
     * happened: {@link Siginfo#pid} is the child, {@link Siginfo#code} is {@code CLD_EXITED}, {@code CLD_KILLED},
     * {@code CLD_DUMPED}, {@code CLD_STOPPED}, {@code CLD_TRAPPED} or {@code CLD_CONTINUED}, and {@link Siginfo#status} is the exit
     * code or the signal.
     *
     * <p>{@code int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options)} {@index waitid}
     *
     * <p>With {@code WNOHANG}, this method does not wait: if no selected child has changed its state, it stores a pid of 0 and
     * returns. With {@code WNOWAIT}, the child stays as it is, so that another call can wait for it too. Without it, a child that
     * has ended is gone after this method returns.
     *
     * <p><b>In a JVM:</b> {@code P_ALL} also selects the children that {@link ProcessBuilder} started; {@link #wait4} tells what
     * then happens. Together with {@code WNOWAIT}, that is no problem.
     *
     * @param idtype {@code P_PID}: the child {@code id}; {@code P_PGID}: the children in the process group {@code id};
     *     {@code P_ALL}: all children. On Linux 5.4, {@code P_PIDFD}: the child whose descriptor is {@code id}. On Linux 5.4,
     *     {@code P_PGID} and 0 mean the process group of this process
     * @param options {@code WEXITED}: it has ended; {@code WSTOPPED}: a signal has stopped it; {@code WCONTINUED}: SIGCONT has
     *     continued it; at least one of these. {@code WNOHANG} and {@code WNOWAIT} may be added
     * @throws ErrnoException ECHILD: there is no such child, or it was already waited for; EINVAL: {@code idtype} or
     *     {@code options} is wrong; EBADF: {@code id} is not the descriptor of a process; EAGAIN: {@code id} is a non-blocking
     *     descriptor, and the child has not ended
     */
    @Call(value = "waitid(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default void waitid(int idtype, int id, Siginfo into, int options) throws ErrnoException {
        int result;
        do {
            result = waitidOrErrno(idtype, id, into, options);
        } while (result == -EINTR);
        Outcome.of("waitid", "id", id, result);
    }

    /** Same as {@link #waitid}, but returns 0 or −errno. */
    int waitidOrErrno(int idtype, int id, Siginfo into, int options);

    /**
     * Stores in {@code into} the resources that this process or its children have used, for example processor time.
     *
     * <p>{@code int getrusage(int who, struct rusage *usage)} {@index getrusage}
     *
     * <p>If {@code who} is {@code RUSAGE_SELF}, the values are those of this process. If {@code who} is {@code RUSAGE_CHILDREN},
     * they are sums over all children that have ended and have been waited for.
     *
     * @throws ErrnoException EINVAL: {@code who} is neither {@code RUSAGE_SELF} nor {@code RUSAGE_CHILDREN}
     */
    @Call("getrusage(2)")
    default void getrusage(int who, Rusage into) throws ErrnoException {
        Outcome.of("getrusage", "who", who, getrusageOrErrno(who, into));
    }

    /** Same as {@link #getrusage(int, Rusage)}, but returns 0 or −errno. */
    int getrusageOrErrno(int who, Rusage into);

    /**
     * Returns, in a new structure, the resources that this process or its children have used. {@link #getrusage(int, Rusage)}
     * explains {@code who} and the errnos.
     */
    default Rusage getrusage(int who) throws ErrnoException {
        Rusage usage = newRusage();
        getrusage(who, usage);
        return usage;
    }

    /**
     * Stores in {@code into} the processor times of this process and of its children, in clock ticks. Returns a time in clock ticks
     * too: the time since a moment in the past that differs between systems. The difference of two results tells how much time has
     * passed between two calls.
     *
     * <p>{@code clock_t times(struct tms *buf)} {@index times}
     *
     * <p>A second has {@code _SC_CLK_TCK} ticks (see {@link posixkit.system.Host#sysconf}), usually 100. In C, the result −1 can be
     * a time or a failure. On the systems that posixkit supports, times are never negative, so −1 is a failure.
     * {@link #getrusage(int, Rusage)} is more precise.
     *
     * @throws ErrnoException ENOSYS: this C library lacks the function
     */
    @Call("times(2)")
    default long times(Tms into) throws ErrnoException {
        return Outcome.of("times", timesOrErrno(into));
    }

    /** Same as {@link #times}, but returns the time or −errno. */
    long timesOrErrno(Tms into);

    /**
     * Returns the niceness of the processes that {@code which} and {@code who} select. Niceness is a number that tells the kernel
     * which processes to run first. The lowest niceness, −20, means "run first". The highest niceness, 19 on Linux and 20 on
     * macOS, means "run last".
     *
     * <p>{@code int getpriority(int which, id_t who)} {@index getpriority}
     *
     * <p>{@code which} defines the meaning of {@code who}: a pid for {@code PRIO_PROCESS}, a process group for {@code PRIO_PGRP},
     * a user id for {@code PRIO_USER}. If {@code who} is 0, {@code PRIO_PROCESS} selects this process (on Linux: the calling
     * thread), {@code PRIO_PGRP} selects the process group of this process, and {@code PRIO_USER} selects the user of this
     * process. If several processes are selected, this method returns the lowest niceness among them.
     *
     * <p><b>In a JVM:</b> on Linux, each thread has its own niceness, contrary to the POSIX standard. With {@code PRIO_PROCESS}
     * on Linux, the value 0 of {@code who} selects the calling thread. The pid of this process selects only its first thread,
     * which runs no Java code. To select another thread, pass the number that {@code gettid} returns in that thread. On macOS,
     * niceness belongs to the process. {@link Thread#setPriority} does not set the niceness, and has no effect on Linux.
     *
     * @throws ErrnoException ESRCH: no such process; EINVAL: {@code which} is none of the three constants
     */
    @Call(value = "getpriority(2)", isThreads = true)
    default int getpriority(int which, int who) throws ErrnoException {
        return PRIO_MAX
                - Outcome.of("getpriority", kind(which), Integer.toUnsignedLong(who), getpriorityOrErrno(which, who));
    }

    /**
     * Same as {@link #getpriority}, but returns 20 − niceness, or −errno. For example, this method returns 40 for the niceness
     * −20. If the call succeeds, the result is 1 to 40 on Linux, and 0 to 40 on macOS. A negative niceness could be mistaken for
     * −errno, so this method does not return the niceness itself. The system call of Linux also returns 20 − niceness.
     */
    int getpriorityOrErrno(int which, int who);

    /**
     * Sets the niceness to {@code priority} for the processes that {@code which} and {@code who} select. {@link #getpriority}
     * explains {@code which}, {@code who} and the range of the niceness. If {@code priority} is outside this range, the kernel
     * uses the nearest value in the range.
     *
     * <p>{@code int setpriority(int which, id_t who, int prio)} {@index setpriority}
     *
     * <p><b>In a JVM:</b> on Linux, with {@code PRIO_PROCESS}, a {@code who} of 0 means the calling thread. Threads that the
     * calling thread starts afterwards inherit its niceness. {@link #getpriority} explains the niceness of threads.
     *
     * @throws ErrnoException ESRCH: no such process; EACCES: this process has no privilege to lower the niceness (on Linux, the
     *     privilege is CAP_SYS_NICE or a sufficient {@code RLIMIT_NICE}); EPERM: a selected process belongs to another user;
     *     EINVAL: {@code which} is none of the three constants
     */
    @Call(value = "setpriority(2)", isThreads = true)
    default void setpriority(int which, int who, int priority) throws ErrnoException {
        Outcome.of("setpriority", kind(which), Integer.toUnsignedLong(who), setpriorityOrErrno(which, who, priority));
    }

    /** Same as {@link #setpriority}, but returns 0 or −errno. */
    int setpriorityOrErrno(int which, int who, int priority);

    /**
     * Stores in {@code into} the limits that this process has for {@code resource}. The limits say how much of the resource this
     * process may use. {@code resource} is an {@code RLIMIT_…} constant, for example {@code RLIMIT_NOFILE}.
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

    /** Returns, in a new structure, the limits that this process has for {@code resource}, an {@code RLIMIT_…} constant. */
    default Rlimit getrlimit(int resource) throws ErrnoException {
        Rlimit limit = newRlimit();
        getrlimit(resource, limit);
        return limit;
    }

    /**
     * Sets the limits that this process has for {@code resource}, an {@code RLIMIT_…} constant. Children that this process starts
     * afterwards inherit the limits.
     *
     * <p>{@code int setrlimit(int resource, const struct rlimit *rlim)} {@index setrlimit}
     *
     * <p><b>In a JVM:</b> HotSpot raises the soft limit of {@code RLIMIT_NOFILE} to the hard limit when the JVM starts. Children
     * inherit the raised limit. Some programs close all descriptor numbers up to this limit, which may be a million. If
     * {@code RLIMIT_AS} or {@code RLIMIT_DATA} is too low, the JVM fails as soon as it needs more memory. {@code RLIMIT_STACK}
     * has no effect on threads that Java starts.
     *
     * <p>On macOS, a process never has more descriptors than the sysctl variable {@code kern.maxfilesperproc} says, even if
     * {@code RLIMIT_NOFILE} is higher or unlimited. Before macOS 11, a higher soft limit was EINVAL, and a higher hard limit became
     * {@code kern.maxfilesperproc}.
     *
     * @throws ErrnoException EPERM: this process has no privilege to raise the hard limit, or, on Linux, {@code RLIMIT_NOFILE}
     *     would be above the maximum of the operating system; EINVAL: the soft limit is above the hard limit, or {@code resource}
     *     does not exist
     */
    @Call("setrlimit(2)")
    default void setrlimit(int resource, Rlimit limit) throws ErrnoException {
        Outcome.of("setrlimit", "resource", resource, setrlimitOrErrno(resource, limit));
    }

    /** Same as {@link #setrlimit}, but returns 0 or −errno. */
    int setrlimitOrErrno(int resource, Rlimit limit);

    /**
     * Sends a signal to the processes that {@code pid} selects. If {@code signal} is 0, this method sends no signal and only
     * checks whether a signal could be sent.
     *
     * <p>{@code int kill(pid_t pid, int sig)} {@index kill}
     *
     * <p>A positive {@code pid} selects one process. The value 0 selects the process group of this process, and −n selects
     * process group n. The value −1 selects every process that this process is allowed to signal.
     *
     * <p><b>In a JVM:</b> the signal handlers of the JVM receive the signals to this process. SIGTERM, SIGINT and SIGHUP start an
     * orderly shutdown. SIGQUIT prints a thread dump. {@code kill(-1, SIGKILL)} as root ends every process of the machine.
     *
     * @throws ErrnoException ESRCH: no such process or group; EPERM: this process is not allowed to send the signal; EINVAL: no
     *     such signal
     */
    @Call("kill(2)")
    default void kill(int pid, int signal) throws ErrnoException {
        Outcome.of("kill", "pid", pid, killOrErrno(pid, signal));
    }

    /** Same as {@link #kill}, but returns 0 or −errno. */
    int killOrErrno(int pid, int signal);

    /**
     * Sends a signal to the calling thread. If {@code signal} is 0, this method sends no signal.
     *
     * <p>{@code int raise(int sig)} {@index raise}
     *
     * <p>If a signal handler runs, it has returned before this method returns. A signal without a handler that ends or stops a
     * process ends or stops the whole process, not only the thread.
     *
     * <p><b>In a JVM:</b> on a virtual thread, the carrier thread gets the signal. Do not raise a signal that the JVM uses for its
     * own purposes: SIGSEGV, SIGBUS, SIGFPE and SIGILL end the JVM with an error report, and HotSpot suspends threads with
     * SIGUSR2. SIGQUIT prints a thread dump. SIGTERM, SIGINT and SIGHUP start an orderly shutdown, as {@link #kill} describes; this
     * method returns meanwhile. A handler of {@code sun.misc.Signal} runs later, on another thread.
     *
     * @throws ErrnoException EINVAL: no such signal
     */
    @Call(value = "raise(3)", isThreads = true)
    default void raise(int signal) throws ErrnoException {
        Outcome.of("raise", "signal", signal, raiseOrErrno(signal));
    }

    /** Same as {@link #raise}, but returns 0 or −errno. */
    int raiseOrErrno(int signal);

    /**
     * Makes a child process that continues in the background, and ends this process. The child is the leader of a new session
     * without a terminal. Unless {@code nochdir} is true, its current directory is {@code /}. Unless {@code noclose} is true, its
     * standard input, output and error stream are {@code /dev/null}. The method returns in the child only.
     *
     * <p>{@code int daemon(int nochdir, int noclose)} {@index daemon}
     *
     * <p><b>In a JVM:</b> do not call this method; start the JVM in the background instead, for example by {@code setsid} or a
     * service manager. This process ends at once with exit code 0, without shutdown hooks. The child has the dangers that
     * {@link #fork} describes: only the calling thread exists in it. No thread collects garbage or compiles, no other Java thread
     * continues, and a lock that another thread held is never released. The child may only call {@link #execve} or {@link #exit},
     * whose classes must be loaded before. Even then it can hang for ever. On macOS, the function is deprecated: the child may
     * not use many of Apple's frameworks.
     *
     * <p>If {@code chdir} or opening {@code /dev/null} fails, the C library does not always report it.
     *
     * @throws ErrnoException EAGAIN: too many processes; ENOMEM: not enough memory for the child. Nothing has happened then
     */
    @Call("daemon(3)")
    default void daemon(boolean nochdir, boolean noclose) throws ErrnoException {
        Outcome.of("daemon", daemonOrErrno(nochdir, noclose));
    }

    /** Same as {@link #daemon}, but returns 0 in the child or −errno in this process. */
    int daemonOrErrno(boolean nochdir, boolean noclose);

    /** Returns an empty structure for {@link #times}. One structure can be used for many calls. */
    Tms newTms();

    /**
     * Returns an empty structure for {@link #wait4} and {@link #getrusage(int, Rusage)}. One structure can be used for many
     * calls.
     */
    Rusage newRusage();

    /**
     * Returns an empty structure for {@link #getrlimit(int, Rlimit)} and {@link #setrlimit}. One structure can be used for many
     * calls.
     */
    Rlimit newRlimit();

    /**
     * Returns the word that stands before the value of {@code who} in an exception message. For example, the word is
     * {@code "pid"} if {@code which} is {@code PRIO_PROCESS}.
     */
    private static String kind(int which) {
        return switch (which) {
            case PRIO_PROCESS -> "pid";
            case PRIO_PGRP -> "pgid";
            case PRIO_USER -> "uid";
            default -> "which " + which + ", who";
        };
    }
}
