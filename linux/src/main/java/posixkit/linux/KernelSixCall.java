package posixkit.linux;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Binds libc's {@code syscall} with six arguments; {@link KernelCall} binds it with four. Together with {@code number}, the
 * function has seven parameters. jnr-ffi generates no machine-code stub for seven parameters on any processor, so libffi makes
 * this call. The annotation {@code @NoX86} keeps jnr-ffi from trying to generate a stub on x86_64. <b>Internal.</b>
 */
@NoX86
public interface KernelSixCall {
    long syscall(long number, long a1, long a2, long a3, long a4, long a5, long a6);
}
