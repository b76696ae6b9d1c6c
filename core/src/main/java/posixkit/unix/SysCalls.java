package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** The functions that describe the system as a whole. <b>Internal</b>; the rules are {@link LibC}'s. */
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
