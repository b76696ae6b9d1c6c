package posixkit.onlinux;

/**
 * Describes the system call at which a traced thread is stopped ({@code struct ptrace_syscall_info}).
 * {@link Ptrace#getSyscallInfo} fills it. Only the members that belong to {@link #op} are printed and compared.
 */
public interface SyscallStop {
    /**
     * Returns where the thread is stopped: {@code PTRACE_SYSCALL_INFO_ENTRY}, {@code _EXIT} or {@code _SECCOMP}; {@code _NONE} if
     * it is not at a system call.
     */
    int op();

    /** Returns the number of the call. Valid on entry. */
    long entryNr();

    /** Returns the argument at {@code index}, 0 to 5, of the call. Valid on entry. */
    long entryArgs(int index);

    /** Returns the result of the call: a value, or −errno. Valid on exit. */
    long exitRval();

    /** Returns 1 if the call failed, else 0. Some calls return values that look like −errno. Valid on exit. */
    int exitIsError();

    /** Returns the processor whose numbers these are, an {@code AUDIT_ARCH_…}. */
    int arch();

    /** Returns the address of the next instruction. */
    long instructionPointer();

    /** Returns the stack pointer. */
    long stackPointer();

    /** Returns a copy, which later calls on this one do not change. */
    SyscallStop copy();
}
