package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** {@link SixArguments} by the route that gets the sixth one right on x86_64. <b>Internal.</b> */
@NoX86
public interface SixArgumentsWithoutStub extends SixArguments {}
