package posixkit.linux;

import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.IdExtras;
import posixkit.onlinux.OnLinux;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;
import posixkit.unix.StatCalls;
import posixkit.unix.UnixPosix;
import posixkit.unix.VariadicCalls;

/** Linux, and how it is found. */
public final class LinuxPosix extends UnixPosix {
    private final OnLinux door;

    private LinuxPosix(Native library, Bindings bindings, LinuxLibC linux, LinuxHotCalls hot) {
        super(bindings, new LinuxIo(bindings, linux), new LinuxProcesses(bindings, LinuxProcesses.closeFrom(library)));
        door = new Door(new LinuxEpoll(linux, hot), new LinuxIds(linux));
    }

    /** Found by {@link java.util.ServiceLoader}. */
    public static final class Provider implements PosixProvider {
        public Provider() {}

        @Override
        public boolean supports(Target target) {
            return target == Target.LINUX_X86_64 || target == Target.LINUX_AARCH64;
        }

        @Override
        public Posix posix() {
            Target.current().requireHost();
            return bind(Native.process());
        }
    }

    @Override
    public OnLinux onLinux() {
        return door;
    }

    private static LinuxPosix bind(Native library) {
        LibC libc = library.load(LibC.class);
        LinuxLibC linux = library.load(LinuxLibC.class);
        VariadicCalls variadic = library.load(VariadicCalls.class);
        StatCalls stats = library.symbol("stat") != 0 ? library.load(StatCalls.class) : new VersionedStat(library);
        LinuxHotCalls hot = new LinuxLibCHotCalls(libc, variadic, stats, linux);
        long environ = library.symbol("environ");
        Bindings bindings = new Bindings(
                libc, variadic, Bindings.six(library), hot, new LinuxLayouts(), () -> Native.pointerAt(environ));
        return new LinuxPosix(library, bindings, linux, hot);
    }

    private record Door(Epoll epoll, IdExtras ids) implements OnLinux {}
}
