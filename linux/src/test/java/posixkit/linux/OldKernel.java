package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Bindings;
import posixkit.unix.HotCalls;
import posixkit.unix.Lazy;
import posixkit.unix.LibC;
import posixkit.unix.LibCHotCalls;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.VariadicCalls;

/** Files by way of a kernel that lacks some calls. */
final class OldKernel {
    static final LinuxFileCalls KERNEL = Native.process().load(LinuxFileCalls.class);

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
    static LinuxFiles refusing(LinuxFileCalls refusal, int number, int... numbers) {
        Native library = Native.process();
        LibC libc = library.load(LibC.class);
        VariadicCalls variadic = library.load(VariadicCalls.class);
        HotCalls hot = new LibCHotCalls(libc, variadic, library.load(StatCalls.class));
        Bindings bindings = new Bindings(
                library,
                libc,
                variadic,
                () -> library.load(StatfsCalls.class),
                Bindings.six(library),
                hot,
                new LinuxLayouts(),
                () -> Native.pointerAt(library.symbol("environ")));
        LinuxFileCalls kernel = (asked, dirfd, path, mode, flags) -> {
            for (int refused : numbers) {
                if (asked == refused) {
                    return refusal.syscall(number, dirfd, path, mode, flags);
                }
            }
            return KERNEL.syscall(asked, dirfd, path, mode, flags);
        };
        return new LinuxFiles(
                bindings,
                () -> kernel,
                new LinuxIds(library.load(LinuxLibC.class)),
                new Lazy<>(() -> VersionedNodes.orPlain(library)));
    }
}
