package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/**
 * Declares the libc functions that concern the whole operating system, for example {@code uname}. <b>Internal.</b> {@link LibC}
 * explains the rules that all such interfaces follow.
 */
public interface SysCalls {
    /** Writes the changed data of all file systems to disk. In C, this function returns nothing, so its result means nothing. */
    @IgnoreError
    int sync();

    @IgnoreError
    int getdtablesize();

    @IgnoreError
    int getpagesize();

    long sysconf(int name);

    int uname(long into);
}
