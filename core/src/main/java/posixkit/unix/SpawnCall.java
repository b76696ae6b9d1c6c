package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares {@code posix_spawnp}. <b>Internal.</b> This function has an interface of its own because it has six parameters. On
 * x86_64, jnr-ffi usually calls a function through a stub of machine code, and this stub passes a wrong sixth argument.
 * {@link posixkit.ffi.Native#loadSix} therefore loads {@link WithoutStub} on x86_64, and this interface on other processors.
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
