package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares {@code mmap}. This function has an interface of its own because it has six parameters; {@link SpawnCall} explains why.
 * <b>Internal.</b>
 */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /** Declares the same function for a call without the x86_64 stub of jnr-ffi, which passes a wrong sixth argument. */
    @NoX86
    interface WithoutStub extends MapCall {}
}
