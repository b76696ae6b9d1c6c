package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares {@code mmap}. <b>Internal.</b> This function has an interface of its own because it has six parameters: on x86_64,
 * such an interface must be loaded in a special way, which {@link SpawnCall} explains.
 */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /**
     * The same interface for x86_64. The annotation {@code @NoX86} tells jnr-ffi not to use its machine-code stub, which passes a
     * wrong sixth argument.
     */
    @NoX86
    interface WithoutStub extends MapCall {}
}
