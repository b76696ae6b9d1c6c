package posixkit.linux;

/**
 * libc's way to any of the kernel's calls, as wide as {@code getdents64} is, for which glibc before 2.30 has no function.
 * <b>Internal</b>; variadic, which on Linux makes no difference.
 */
public interface DirentCalls {
    long syscall(long number, long fd, long buffer, long size);
}
