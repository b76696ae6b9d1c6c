package posixkit.linux;

import jnr.ffi.annotations.IgnoreError;

/**
 * Binds the C functions that {@link LinuxKernel} calls. <b>Internal.</b> Methods have the names of their C functions, and
 * pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface LinuxKernelCalls {
    int prlimit(int pid, int resource, long newLimit, long oldLimit);

    int mount(long source, long target, long fstype, long flags, long data);

    int umount2(long target, int flags);

    int reboot(int command);

    @IgnoreError
    int getpagesize();
}
