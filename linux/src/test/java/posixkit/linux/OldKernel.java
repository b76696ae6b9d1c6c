package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.JnrSyscallCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.testing.Replaced;

/** Makes {@link LinuxFiles} over a kernel that lacks some system calls. */
final class OldKernel {
    static final SyscallCalls KERNEL = new JnrSyscallCalls(Native.process());

    private OldKernel() {}

    /** Returns files over this kernel, where these calls fail as on a kernel that does not know their numbers. */
    static LinuxFiles without(int... numbers) {
        return refusing(KERNEL, -1, numbers);
    }

    /**
     * Returns files over this kernel, with a replacement for these calls.
     *
     * @param refusal is called instead, with {@code number}
     */
    static LinuxFiles refusing(SyscallCalls refusal, int number, int... numbers) {
        SyscallCalls kernel = (asked, dirfd, path, mode, flags) -> {
            for (int refused : numbers) {
                if (asked == refused) {
                    return refusal.syscall(number, dirfd, path, mode, flags);
                }
            }
            return KERNEL.syscall(asked, dirfd, path, mode, flags);
        };
        LinuxCalls linux = new JnrLinuxCalls(Native.process());
        return new LinuxFiles(
                LinuxBodies.over(Native.process()),
                Replaced.topic(LinuxCalls.class, linux, SyscallCalls.class, kernel));
    }
}
