package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** mmap, apart as {@link SpawnCall} is. <b>Internal.</b> */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /** By the route that gets the sixth argument right on x86_64. */
    @NoX86
    interface WithoutStub extends MapCall {}
}
