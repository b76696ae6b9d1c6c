package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** mmap. It has an interface of its own because it has six arguments, as {@link SpawnCall} has. <b>Internal.</b> */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /** Bound without the stub of jnr-ffi, which passes a wrong sixth argument on x86_64. */
    @NoX86
    interface WithoutStub extends MapCall {}
}
