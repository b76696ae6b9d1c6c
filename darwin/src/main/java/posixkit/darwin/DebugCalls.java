package posixkit.darwin;

import jnr.ffi.annotations.IgnoreError;

/**
 * Binds C functions for debuggers. <b>Internal.</b> Methods have the names of their C functions, and pointers are {@code long};
 * {@link posixkit.unix.LibC} explains all rules.
 */
public interface DebugCalls {
    int ptrace(int request, int pid, long addr, int data);

    @IgnoreError
    int setprivexec(int flag);
}
