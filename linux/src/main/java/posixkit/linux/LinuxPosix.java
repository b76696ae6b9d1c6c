package posixkit.linux;

import java.util.function.Supplier;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.Kernel;
import posixkit.onlinux.OnLinux;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.OnLinuxIds;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Ptrace;
import posixkit.onlinux.Syscalls;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.Lazy;
import posixkit.unix.LibC;
import posixkit.unix.SelectCall;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.UnixPosix;
import posixkit.unix.VariadicCalls;
import posixkit.unix.WaitingCalls;

/** Implements {@link Posix} for Linux. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class LinuxPosix extends UnixPosix {
    private final OnLinux door;

    private LinuxPosix(Bindings bindings, LinuxLibC linux, LinuxHotCalls hot, Supplier<LinuxNodeCalls> nodes) {
        super(
                bindings,
                new LinuxFiles(bindings, bindings.lazily(KernelCall.class), new LinuxIds(linux), nodes),
                new LinuxIo(bindings, linux),
                new LinuxProcesses(bindings),
                () -> new LinuxSockets(bindings),
                () -> new LinuxMemory(bindings),
                bindings.lazily(SelectCall.class));
        door = new Door(bindings, linux, hot, nodes);
    }

    /** Creates the {@link LinuxPosix} of this process. {@link java.util.ServiceLoader} finds this class. */
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

    static LinuxPosix bind(Native library) {
        LibC libc = library.load(LibC.class);
        LinuxLibC linux = library.load(LinuxLibC.class);
        VariadicCalls variadic = WaitingCalls.over(library.load(VariadicCalls.class));
        StatCalls stats = library.symbol("stat") != 0 ? library.load(StatCalls.class) : new VersionedStat(library);
        LinuxHotCalls hot = new LinuxLibCHotCalls(libc, variadic, stats, linux);
        long environ = library.symbol("environ");
        Bindings bindings = new Bindings(
                library,
                libc,
                variadic,
                new Lazy<>(() -> library.load(StatfsCalls.class)),
                hot,
                new LinuxLayouts(),
                () -> Native.pointerAt(environ));
        return new LinuxPosix(bindings, linux, hot, new Lazy<>(() -> VersionedNodes.orPlain(library)));
    }

    private static final class Door implements OnLinux {
        private final Epoll epoll;
        private final OnLinuxIds ids;
        private final Supplier<OnLinuxFiles> files;
        private final Supplier<OnLinuxSockets> sockets;
        private final Supplier<Kernel> kernel;
        private final Supplier<Ptrace> ptrace;
        private final Syscalls syscalls;
        private final Syscalls unguardedSyscalls;

        Door(Bindings bindings, LinuxLibC linux, LinuxHotCalls hot, Supplier<LinuxNodeCalls> nodes) {
            epoll = new LinuxEpoll(linux, hot);
            ids = new LinuxIds(linux);
            files = new Lazy<>(() -> new LinuxOnlyFiles(bindings, nodes));
            sockets = new Lazy<>(() -> new LinuxOnlySockets(bindings));
            kernel = new Lazy<>(() -> new LinuxKernel(bindings));
            ptrace = new Lazy<>(() -> new LinuxPtrace(bindings));
            Once<AllThreads> allThreads = new Once<>(() -> new AllThreads(bindings));
            syscalls = LinuxSyscalls.guarded(bindings, allThreads);
            unguardedSyscalls = LinuxSyscalls.unguarded(bindings, allThreads);
        }

        @Override
        public Epoll epoll() {
            return epoll;
        }

        @Override
        public OnLinuxIds ids() {
            return ids;
        }

        @Override
        public OnLinuxFiles files() {
            return files.get();
        }

        @Override
        public OnLinuxSockets sockets() {
            return sockets.get();
        }

        @Override
        public Kernel kernel() {
            return kernel.get();
        }

        @Override
        public Ptrace ptrace() {
            return ptrace.get();
        }

        @Override
        public Syscalls syscalls() {
            return syscalls;
        }

        @Override
        public Syscalls unguardedSyscalls() {
            return unguardedSyscalls;
        }
    }
}
