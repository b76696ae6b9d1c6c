package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/** sysctl, apart because of its sixth argument: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b> */
public interface SysctlCall {
    int sysctl(long name, int count, long old, long oldLength, long value, long length);

    /** By the route that gets the sixth one right on x86_64. */
    @NoX86
    interface WithoutStub extends SysctlCall {}
}
