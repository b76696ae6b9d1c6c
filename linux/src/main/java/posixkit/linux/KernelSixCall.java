package posixkit.linux;

import jnr.ffi.provider.jffi.NoX86;

/**
 * {@link KernelCall} with all six arguments. With the number they are seven, for which jnr-ffi makes no machine code on any
 * processor; {@code @NoX86} keeps it from trying.
 */
@NoX86
public interface KernelSixCall {
    long syscall(long number, long a1, long a2, long a3, long a4, long a5, long a6);
}
