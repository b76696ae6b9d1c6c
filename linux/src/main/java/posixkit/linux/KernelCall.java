package posixkit.linux;

/**
 * Binds libc's {@code syscall} with four arguments. This binding serves system calls that have no libc function, or whose libc
 * function changes the result. Arguments and the result are register values; pass 0 for arguments that the system call does not
 * have. <b>Internal.</b> The C function is variadic. On Linux this makes no difference, because variadic arguments are passed
 * like other arguments.
 */
public interface KernelCall {
    long syscall(long number, long a, long b, long c, long d);
}
