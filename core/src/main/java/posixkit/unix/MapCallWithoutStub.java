package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** {@link MapCall} by the route that gets the sixth argument right on x86_64. <b>Internal.</b> */
@NoX86
public interface MapCallWithoutStub extends MapCall {}
