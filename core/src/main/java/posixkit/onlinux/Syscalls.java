package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Makes system calls by number ({@link posixkit.onlinux.constants.LinuxSyscallNumber}). Use this interface for system calls for
 * which this library has no method. Numbers and native structures differ between processors. The methods do not do the extra work
 * that libc's functions do around a system call. For example, libc's function {@code setuid} changes the user id of all threads.
 * The system call {@code setuid} changes the user id of only one thread.
 *
 * <p>Each argument is the value of a register. If the argument is a pointer, pass the address of memory that does not move, for
 * example {@link posixkit.memory.Region#address()}. Java sign-extends a negative {@code int} to {@code long}, as the kernel
 * expects. Convert an unsigned {@code int} with {@link Integer#toUnsignedLong}. <b>No method checks that the arguments of a
 * system call are valid.</b> A wrong address ends the JVM or corrupts its memory.
 *
 * <p>A result from −4095 to −1 is −errno. Every other result is a value, even a negative one ({@link Outcome#isErrno}). The
 * methods whose names end in {@code OrErrno} or begin with {@code raw} return the result of the kernel unchanged. The other
 * methods throw an exception for a result that is −errno.
 *
 * <p>Three groups of system calls would break the JVM. The first group damages the threads or the memory of the JVM. The second
 * group ends the process or replaces its program. The third group changes the user or group ids of only one thread. The object
 * from {@link OnLinux#syscalls()} throws {@link IllegalArgumentException} for the numbers of all these system calls. The object
 * from {@link OnLinux#unguardedSyscalls()} accepts every number.
 */
public interface Syscalls {
    /**
     * The name of a system property. The value of the property is the number of the signal that {@link #allThreadsSyscall} sends
     * to the other threads. The handler of this signal makes the system call on each of the other threads.
     */
    String SIGNAL_PROPERTY = "posixkit.allThreads.signal";

    /**
     * The name of a system property. The value of the property is the number of seconds after which {@link #allThreadsSyscall}
     * stops waiting for the other threads.
     */
    String TIMEOUT_PROPERTY = "posixkit.allThreads.timeout";

    /**
     * Makes a system call with up to three arguments, and returns its result. Pass 0 for arguments that the call does not have.
     *
     * <p>{@code long syscall(long number, ...)} {@index syscall}
     *
     * <p>If a signal interrupts the system call, this method does not repeat the call. Only the caller knows whether the system
     * call may be repeated.
     *
     * @throws ErrnoException the errnos of the system call; ENOSYS: this kernel has no system call with this number
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call would break the
     *     JVM
     */
    @Call(value = "syscall(2)", waits = true)
    default long syscall(long number, long a1, long a2, long a3) throws ErrnoException {
        long result = syscallOrErrno(number, a1, a2, a3);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #syscall}, but returns the value or −errno. */
    long syscallOrErrno(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments, and returns its result. Pass 0 for arguments that the call does not have. The
     * other rules are the same as for {@link #syscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index syscall6}
     *
     * @throws ErrnoException the errnos of the system call; ENOSYS: this kernel has no call with this number
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call would break the
     *     JVM
     */
    @Call(value = "syscall(2)", waits = true)
    default long syscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException {
        long result = syscall6OrErrno(number, a1, a2, a3, a4, a5, a6);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #syscall6}, but returns the value or −errno. */
    long syscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Makes a system call directly on the calling thread. Returns the result of the kernel: a value or −errno.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscall}
     *
     * <p>This method differs from {@link #syscallOrErrno} in two ways. First, it does not notify a
     * {@link posixkit.system.SyscallListener}. Second, if the calling thread is virtual, this method does not hand the call to a
     * separate platform thread. A virtual thread runs on a platform thread, its carrier thread. If the call blocks, the carrier
     * thread blocks too.
     *
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call would break the
     *     JVM
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments directly on the calling thread. Returns the result of the kernel: a value or
     * −errno. The other rules are the same as for {@link #rawSyscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscall6}
     *
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call would break the
     *     JVM
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Makes a system call that cannot fail, such as {@code getpid}, directly on the calling thread. The result is always a value,
     * even if it is a number from −4095 to −1.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscallNoError}
     *
     * <p>For example, {@code getuid} may return the user id 4294967294. This id is valid, although the cast {@code (int)} turns
     * it into −2.
     *
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call would break the
     *     JVM
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscallNoError(long number, long a1, long a2, long a3);

    /**
     * Makes a system call on every thread of the process. Returns the result that the calling thread got. The threads include
     * threads that are not Java threads, and threads that start during this method.
     *
     * <p>{@code long syscall(long number, ...)} {@index allThreadsSyscall}
     *
     * <p>Some system calls change a setting of only one thread. Use this method to change such a setting in all threads. Examples
     * of such system calls are {@code prctl}, {@code capset}, {@code ioprio_set} and {@code landlock_restrict_self}. To set user
     * and group ids, do not use this method: libc's {@code setuid} already changes the ids of all threads.
     *
     * <p>The calling thread makes the call first. If the call fails on this thread, no other thread makes the call. Otherwise
     * this method sends a signal to every other thread, and the signal handler makes the call on that thread. The system property
     * {@value #SIGNAL_PROPERTY} sets the number of the signal. Without this property, this method chooses a free real-time
     * signal. Know these consequences:
     *
     * <ul>
     *   <li>A thread may make the call twice, so use only calls that do no harm when they are repeated.
     *   <li>The threads do not make the call at the same moment.
     *   <li>Memory that the arguments point to must stay valid after this method returns.
     *   <li>The signal interrupts blocking calls of other threads. The kernel restarts most of these calls. But {@code poll},
     *       {@code nanosleep} and a few more calls fail with EINTR in native code. The JDK handles this EINTR.
     *   <li>A thread that blocks the signal, or that a debugger has stopped, does not make the call. This method waits for such a
     *       thread, but not longer than 10 seconds. The system property {@value #TIMEOUT_PROPERTY} sets another number of
     *       seconds.
     * </ul>
     *
     * @throws ThreadsDifferException if another thread got another result, or did not make the call in time
     * @throws ErrnoException the errnos of the system call on the calling thread. EACCES can also mean that the operating system
     *     forbids executable memory pages for this process. In this case, this method cannot create the signal handler, and no
     *     thread makes the call. EINVAL can also mean that the signal in {@value #SIGNAL_PROPERTY} cannot be caught
     * @throws IllegalArgumentException if {@link OnLinux#syscalls()} returned this object, and the system call may block or is
     *     not useful on all threads
     * @throws IllegalStateException if no signal is free, if the chosen signal does not exist or already has a handler, or if
     *     other code replaced the signal handler
     */
    @Call("syscall(2)")
    default long allThreadsSyscall(long number, long a1, long a2, long a3) throws ErrnoException {
        long result = allThreadsSyscallOrErrno(number, a1, a2, a3);
        return Outcome.of("syscall", "number", number, result);
    }

    /**
     * Same as {@link #allThreadsSyscall}, but returns −errno instead of throwing an {@link ErrnoException}. This method still
     * throws all other exceptions of {@code allThreadsSyscall}, for example {@link ThreadsDifferException}. Unlike most methods
     * whose names end in {@code OrErrno}, this method allocates Java objects.
     */
    long allThreadsSyscallOrErrno(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments on every thread of the process. Returns the result that the calling thread
     * got. The other rules are the same as for {@link #allThreadsSyscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index allThreadsSyscall6}
     *
     * @throws ThreadsDifferException if another thread got another result, or did not make the call in time
     * @throws ErrnoException the same errnos as for {@link #allThreadsSyscall}
     */
    @Call("syscall(2)")
    default long allThreadsSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6)
            throws ErrnoException {
        long result = allThreadsSyscall6OrErrno(number, a1, a2, a3, a4, a5, a6);
        return Outcome.of("syscall", "number", number, result);
    }

    /**
     * Same as {@link #allThreadsSyscall6}, but returns −errno instead of throwing an {@link ErrnoException}. This method still
     * throws all other exceptions of {@code allThreadsSyscall6}, for example {@link ThreadsDifferException}. Unlike most methods
     * whose names end in {@code OrErrno}, this method allocates Java objects.
     */
    long allThreadsSyscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6);
}
