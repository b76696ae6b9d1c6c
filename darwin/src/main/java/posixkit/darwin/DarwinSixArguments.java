package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/** The six-argument functions that only Darwin has: see {@link posixkit.unix.SpawnCall}. <b>Internal.</b> */
public interface DarwinSixArguments {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);

    /** The route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends DarwinSixArguments {}
}
