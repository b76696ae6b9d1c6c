package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Binds the C function {@code sysctl}. It needs an interface of its own, because jnr-ffi's stub passes a wrong sixth argument on
 * x86_64: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b>
 */
public interface SysctlCall {
    int sysctl(long name, int count, long old, long oldLength, long value, long length);

    /** Binds the same function without jnr-ffi's stub, so that the sixth argument is correct on x86_64. */
    @NoX86
    interface WithoutStub extends SysctlCall {}
}
