package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * The kernel's calls by number ({@link posixkit.onlinux.constants.Sys}), for those that have no method of their own here.
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
    /**
     * {@code long syscall(long number, ...)} {@index syscall}
     *
     * <p>A call with up to three arguments; those it does not take are 0. It is not started again after EINTR.
     *
     * @throws ErrnoException as the call says; ENOSYS: this kernel has none of that number
     * @throws IllegalArgumentException the number is one of those refused
     */
    @Call("syscall(2)")
    long syscall(long number, long a1, long a2, long a3) throws ErrnoException;

    /** {@link #syscall} with up to six arguments. */
    @Call("syscall(2)")
    long syscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException;

    /** {@link #syscall} as the kernel answers it: the value, or −errno. No listener hears of it. */
    @Call("syscall(2)")
    long rawSyscall(long number, long a1, long a2, long a3);

    /** {@link #syscall6} as the kernel answers it: the value, or −errno. No listener hears of it. */
    @Call("syscall(2)")
    long rawSyscall6(long number, long a1, long a2, long a3, long a4, long a5, long a6);

    /**
     * {@link #rawSyscall} of a call that cannot fail, such as {@code getpid}: what it answers is a value, whatever it looks
     * like. An id of 32 bits is unsigned.
     */
    @Call("syscall(2)")
    long rawSyscallNoError(long number, long a1, long a2, long a3);
}
