package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Lazy;

/** Files by way of a kernel that lacks some calls. */
final class OldKernel {
    static final KernelCall KERNEL = Native.process().load(KernelCall.class);

    private OldKernel() {}

    /** The kernel at hand, but for these calls, which answer as one that does not know their number. */
    static LinuxFiles without(int... numbers) {
        return refusing(KERNEL, -1, numbers);
    }

    /**
     * The kernel at hand, but for these calls.
     *
     * @param refusal what is asked in their place, by that number
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
