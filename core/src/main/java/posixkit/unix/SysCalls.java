package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** The functions for the system as a whole. <b>Internal</b>; see {@link LibC} for the rules. */
public interface SysCalls {
    /** The C function returns nothing. */
    @IgnoreError
    int sync();

    @IgnoreError
    int getdtablesize();

    @IgnoreError
    int getpagesize();

    long sysconf(int name);

    int uname(long into);
}
