package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/**
 * Declares the libc functions for pages of memory, except {@code mmap}, which is in {@link MapCall}. <b>Internal.</b>
 * {@link LibC} explains the rules that all such interfaces follow.
 */
public interface MemoryCalls {
    int munmap(long address, long length);

    int mprotect(long address, long length, int prot);

    int msync(long address, long length, int flags);

    int mlock(long address, long length);

    int munlock(long address, long length);

    int mlockall(int flags);

    int munlockall();

    int madvise(long address, long length, int advice);

    @IgnoreError
    int getpagesize();
}
