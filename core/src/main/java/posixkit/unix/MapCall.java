package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** {@code mmap}, alone because it has six arguments: see {@link SpawnCall}. <b>Internal.</b> */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /** The route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends MapCall {}
}
