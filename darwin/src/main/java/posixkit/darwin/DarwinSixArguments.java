package posixkit.darwin;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares the functions with six arguments that only Darwin has. They need an interface of their own, like
 * {@link posixkit.unix.SpawnCall}: on x86_64, the machine code with which jnr-ffi usually calls a function (its stub) passes a
 * wrong sixth argument. {@link posixkit.ffi.Native#loadSix} loads this interface. <b>Internal.</b>
 */
public interface DarwinSixArguments {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);

    /** Declares the same functions for calls without jnr-ffi's stub on x86_64, so that the sixth argument is correct. */
    @NoX86
    interface WithoutStub extends DarwinSixArguments {}
}
