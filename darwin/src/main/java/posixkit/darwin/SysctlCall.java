package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/**
 * The C function {@code sysctl}. It has an interface of its own because of its sixth argument: see
 * {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b>
 */
public interface SysctlCall {
    int sysctl(long name, int count, long old, long oldLength, long value, long length);

    /** The route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends SysctlCall {}
}
