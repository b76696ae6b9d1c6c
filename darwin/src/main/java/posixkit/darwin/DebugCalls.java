package posixkit.darwin;

import jnr.ffi.annotations.IgnoreError;

/** C functions for debuggers. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface DebugCalls {
    int ptrace(int request, int pid, long addr, int data);

    @IgnoreError
    int setprivexec(int flag);
}
