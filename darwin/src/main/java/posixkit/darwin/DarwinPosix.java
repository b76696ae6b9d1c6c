package posixkit.darwin;

import java.util.Map;
import java.util.function.LongSupplier;
import posixkit.Posix;
import posixkit.Target;
import posixkit.darwin.call.DarwinCalls;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwin;
import posixkit.ondarwin.OnDarwinAttributes;
import posixkit.ondarwin.OnDarwinClocks;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.ondarwin.OnDarwinProcesses;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.OnDarwinXattrs;
import posixkit.ondarwin.Sysctl;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.Lazies;
import posixkit.unix.Parking;
import posixkit.unix.UnixInterfaces;
import posixkit.unix.UnixMemory;
import posixkit.unix.UnixPosix;
import posixkit.unix.UnixProcesses;
import posixkit.unix.UnixSharedMemory;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Posix} for macOS. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class DarwinPosix extends UnixPosix {
    /** The system property that names a library to use instead of libSystem, for tests. */
    static final String LIBRARY = "posixkit.darwin.library";

    private final DarwinCalls darwin;
    private final OnDarwin door;

    private DarwinPosix(Bindings bindings, DarwinCalls darwin, DarwinPosix original) {
        super(bindings, original);
        this.darwin = darwin;
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
    protected void describe(Map<String, String> byTopic) {
        darwin.describe(byTopic);
    }

    @Override
    protected Object newAccounts() {
        return new DarwinAccounts(bindings, darwin);
    }

    @Override
    protected Object newFiles() {
        return new DarwinFiles(bindings, darwin);
    }

    @Override
    protected Object newIo() {
        return new DarwinIo(bindings, darwin);
    }

    @Override
    protected Object newXattrs() {
        return new DarwinXattrs(darwin.xattr(), 0, 0);
    }

    @Override
    protected Object newProcesses() {
        return new UnixProcesses(bindings, new DarwinSpawn(bindings, darwin));
    }

    @Override
    protected Object newSockets() {
        return new DarwinSockets(bindings);
    }

    @Override
    protected Object newInterfaces() {
        return new UnixInterfaces(bindings, new DarwinSockAddrCodec());
    }

    @Override
    protected Object newTerminals() {
        return new DarwinTerminals(bindings, io(), darwin.darwinTerminal());
    }

    @Override
    protected Object newMemory() {
        return new DarwinMemory(bindings);
    }

    @Override
    protected Object newSharedMemory() {
        return new UnixSharedMemory(bindings, (UnixMemory) memory(), darwin.darwinFile()::shm_open, 0);
    }

    @Override
    protected Posix newInheriting() {
        return new DarwinPosix(bindings.inheriting(), darwin, this);
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
        DarwinCalls darwin = DarwinCalls.over(library, route, Parking.NONE);
        Bindings bindings = new Bindings(
                library, UnixCalls.over(library, route, Parking.NONE), new DarwinLayouts(), new Environ(darwin));
        return new DarwinPosix(bindings, darwin, null);
    }

    /** Returns the current address of the array of environment variables. */
    private record Environ(DarwinCalls darwin) implements LongSupplier {
        @Override
        public long getAsLong() {
            return Native.pointerAt(darwin.darwinProcess()._NSGetEnviron());
        }
    }

    private static final class Door extends Lazies implements OnDarwin {
        private static final int KQUEUE = 0;
        private static final int IDS = 1;
        private static final int FILES = 2;
        private static final int SOCKETS = 3;
        private static final int SYSCTL = 4;
        private static final int PTRACE = 5;
        private static final int XATTRS = 6;
        private static final int CLOCKS = 7;
        private static final int PROCESSES = 8;
        private static final int ATTRIBUTES = 9;

        private final Bindings bindings;
        private final DarwinCalls darwin;

        Door(Bindings bindings, DarwinCalls darwin) {
            super(ATTRIBUTES + 1);
            this.bindings = bindings;
            this.darwin = darwin;
        }

        @Override
        protected Object make(int role) {
            return switch (role) {
                case KQUEUE -> new DarwinKqueue(bindings, darwin.kqueue());
                case IDS -> new DarwinIds(darwin);
                case FILES -> new DarwinOnlyFiles(bindings.calls(), darwin.darwinFile());
                case SOCKETS -> new DarwinOnlySockets(bindings, darwin.darwinSocket());
                case CLOCKS -> new DarwinClocks(darwin.darwinClock());
                case PROCESSES -> new DarwinProcessInfo(bindings.calls(), darwin.procInfo());
                case ATTRIBUTES -> new DarwinAttributes(darwin.attrlist());
                case SYSCTL -> new DarwinSysctl(darwin.sysctl());
                case PTRACE -> new DarwinPtrace(darwin.darwinProcess());
                case XATTRS -> new DarwinOnlyXattrs(darwin.xattr());
                default -> throw new IllegalArgumentException("role: " + role);
            };
        }

        @Override
        public Kqueue kqueue() {
            return (Kqueue) get(KQUEUE);
        }

        @Override
        public OnDarwinIds ids() {
            return (OnDarwinIds) get(IDS);
        }

        @Override
        public OnDarwinClocks clocks() {
            return (OnDarwinClocks) get(CLOCKS);
        }

        @Override
        public OnDarwinFiles files() {
            return (OnDarwinFiles) get(FILES);
        }

        @Override
        public OnDarwinSockets sockets() {
            return (OnDarwinSockets) get(SOCKETS);
        }

        @Override
        public Sysctl sysctl() {
            return (Sysctl) get(SYSCTL);
        }

        @Override
        public OnDarwinXattrs xattrs() {
            return (OnDarwinXattrs) get(XATTRS);
        }

        @Override
        public OnDarwinProcesses processes() {
            return (OnDarwinProcesses) get(PROCESSES);
        }

        @Override
        public OnDarwinAttributes attributes() {
            return (OnDarwinAttributes) get(ATTRIBUTES);
        }

        @Override
        public OnDarwinPtrace ptrace() {
            return (OnDarwinPtrace) get(PTRACE);
        }
    }
}
