package posixkit.linux;

import static posixkit.onlinux.constants.LinuxShm.SHM_EXEC;

import java.util.Map;
import java.util.function.LongSupplier;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.linux.call.LinuxCalls;
import posixkit.onlinux.Capabilities;
import posixkit.onlinux.Clones;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.Eventfds;
import posixkit.onlinux.FileHandles;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.Kernel;
import posixkit.onlinux.Mounts;
import posixkit.onlinux.Namespaces;
import posixkit.onlinux.Netlink;
import posixkit.onlinux.OnLinux;
import posixkit.onlinux.OnLinuxClocks;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.OnLinuxHost;
import posixkit.onlinux.OnLinuxIds;
import posixkit.onlinux.OnLinuxInterfaces;
import posixkit.onlinux.OnLinuxIo;
import posixkit.onlinux.OnLinuxMemory;
import posixkit.onlinux.OnLinuxPoll;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Pidfds;
import posixkit.onlinux.Prctl;
import posixkit.onlinux.ProcessMemory;
import posixkit.onlinux.Ptrace;
import posixkit.onlinux.Scheduling;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.Timerfds;
import posixkit.onlinux.Transfers;
import posixkit.spi.PosixProvider;
import posixkit.unix.Bindings;
import posixkit.unix.Lazies;
import posixkit.unix.Lazy;
import posixkit.unix.Parking;
import posixkit.unix.UnixInterfaces;
import posixkit.unix.UnixMemory;
import posixkit.unix.UnixPosix;
import posixkit.unix.UnixSharedMemory;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Posix} for Linux. {@link Provider} makes this class available to {@link Posix#get()}. */
public final class LinuxPosix extends UnixPosix {
    private final LinuxCalls linux;
    private final Door door;

    private LinuxPosix(Bindings bindings, LinuxCalls linux, LinuxPosix original) {
        super(bindings, original);
        this.linux = linux;
        door = new Door(this, bindings, linux, original == null ? null : original.door);
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
            Native process = Native.process();
            addLibrt(process);
            return over(process, route);
        }
    }

    /**
     * Before version 2.34, glibc had {@code shm_open} and {@code shm_unlink} in a library of its own. Some JVMs load this library
     * at their start, and others do not. If the library is missing, these two calls fail with ENOSYS.
     */
    private static void addLibrt(Native process) {
        if (process.symbol("shm_open") == 0) {
            process.add("librt.so.1");
        }
    }

    @Override
    protected void describe(Map<String, String> byTopic) {
        linux.describe(byTopic);
    }

    @Override
    protected Object newAccounts() {
        return new LinuxAccounts(bindings, linux);
    }

    @Override
    protected Object newFiles() {
        return new LinuxFiles(bindings, linux);
    }

    @Override
    protected Object newIo() {
        return new LinuxIo(bindings, linux);
    }

    @Override
    protected Object newXattrs() {
        return new LinuxXattrs(linux.xattr());
    }

    @Override
    protected Object newProcesses() {
        return new LinuxProcesses(bindings, linux, door.starter());
    }

    @Override
    protected Object newSockets() {
        return new LinuxSockets(bindings, linux);
    }

    @Override
    protected Object newInterfaces() {
        return new UnixInterfaces(bindings, LinuxSockAddrCodec.create());
    }

    @Override
    protected Object newTerminals() {
        return new LinuxTerminals(bindings, io(), linux.linuxTerminal());
    }

    @Override
    protected Object newMemory() {
        return LinuxMemory.withBarrier(bindings, linux.syscall());
    }

    @Override
    protected Object newSharedMemory() {
        return new UnixSharedMemory(bindings, (UnixMemory) memory(), linux.linuxFile()::shm_open, SHM_EXEC);
    }

    @Override
    protected Posix newInheriting() {
        return new LinuxPosix(bindings.inheriting(), linux, this);
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
        UnixCalls unix = UnixCalls.over(library, route, parking);
        LinuxCalls linux = LinuxCalls.over(library, route, parking);
        parking.bind(unix, new Lazy<>() {
            @Override
            protected LinuxParking make() {
                return new LinuxParking(unix, linux);
            }
        });
        return new LinuxPosix(new Bindings(library, unix, layouts, new Environ(library)), linux, null);
    }

    /** Returns the current address of the array of environment variables. */
    private static final class Environ implements LongSupplier {
        private final long variable;

        Environ(Native library) {
            variable = library.symbol("environ");
        }

        @Override
        public long getAsLong() {
            return Native.pointerAt(variable);
        }
    }

    private static final class Door extends Lazies implements OnLinux {
        private static final int EPOLL = 0;
        private static final int IDS = 1;
        private static final int FILES = 2;
        private static final int SOCKETS = 3;
        private static final int KERNEL = 4;
        private static final int PTRACE = 5;
        private static final int SYSCALLS = 6;
        private static final int UNGUARDED_SYSCALLS = 7;
        private static final int ALL_THREADS = 8;
        private static final int INOTIFY = 9;
        private static final int TIMERFDS = 10;
        private static final int EVENTFDS = 11;
        private static final int PIDFDS = 12;
        private static final int TRANSFERS = 13;
        private static final int IO = 14;
        private static final int FILE_HANDLES = 15;
        private static final int CLONES = 16;
        private static final int POLL = 17;
        private static final int CLOCKS = 18;
        private static final int SIGNALS = 19;
        private static final int SIGNAL_RELAY = 20;
        private static final int INTERFACES = 21;
        private static final int SCHEDULING = 22;
        private static final int PRCTL = 23;
        private static final int NAMESPACES = 24;
        private static final int CAPABILITIES = 25;
        private static final int PROCESS_MEMORY = 26;
        private static final int MEMORY = 27;
        private static final int HOST = 28;
        private static final int MOUNTS = 29;
        private static final int NETLINK = 30;
        private static final int STARTER = 31;
        private static final int COUNT = 32;

        private final LinuxPosix posix;
        private final Bindings bindings;
        private final LinuxCalls linux;

        /** The door of the object whose {@link #inheriting} returns this one; null if there is none. */
        private final Door original;

        Door(LinuxPosix posix, Bindings bindings, LinuxCalls linux, Door original) {
            super(COUNT);
            this.posix = posix;
            this.bindings = bindings;
            this.linux = linux;
            this.original = original;
        }

        @Override
        protected Object make(int role) {
            return switch (role) {
                case EPOLL -> new LinuxEpoll(linux.epoll(), bindings.closeOnExec());
                case IDS -> new LinuxIds(linux);
                case FILES -> new LinuxOnlyFiles(bindings, linux);
                case SOCKETS -> new LinuxOnlySockets(bindings, linux);
                case INOTIFY -> new LinuxInotify(bindings, linux.linuxEvent());
                case TIMERFDS -> new LinuxTimerfds(bindings, linux.linuxEvent());
                case EVENTFDS -> new LinuxEventfds(linux.linuxEvent(), bindings.closeOnExec());
                case PIDFDS -> new LinuxPidfds(bindings, linux.syscall(), starter());
                case TRANSFERS -> new LinuxTransfers(linux.transfer());
                case MEMORY -> new LinuxOnlyMemory(bindings, linux, (UnixMemory) posix.memory());
                case HOST -> new LinuxOnlyHost(linux.linuxHost());
                case MOUNTS -> new LinuxMounts(linux, bindings.closeOnExec());
                case POLL -> new LinuxOnlyPoll(linux.linuxPoll());
                case CLOCKS -> new LinuxOnlyClocks(linux.linuxClock());
                case IO -> new LinuxOnlyIo(linux);
                case FILE_HANDLES -> new LinuxFileHandles(linux.linuxFile(), bindings.closeOnExec());
                case CLONES -> new LinuxClones(bindings.calls().io());
                case SIGNALS -> new LinuxSignals(bindings, linux, signalRelay());
                case INTERFACES -> new LinuxOnlyInterfaces(bindings);
                case NETLINK -> new LinuxNetlink(bindings);
                case SCHEDULING -> new LinuxScheduling(linux.syscall());
                case PRCTL -> new LinuxPrctl(linux.kernel());
                case NAMESPACES -> new LinuxNamespaces(linux.syscall());
                case CAPABILITIES -> new LinuxCapabilities(linux.syscall());
                case PROCESS_MEMORY -> new LinuxProcessMemory(linux.kernel());
                case KERNEL -> new LinuxKernel(bindings, linux);
                case PTRACE -> new LinuxPtrace(linux);
                case SYSCALLS -> LinuxSyscalls.guarded(linux, allThreads());
                case UNGUARDED_SYSCALLS -> LinuxSyscalls.unguarded(linux, allThreads());
                // One process has one signal handler for calls in all threads, one for signals that go into pipes, and
                // one lock for what a start changes in this process meanwhile.
                case ALL_THREADS -> original != null ? original.allThreads() : newAllThreads();
                case SIGNAL_RELAY -> original != null ? original.signalRelay() : newSignalRelay();
                case STARTER -> original != null ? original.starter() : new LinuxStarter(bindings, linux);
                default -> throw new IllegalArgumentException("role: " + role);
            };
        }

        private Object newAllThreads() {
            return new Once<AllThreads>() {
                @Override
                AllThreads make() throws ErrnoException {
                    return new AllThreads(bindings, linux);
                }
            };
        }

        private Object newSignalRelay() {
            return new Once<SignalRelay>() {
                @Override
                SignalRelay make() throws ErrnoException {
                    return new SignalRelay(bindings, linux.kernel(), SignalRelay.PATIENCE_NANOS);
                }
            };
        }

        private LinuxStarter starter() {
            return (LinuxStarter) get(STARTER);
        }

        @SuppressWarnings("unchecked")
        private Once<AllThreads> allThreads() {
            return (Once<AllThreads>) get(ALL_THREADS);
        }

        @SuppressWarnings("unchecked")
        private Once<SignalRelay> signalRelay() {
            return (Once<SignalRelay>) get(SIGNAL_RELAY);
        }

        @Override
        public Epoll epoll() {
            return (Epoll) get(EPOLL);
        }

        @Override
        public Inotify inotify() {
            return (Inotify) get(INOTIFY);
        }

        @Override
        public Timerfds timerfds() {
            return (Timerfds) get(TIMERFDS);
        }

        @Override
        public Eventfds eventfds() {
            return (Eventfds) get(EVENTFDS);
        }

        @Override
        public Pidfds pidfds() {
            return (Pidfds) get(PIDFDS);
        }

        @Override
        public OnLinuxSignals signals() {
            return (OnLinuxSignals) get(SIGNALS);
        }

        @Override
        public Scheduling scheduling() {
            return (Scheduling) get(SCHEDULING);
        }

        @Override
        public Prctl prctl() {
            return (Prctl) get(PRCTL);
        }

        @Override
        public Namespaces namespaces() {
            return (Namespaces) get(NAMESPACES);
        }

        @Override
        public Capabilities capabilities() {
            return (Capabilities) get(CAPABILITIES);
        }

        @Override
        public ProcessMemory processMemory() {
            return (ProcessMemory) get(PROCESS_MEMORY);
        }

        @Override
        public Transfers transfers() {
            return (Transfers) get(TRANSFERS);
        }

        @Override
        public OnLinuxIo io() {
            return (OnLinuxIo) get(IO);
        }

        @Override
        public FileHandles fileHandles() {
            return (FileHandles) get(FILE_HANDLES);
        }

        @Override
        public Clones clones() {
            return (Clones) get(CLONES);
        }

        @Override
        public OnLinuxPoll poll() {
            return (OnLinuxPoll) get(POLL);
        }

        @Override
        public OnLinuxClocks clocks() {
            return (OnLinuxClocks) get(CLOCKS);
        }

        @Override
        public OnLinuxMemory memory() {
            return (OnLinuxMemory) get(MEMORY);
        }

        @Override
        public OnLinuxHost host() {
            return (OnLinuxHost) get(HOST);
        }

        @Override
        public Mounts mounts() {
            return (Mounts) get(MOUNTS);
        }

        @Override
        public OnLinuxIds ids() {
            return (OnLinuxIds) get(IDS);
        }

        @Override
        public OnLinuxFiles files() {
            return (OnLinuxFiles) get(FILES);
        }

        @Override
        public OnLinuxSockets sockets() {
            return (OnLinuxSockets) get(SOCKETS);
        }

        @Override
        public OnLinuxInterfaces interfaces() {
            return (OnLinuxInterfaces) get(INTERFACES);
        }

        @Override
        public Netlink netlink() {
            return (Netlink) get(NETLINK);
        }

        @Override
        public Kernel kernel() {
            return (Kernel) get(KERNEL);
        }

        @Override
        public Ptrace ptrace() {
            return (Ptrace) get(PTRACE);
        }

        @Override
        public Syscalls syscalls() {
            return (Syscalls) get(SYSCALLS);
        }

        @Override
        public Syscalls unguardedSyscalls() {
            return (Syscalls) get(UNGUARDED_SYSCALLS);
        }
    }
}
