package posixkit.linux;

/**
 * libc's way to any of the kernel's calls, for those that libc has no function for, or one that is not to be trusted. As
 * wide as what is asked of it; what a call has no use for is 0. <b>Internal</b>; variadic, which on Linux makes no difference.
 */
public interface KernelCall {
    long syscall(long number, long a, long b, long c, long d);
}
