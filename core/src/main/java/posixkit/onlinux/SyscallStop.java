package posixkit.onlinux;

/**
 * Describes the system call at which a traced thread is stopped ({@code struct ptrace_syscall_info}).
 * {@link Ptrace#getSyscallInfo} fills the object. {@code toString} and {@code equals} use only the members that are valid for
 * {@link #op}.
 */
public interface SyscallStop {
    /**
     * Returns the position at which the thread is stopped. The result is {@code PTRACE_SYSCALL_INFO_ENTRY},
     * {@code PTRACE_SYSCALL_INFO_EXIT} or {@code PTRACE_SYSCALL_INFO_SECCOMP}. It is {@code PTRACE_SYSCALL_INFO_NONE} if the
     * thread is not stopped at a system call.
     */
    int op();

    /**
     * Returns the number of the system call, if this stop is the entry of the call ({@link #op}). At the exit of a call
     * the result has no meaning.
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
