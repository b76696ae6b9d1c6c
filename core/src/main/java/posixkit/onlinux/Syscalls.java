package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * The kernel's calls by number ({@link posixkit.onlinux.constants.LinuxSyscallNumber}), for those that have no method of their own here.
 * Numbers and structures differ between processors, and libc does nothing in between: no cancellation, no other threads told
 * about new ids.
 *
 * <p>Arguments are registers. A pointer is an address, say {@link posixkit.memory.Region#address()}, of memory that stays
 * where it is; a negative {@code int} is sign-extended, as Java does, and an unsigned one is not. <b>Nothing is checked but the
 * number</b>: an address that is not the caller's own ends the JVM, or quietly spoils its memory.
 *
 * <p>Refused are the numbers that would pull the JVM's thread, memory or process from under it; {@link
 * OnLinux#unguardedSyscalls()} refuses none.
 */
public interface Syscalls {
    /** The system property that says by which signal threads are reached. */
    String SIGNAL_PROPERTY = "posixkit.allThreads.signal";

    /** The system property that says for how many seconds threads are waited for. */
    String TIMEOUT_PROPERTY = "posixkit.allThreads.timeout";

    /**
     * {@code long syscall(long number, ...)} {@index syscall}
     *
     * <p>A call with up to three arguments; those it does not take are 0. It is not started again after EINTR.
     *
     * @throws ErrnoException as the call says; ENOSYS: this kernel has none of that number
     * @throws IllegalArgumentException the number is one of those refused
     */
    @Call(value = "syscall(2)", waits = true)
    long syscall(long number, long a1, long a2, long a3) throws ErrnoException;

    /** {@link #syscall} with up to six arguments. */
    @Call(value = "syscall(2)", waits = true)
    long syscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException;

    /** {@link #syscall} as the kernel answers it: the value, or −errno. No listener hears of it. */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall(long number, long a1, long a2, long a3);

    /** {@link #syscall6} as the kernel answers it: the value, or −errno. No listener hears of it. */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * {@link #rawSyscall} of a call that cannot fail, such as {@code getpid}: what it answers is a value, whatever it looks
     * like. An id of 32 bits is unsigned.
     */
    @Call(value = "syscall(2)", isRaw = true)
    long rawSyscallNoError(long number, long a1, long a2, long a3);

    /**
     * {@link #syscall} on every thread of the process: Java's, the collector's, the compiler's, those of native libraries, and
     * those that are started meanwhile. For what the kernel keeps by thread and a program means as a whole: {@code prctl},
     * {@code capset}, {@code ioprio_set}, {@code landlock_restrict_self}. (Ids need it not: libc's {@code setuid} does it itself.)
     *
     * <p>The caller's thread makes it first; if it fails there, it has happened nowhere. Then all others do, in the handler of a
     * signal, one of the real-time ones that nobody has taken; {@value #SIGNAL_PROPERTY} says which instead. It is
     * made at least once on each thread, so it should not matter how often; not at the same moment on all; and memory that it is
     * pointed to must outlive the call. What another thread was waiting in begins again, but for {@code poll},
     * {@code nanosleep} and a few more that native code then sees end with EINTR; the JDK's waits it out.
     *
     * <p>A thread that has the signal blocked, or is held by a debugger, does not answer; after {@value #TIMEOUT_PROPERTY}
     * seconds, 10 unless that says otherwise, nobody waits for it any longer.
     *
     * @throws ThreadsDifferException another thread got another answer, or gave none
     * @throws ErrnoException as the call says; EACCES: this process may not have pages of code ({@code mprotect})
     * @throws IllegalArgumentException the number is not of those that make sense on all threads and cannot block;
     *     {@link OnLinux#unguardedSyscalls()} takes any
     * @throws IllegalStateException no signal is free, or somebody has taken ours
     */
    @Call("syscall(2)")
    long allThreadsSyscall(long number, long a1, long a2, long a3) throws ErrnoException;

    /** {@link #allThreadsSyscall} with up to six arguments. */
    @Call("syscall(2)")
    long allThreadsSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException;
}
