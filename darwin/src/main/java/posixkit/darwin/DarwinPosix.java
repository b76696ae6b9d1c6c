package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.Posix;
import posixkit.Target;
import posixkit.darwin.call.DarwinCalls;
import posixkit.darwin.call.JnrDarwinCalls;
import posixkit.darwin.call.LinkedDarwinCalls;
import posixkit.darwin.call.RegisteredDarwinCalls;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwin;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.Sysctl;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.Lazy;
import posixkit.unix.UnixPosix;
import posixkit.unix.UnixProcesses;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.LinkedUnixCalls;
import posixkit.unix.call.RegisteredUnixCalls;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Posix} for macOS. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class DarwinPosix extends UnixPosix {
    /** The system property that names a library to use instead of libSystem, for tests. */
    static final String LIBRARY = "posixkit.darwin.library";

    private final OnDarwin door;

    private DarwinPosix(Bindings bindings, DarwinCalls darwin) {
        super(
                bindings,
                new DarwinFiles(bindings, darwin),
                new DarwinIo(bindings, darwin),
                new UnixProcesses(bindings, new DarwinSpawn(bindings, darwin)),
                () -> new DarwinSockets(bindings),
                () -> new DarwinMemory(bindings));
        door = new Door(bindings, darwin);
    }

    /** Creates the {@link DarwinPosix} of this process. {@link java.util.ServiceLoader} finds this class. */
    public static final class Provider implements PosixProvider {
        public Provider() {}

        @Override
        public boolean supports(Target target) {
            return target == Target.DARWIN_X86_64 || target == Target.DARWIN_AARCH64;
        }

        @Override
        public Posix posix() {
            // Before the first use of Native, so that an exception because of the property arrives as it is.
            Route route = Route.chosen();
            String library = System.getProperty(LIBRARY);
            if (library != null) {
                return over(Native.library(library), route);
            }
            Target.current().requireHost();
            return over(Native.process(), route);
        }
    }

    @Override
    public OnDarwin onDarwin() {
        return door;
    }

    /** Returns an object that calls the functions of {@code library} through jnr-ffi. */
    static DarwinPosix bind(Native library) {
        return over(library, Route.JNR);
    }

    private static DarwinPosix over(Native library, Route route) {
        UnixCalls calls = unix(library, route);
        DarwinCalls darwin = darwin(library, route);
        Bindings bindings = new Bindings(
                library,
                calls,
                new DarwinLayouts(),
                () -> Native.pointerAt(darwin.darwinProcess()._NSGetEnviron()));
        return new DarwinPosix(bindings, darwin);
    }

    private static UnixCalls unix(Native library, Route route) {
        if (route == Route.FFM) {
            return new LinkedUnixCalls(library);
        }
        return route == Route.REGISTERED ? new RegisteredUnixCalls(library) : new JnrUnixCalls(library);
    }

    private static DarwinCalls darwin(Native library, Route route) {
        if (route == Route.FFM) {
            return new LinkedDarwinCalls(library);
        }
        return route == Route.REGISTERED ? new RegisteredDarwinCalls(library) : new JnrDarwinCalls(library);
    }

    private static final class Door implements OnDarwin {
        private final Supplier<Kqueue> kqueue;
        private final OnDarwinIds ids;
        private final Supplier<OnDarwinFiles> files;
        private final Supplier<OnDarwinSockets> sockets;
        private final Supplier<Sysctl> sysctl;
        private final Supplier<OnDarwinPtrace> ptrace;

        Door(Bindings bindings, DarwinCalls darwin) {
            kqueue = new Lazy<>(() -> new DarwinKqueue(bindings, darwin.kqueue()));
            ids = new DarwinIds(darwin);
            files = new Lazy<>(() -> new DarwinOnlyFiles(bindings.calls(), darwin.darwinFile()));
            sockets = new Lazy<>(() -> new DarwinOnlySockets(bindings));
            sysctl = new Lazy<>(() -> new DarwinSysctl(darwin.sysctl()));
            ptrace = new Lazy<>(() -> new DarwinPtrace(darwin.darwinProcess()));
        }

        @Override
        public Kqueue kqueue() {
            return kqueue.get();
        }

        @Override
        public OnDarwinIds ids() {
            return ids;
        }

        @Override
        public OnDarwinFiles files() {
            return files.get();
        }

        @Override
        public OnDarwinSockets sockets() {
            return sockets.get();
        }

        @Override
        public Sysctl sysctl() {
            return sysctl.get();
        }

        @Override
        public OnDarwinPtrace ptrace() {
            return ptrace.get();
        }
    }
}
