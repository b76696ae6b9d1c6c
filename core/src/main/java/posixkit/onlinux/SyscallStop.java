package posixkit.onlinux;

/**
 * Describes the system call at which a traced thread is stopped ({@code struct ptrace_syscall_info}).
 * {@link Ptrace#getSyscallInfo} fills it. Only the members that belong to {@link #op} are printed and compared.
 */
public interface SyscallStop {
    /** {@code PTRACE_SYSCALL_INFO_ENTRY}, {@code EXIT}, {@code SECCOMP}, or {@code NONE}: at no call. */
    int op();

    /** The number of the call, on entry. */
    long entryNr();

    /** Its argument, from 0 to 5, on entry. */
    long entryArgs(int index);

    /** What it answered, on exit: a value, or −errno. */
    long exitRval();

    /** 1 on exit if that is an error, for there are values that look like one. */
    int exitIsError();

    /** Returns the processor whose numbers these are, an {@code AUDIT_ARCH_…}. */
    int arch();

    long instructionPointer();

    long stackPointer();

    /** Returns a copy, which later calls on this one do not change. */
    SyscallStop copy();
}
