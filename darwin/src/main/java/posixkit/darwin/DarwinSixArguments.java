package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Binds the functions with six arguments that only Darwin has. They need an interface of their own, like
 * {@link posixkit.unix.SpawnCall}: on x86_64, jnr-ffi's stub passes a wrong sixth argument. <b>Internal.</b>
 */
public interface DarwinSixArguments {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);

    /** Binds the same functions without jnr-ffi's stub, so that the sixth argument is correct on x86_64. */
    @NoX86
    interface WithoutStub extends DarwinSixArguments {}
}
