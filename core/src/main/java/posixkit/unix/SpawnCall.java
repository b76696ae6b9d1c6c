package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares {@code posix_spawnp}. <b>Internal.</b> A function with six parameters has an interface of its own: on x86_64 the usual
 * stub of jnr-ffi passes a wrong sixth argument. {@link posixkit.ffi.Native#loadSix} loads such an interface.
 */
public interface SpawnCall {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    /** Declares the same function for a call without the x86_64 stub of jnr-ffi, which passes a wrong sixth argument. */
    @NoX86
    interface WithoutStub extends SpawnCall {}
}
