package posixkit.linux;

/**
 * libc's {@code syscall} with four arguments: for system calls that libc has no function for, or a function that changes the
 * result. Arguments and result are registers; pass 0 for arguments that the call does not have. <b>Internal.</b> The C function is
 * variadic, which makes no difference on Linux.
 */
public interface KernelCall {
    long syscall(long number, long a, long b, long c, long d);
}
