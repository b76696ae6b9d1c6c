package posixkit.onlinux;

/**
 * Describes the system call at which a traced thread is stopped ({@code struct ptrace_syscall_info}).
 * {@link Ptrace#getSyscallInfo} fills the object. Some members are valid only when the thread enters the call, and others only
 * when it leaves the call. {@link #op} says which of the two it is. {@code toString} and {@code equals} use only the valid
 * members.
 */
public interface SyscallStop {
    /**
     * Returns where the thread is stopped. The result is {@code PTRACE_SYSCALL_INFO_ENTRY} if the thread enters the system call,
     * and {@code PTRACE_SYSCALL_INFO_EXIT} if it leaves the call. It is {@code PTRACE_SYSCALL_INFO_SECCOMP} if a seccomp filter
     * stopped the thread before the call, and {@code PTRACE_SYSCALL_INFO_NONE} if the thread is not stopped at a system call.
     */
    int op();

    /**
     * Returns the number of the system call. It is valid when the thread enters the call ({@link #op} tells). When the thread
     * leaves the call, the result has no meaning.
     */
    long entryNr();

    /** Returns the argument at {@code index}, 0 to 5, of the system call. It is valid when the thread enters the call. */
    long entryArgs(int index);

    /** Returns the result of the system call: a value, or −errno if it failed. It is valid when the thread leaves the call. */
    long exitRval();

    /**
     * Returns 1 if the system call failed, otherwise 0. With this number a caller can distinguish an error from a value that
     * looks like −errno. It is valid when the thread leaves the call.
     */
    int exitIsError();

    /** Returns the processor type, an {@code AUDIT_ARCH_…} constant. System call numbers depend on it. */
    int arch();

    /** Returns the address of the thread's next instruction. */
    long instructionPointer();

    /** Returns the stack pointer of the thread. */
    long stackPointer();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    SyscallStop copy();
}
