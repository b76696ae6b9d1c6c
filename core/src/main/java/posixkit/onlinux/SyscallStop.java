package posixkit.onlinux;

/** What a traced thread is stopped at ({@code struct ptrace_syscall_info}). Filled by {@link Ptrace#getSyscallInfo}. */
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

    /** {@code AUDIT_ARCH_…}: the processor whose numbers these are. */
    int arch();

    long instructionPointer();

    long stackPointer();

    /** Returns a copy, which later calls on this one do not change. */
    SyscallStop copy();
}
