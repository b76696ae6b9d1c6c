package posixkit.onlinux;

/**
 * Describes a stop of a traced thread at a system call ({@code struct ptrace_syscall_info}). {@link Ptrace#getSyscallInfo} fills
 * the object. A thread stops when it enters the call, and again when it leaves the call. {@link #op} says where the thread is
 * stopped. The members whose names begin with {@code entry} are valid only when the thread enters the call. The members whose
 * names begin with {@code exit} are valid only when the thread leaves the call. {@code toString} and {@code equals} use only the
 * valid members.
 */
public interface SyscallStop {
    /**
     * Returns where the thread is stopped, as one of these constants.
     *
     * <ul>
     *   <li>{@code PTRACE_SYSCALL_INFO_ENTRY}: the thread enters the system call.
     *   <li>{@code PTRACE_SYSCALL_INFO_EXIT}: the thread leaves the system call.
     *   <li>{@code PTRACE_SYSCALL_INFO_SECCOMP}: a seccomp filter stopped the thread before the system call.
     *   <li>{@code PTRACE_SYSCALL_INFO_NONE}: the thread is not stopped at a system call.
     * </ul>
     */
    int op();

    /**
     * Returns the number of the system call. The number is valid only when the thread enters the call. {@link #op} says whether
     * the thread enters or leaves the call.
     */
    long entryNr();

    /**
     * Returns the argument at {@code index}, 0 to 5, of the system call. The argument is valid only when the thread enters the
     * call.
     */
    long entryArgs(int index);

    /**
     * Returns the result of the system call: a value, or −errno if the call failed. The result is valid only when the thread
     * leaves the call.
     */
    long exitRval();

    /**
     * Returns 1 if the system call failed, otherwise 0. {@link #exitRval} alone does not show a failure, because the value of a
     * successful call can look like −errno. The returned number is valid only when the thread leaves the call.
     */
    int exitIsError();

    /** Returns the processor type, an {@code AUDIT_ARCH_…} constant. System call numbers depend on the processor type. */
    int arch();

    /** Returns the address of the thread's next instruction. */
    long instructionPointer();

    /** Returns the stack pointer of the thread. */
    long stackPointer();

    /** Returns a copy. Later calls that fill this object do not change the copy. */
    SyscallStop copy();
}
