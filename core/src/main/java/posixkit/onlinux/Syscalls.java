package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Makes system calls by number ({@link posixkit.onlinux.constants.LinuxSyscallNumber}), for calls that have no method of their own.
 * Numbers and structures differ between processors. libc adds nothing: for example, a new user id changes one thread only.
 *
 * <p>Arguments are registers. A pointer is the address of memory that does not move, for example
 * {@link posixkit.memory.Region#address()}. Java sign-extends a negative {@code int}, as the kernel expects; convert an unsigned one
 * with {@link Integer#toUnsignedLong}. <b>Only the number is checked.</b> A wrong address ends the JVM or corrupts its memory.
 *
 * <p>A result from −4095 to −1 is −errno; every other result is a value, also a negative one ({@link Outcome#isErrno}). This holds for all
 * methods here: twins and raw calls return the kernel's result unchanged, plain forms throw exactly these results.
 *
 * <p>{@link OnLinux#syscalls()} refuses the numbers that would take threads, memory or the process away from the JVM.
 * {@link OnLinux#unguardedSyscalls()} refuses none.
 */
public interface Syscalls {
    /** The system property for the number of the signal that interrupts the other threads. */
    String SIGNAL_PROPERTY = "posixkit.allThreads.signal";

    /** The system property for the number of seconds to wait for the other threads. */
    String TIMEOUT_PROPERTY = "posixkit.allThreads.timeout";

    /**
     * Makes a system call with up to three arguments. Pass 0 for arguments that the call does not have.
     *
     * <p>{@code long syscall(long number, ...)} {@index syscall}
     *
     * <p>An interrupted call is not restarted: only the caller knows whether it may be repeated.
     *
     * @throws ErrnoException the errnos of the call; ENOSYS: this kernel has no call of that number
     * @throws IllegalArgumentException if the number is refused
     */
    @Call(value = "syscall(2)", waits = true)
    default long syscall(long number, long a1, long a2, long a3) throws ErrnoException {
        long result = syscallOrErrno(number, a1, a2, a3);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #syscall}, but returns the value or −errno. */
    long syscallOrErrno(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments. Everything else is as for {@link #syscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index syscall6}
     *
     * @throws ErrnoException the errnos of the call; ENOSYS: this kernel has no call of that number
     * @throws IllegalArgumentException if the number is refused
     */
    @Call(value = "syscall(2)", waits = true)
    default long syscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException {
        long result = syscall6OrErrno(number, a1, a2, a3, a4, a5, a6);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #syscall6}, but returns the value or −errno. */
    long syscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Makes a system call on exactly this thread and returns the kernel's result: a value or −errno.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscall}
     *
     * <p>It differs from {@link #syscallOrErrno} in two ways. No listener is told of it. And a virtual thread never hands it to
     * another thread; a call that blocks keeps the carrier thread.
     *
     * @throws IllegalArgumentException if the number is refused
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments on exactly this thread. Everything else is as for {@link #rawSyscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscall6}
     *
     * @throws IllegalArgumentException if the number is refused
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * Makes a system call that cannot fail, such as {@code getpid}, on exactly this thread. The result is always a value.
     *
     * <p>{@code long syscall(long number, ...)} {@index rawSyscallNoError}
     *
     * <p>An id of 32 bits is unsigned: 4294967294 is a user, no error.
     *
     * @throws IllegalArgumentException if the number is refused
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscallNoError(long number, long a1, long a2, long a3);

    /**
     * Makes a system call on every thread of the process, Java's or not, including threads that start meanwhile.
     *
     * <p>{@code long syscall(long number, ...)} {@index allThreadsSyscall}
     *
     * <p>Use it for settings that the kernel keeps for each thread but a program means for all: {@code prctl}, {@code capset},
     * {@code ioprio_set}, {@code landlock_restrict_self}. Ids do not need it: libc's {@code setuid} already changes all threads.
     *
     * <p>The calling thread makes the call first. If it fails there, no other thread makes it. Then every other thread makes it in a
     * signal handler. The signal is a free real-time signal, or the one that {@value #SIGNAL_PROPERTY} names. So:
     *
     * <ul>
     *   <li>A thread makes the call at least once, perhaps twice. Twice must do no harm.
     *   <li>The threads do not make it at the same moment.
     *   <li>Memory that the arguments point to must stay valid after this method returns.
     *   <li>A blocking call that the signal interrupts restarts, except {@code poll}, {@code nanosleep} and a few more. Native code
     *       sees EINTR from these. The JDK handles it.
     *   <li>A thread that blocks the signal, or that a debugger holds, does not make the call. This method waits 10 seconds for it,
     *       or as many as {@value #TIMEOUT_PROPERTY} says.
     * </ul>
     *
     * @throws ThreadsDifferException if another thread got another result, or did not make the call in time
     * @throws ErrnoException the errnos of the call on the calling thread; EACCES: this process may not have executable pages, so no
     *     thread made the call; EINVAL also: {@value #SIGNAL_PROPERTY} is no signal that can be caught
     * @throws IllegalArgumentException if the call may block, or makes no sense on all threads;
     *     {@link OnLinux#unguardedSyscalls()} refuses none
     * @throws IllegalStateException if no signal is free, or other code took over the signal
     */
    @Call("syscall(2)")
    default long allThreadsSyscall(long number, long a1, long a2, long a3) throws ErrnoException {
        long result = allThreadsSyscallOrErrno(number, a1, a2, a3);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #allThreadsSyscall}, but returns the value or −errno. It still throws if threads differ, and allocates. */
    long allThreadsSyscallOrErrno(long number, long a1, long a2, long a3);

    /**
     * Makes a system call with up to six arguments on every thread of the process. Everything else is as for
     * {@link #allThreadsSyscall}.
     *
     * <p>{@code long syscall(long number, ...)} {@index allThreadsSyscall6}
     *
     * @throws ThreadsDifferException if another thread got another result, or did not make the call in time
     * @throws ErrnoException as for {@link #allThreadsSyscall}
     */
    @Call("syscall(2)")
    default long allThreadsSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6)
            throws ErrnoException {
        long result = allThreadsSyscall6OrErrno(number, a1, a2, a3, a4, a5, a6);
        return Outcome.of("syscall", "number", number, result);
    }

    /** Same as {@link #allThreadsSyscall6}, but returns the value or −errno. It still throws if threads differ, and allocates. */
    long allThreadsSyscall6OrErrno(long number, long a1, long a2, long a3, long a4, long a5, long a6);
}
