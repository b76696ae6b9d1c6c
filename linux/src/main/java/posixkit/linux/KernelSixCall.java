package posixkit.linux;

import jnr.ffi.provider.jffi.NoX86;

/**
 * {@link KernelCall} with six arguments. With the number these are seven, and jnr-ffi makes no machine code for seven on any
 * processor. {@code @NoX86} keeps it from trying on x86_64. <b>Internal.</b>
 */
@NoX86
public interface KernelSixCall {
    long syscall(long number, long a1, long a2, long a3, long a4, long a5, long a6);
}
