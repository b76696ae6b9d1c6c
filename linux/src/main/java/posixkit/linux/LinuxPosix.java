package posixkit.linux;

import java.util.function.Supplier;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinkedLinuxCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.RegisteredLinuxCalls;
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
import posixkit.unix.Parking;
import posixkit.unix.UnixPosix;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.LinkedUnixCalls;
import posixkit.unix.call.RegisteredUnixCalls;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Posix} for Linux. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class LinuxPosix extends UnixPosix {
    private final OnLinux door;

    private LinuxPosix(Bindings bindings, LinuxCalls linux) {
        super(
                bindings,
                new LinuxFiles(bindings, linux),
                new LinuxIo(bindings, linux),
                new LinuxProcesses(bindings, linux),
                () -> new LinuxSockets(bindings, linux),
                () -> new LinuxMemory(bindings));
        door = new Door(bindings, linux);
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
            // Before the first use of Native, so that an exception because of the property arrives as it is.
            Route route = Route.chosen();
            return over(Native.process(), route);
        }
    }

    @Override
    public OnLinux onLinux() {
        return door;
    }

    /** Returns an object that calls the functions of {@code library} through jnr-ffi. */
    static LinuxPosix bind(Native library) {
        return over(library, Route.JNR);
    }

    private static LinuxPosix over(Native library, Route route) {
        LinuxLayouts layouts = new LinuxLayouts();
        Parking parking = new Parking(layouts);
        UnixCalls calls = unix(library, route, parking);
        LinuxCalls linux = linux(library, route, parking);
        parking.bind(calls, () -> new LinuxParking(calls, linux));
        long environ = library.symbol("environ");
        Bindings bindings = new Bindings(library, calls, layouts, () -> Native.pointerAt(environ));
        return new LinuxPosix(bindings, linux);
    }

    private static UnixCalls unix(Native library, Route route, Parking parking) {
        if (route == Route.FFM) {
            return new LinkedUnixCalls(library, parking);
        }
        return route == Route.REGISTERED
                ? new RegisteredUnixCalls(library, parking)
                : new JnrUnixCalls(library, parking);
    }

    private static LinuxCalls linux(Native library, Route route, Parking parking) {
        if (route == Route.FFM) {
            return new LinkedLinuxCalls(library, parking);
        }
        return route == Route.REGISTERED
                ? new RegisteredLinuxCalls(library, parking)
                : new JnrLinuxCalls(library, parking);
    }

    private static final class Door implements OnLinux {
        private final Supplier<Epoll> epoll;
        private final OnLinuxIds ids;
        private final Supplier<OnLinuxFiles> files;
        private final Supplier<OnLinuxSockets> sockets;
        private final Supplier<Kernel> kernel;
        private final Supplier<Ptrace> ptrace;
        private final Syscalls syscalls;
        private final Syscalls unguardedSyscalls;

        Door(Bindings bindings, LinuxCalls linux) {
            epoll = new Lazy<>(() -> new LinuxEpoll(linux.epoll()));
            ids = new LinuxIds(linux);
            files = new Lazy<>(() -> new LinuxOnlyFiles(bindings, linux));
            sockets = new Lazy<>(() -> new LinuxOnlySockets(bindings, linux));
            kernel = new Lazy<>(() -> new LinuxKernel(bindings, linux));
            ptrace = new Lazy<>(() -> new LinuxPtrace(linux));
            Once<AllThreads> allThreads = new Once<>(() -> new AllThreads(bindings, linux));
            syscalls = LinuxSyscalls.guarded(linux, allThreads);
            unguardedSyscalls = LinuxSyscalls.unguarded(linux, allThreads);
        }

        @Override
        public Epoll epoll() {
            return epoll.get();
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
