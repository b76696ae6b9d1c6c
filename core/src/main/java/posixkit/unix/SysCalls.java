package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/** The system as a whole. <b>Internal</b>; the rules are {@link LibC}'s. */
public interface SysCalls {
    /** C's returns nothing. */
    @IgnoreError
    int sync();

    @IgnoreError
    int getdtablesize();

    @IgnoreError
    int getpagesize();

    long sysconf(int name);

    int uname(long into);
}
