package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares the C function {@code sysctl}, which has six arguments. It needs an interface of its own: on x86_64, the machine code
 * with which jnr-ffi usually calls a function (its stub) passes a wrong sixth argument. {@link posixkit.ffi.Native#loadSix} loads
 * this interface. <b>Internal.</b>
 */
public interface SysctlCall {
    int sysctl(long name, int count, long old, long oldLength, long value, long length);

    /** Declares the same function for calls without jnr-ffi's stub on x86_64, so that the sixth argument is correct. */
    @NoX86
    interface WithoutStub extends SysctlCall {}
}
