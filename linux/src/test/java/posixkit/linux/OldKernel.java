package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Lazy;

/** Makes {@link LinuxFiles} over a kernel that lacks some system calls. */
final class OldKernel {
    static final KernelCall KERNEL = Native.process().load(KernelCall.class);

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
    static LinuxFiles refusing(KernelCall refusal, int number, int... numbers) {
        KernelCall kernel = (asked, dirfd, path, mode, flags) -> {
            for (int refused : numbers) {
                if (asked == refused) {
                    return refusal.syscall(number, dirfd, path, mode, flags);
                }
            }
            return KERNEL.syscall(asked, dirfd, path, mode, flags);
        };
        return new LinuxFiles(
                LinuxBodies.over(Native.process()),
                () -> kernel,
                new LinuxIds(Native.process().load(LinuxLibC.class)),
                new Lazy<>(() -> VersionedNodes.orPlain(Native.process())));
    }
}
