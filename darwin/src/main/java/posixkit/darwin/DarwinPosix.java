package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.file.FileTree;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwin;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.Sysctl;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.DirCalls;
import posixkit.unix.Lazy;
import posixkit.unix.LibC;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.UnixPosix;
import posixkit.unix.UnixProcesses;
import posixkit.unix.VariadicCalls;
import posixkit.unix.WaitingCalls;

/** Implements {@link Posix} for macOS. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class DarwinPosix extends UnixPosix {
    /** The system property that names a library to use instead of libSystem, for tests. */
    static final String LIBRARY = "posixkit.darwin.library";

    private final OnDarwin door;

    private DarwinPosix(Bindings bindings, DarwinLibC darwin, DarwinHotCalls hot) {
        super(
                bindings,
                files(bindings),
                new DarwinIo(bindings),
                new UnixProcesses(bindings, new DarwinSpawn(bindings, darwin)),
                () -> new DarwinSockets(bindings),
                () -> new DarwinMemory(bindings),
                new Lazy<>(() -> new UnlimitedSelect(bindings.library())));
        door = new Door(bindings, darwin, hot);
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
            String library = System.getProperty(LIBRARY);
            if (library != null) {
                return bind(Native.library(library));
            }
            Target.current().requireHost();
            return bind(Native.process());
        }
    }

    @Override
    public OnDarwin onDarwin() {
        return door;
    }

    private static FileTree files(Bindings bindings) {
        Native library = bindings.library();
        return new DarwinFiles(
                bindings,
                Target.IS_X86_64 ? new Lazy<>(() -> new Inode64Dir(library)) : bindings.lazily(DirCalls.class));
    }

    private static Supplier<MountCalls> mounts(Bindings bindings) {
        return Target.IS_X86_64
                ? new Lazy<>(() -> new Inode64Mounts(bindings.library()))
                : bindings.lazily(MountCalls.class);
    }

    static DarwinPosix bind(Native library) {
        LibC libc = library.load(LibC.class);
        DarwinLibC darwin = library.load(DarwinLibC.class);
        VariadicCalls variadic =
                WaitingCalls.over(Target.IS_X86_64 ? library.load(VariadicCalls.class) : Arm64Variadic.of(library));
        StatCalls stats = Target.IS_X86_64 ? new Inode64Stat(library) : library.load(StatCalls.class);
        DarwinHotCalls hot = new DarwinLibCHotCalls(
                libc, variadic, stats, library.loadSix(DarwinSixArguments.class, DarwinSixArguments.WithoutStub.class));
        Bindings bindings = new Bindings(
                library,
                libc,
                variadic,
                statfs(library),
                hot,
                new DarwinLayouts(),
                () -> Native.pointerAt(darwin._NSGetEnviron()));
        return new DarwinPosix(bindings, darwin, hot);
    }

    /**
     * Returns a supplier of the object that calls {@code statfs} and {@code fstatfs}. On x86_64, the functions with these names
     * fill an old, smaller structure, so {@code statfs$INODE64} and {@code fstatfs$INODE64} are used instead.
     */
    private static Supplier<StatfsCalls> statfs(Native library) {
        return new Lazy<>(() -> Target.IS_X86_64 ? new Inode64Statfs(library) : library.load(StatfsCalls.class));
    }

    private static final class Door implements OnDarwin {
        private final Kqueue kqueue;
        private final OnDarwinIds ids;
        private final Supplier<OnDarwinFiles> files;
        private final Supplier<OnDarwinSockets> sockets;
        private final Supplier<Sysctl> sysctl;
        private final Supplier<OnDarwinPtrace> ptrace;

        Door(Bindings bindings, DarwinLibC darwin, DarwinHotCalls hot) {
            kqueue = new DarwinKqueue(bindings, darwin, hot);
            ids = new DarwinIds(bindings, darwin);
            files = new Lazy<>(() -> new DarwinOnlyFiles(bindings, mounts(bindings)));
            sockets = new Lazy<>(() -> new DarwinOnlySockets(bindings));
            sysctl = new Lazy<>(() -> new DarwinSysctl(bindings));
            ptrace = new Lazy<>(() -> new DarwinPtrace(bindings));
        }

        @Override
        public Kqueue kqueue() {
            return kqueue;
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
