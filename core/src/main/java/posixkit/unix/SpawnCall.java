package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares {@code posix_spawnp}. <b>Internal.</b> A function with six parameters has an interface of its own: on x86_64, the
 * machine-code stub with which jnr-ffi usually makes a call passes a wrong sixth argument. {@link posixkit.ffi.Native#loadSix}
 * therefore loads {@link WithoutStub} on x86_64, and this interface on other processors.
 */
public interface SpawnCall {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    /**
     * The same interface for x86_64. The annotation {@code @NoX86} tells jnr-ffi not to use its machine-code stub, which passes a
     * wrong sixth argument.
     */
    @NoX86
    interface WithoutStub extends SpawnCall {}
}
