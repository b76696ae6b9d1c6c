package posixkit.linux;

import jnr.ffi.annotations.IgnoreError;

/** The C functions that {@link LinuxKernel} calls. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface LinuxKernelCalls {
    int prlimit(int pid, int resource, long newLimit, long oldLimit);

    int mount(long source, long target, long fstype, long flags, long data);

    int umount2(long target, int flags);

    int reboot(int command);

    @IgnoreError
    int getpagesize();
}
