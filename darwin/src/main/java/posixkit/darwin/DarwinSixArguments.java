package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/** What {@link posixkit.unix.SpawnCall} is, for the functions of Darwin alone. <b>Internal.</b> */
public interface DarwinSixArguments {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);

    /** By the route that gets the sixth one right on x86_64. */
    @NoX86
    interface WithoutStub extends DarwinSixArguments {}
}
