package posixkit.unix;

import java.util.Map;
import java.util.TreeMap;
import posixkit.Posix;
import posixkit.event.Poll;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Xattrs;
import posixkit.id.Accounts;
import posixkit.id.Ids;
import posixkit.memory.Memory;
import posixkit.memory.SharedMemory;
import posixkit.net.Interfaces;
import posixkit.net.Sockets;
import posixkit.process.Processes;
import posixkit.process.Signals;
import posixkit.system.Environment;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SystemLog;
import posixkit.terminal.Terminals;
import posixkit.time.Clocks;

/**
 * Implements {@link Posix} with bindings. A binding is a Java interface whose methods call C functions. <b>Internal.</b>
 *
 * <p>Each method of this class returns an object that implements one group of functions, for example {@link FileTree}. Such an
 * object is created only at its first use, because this takes time. Each operating system has a subclass, whose methods create
 * the objects that differ between operating systems. The subclass also overrides {@code onLinux} or {@code onDarwin}.
 */
public abstract class UnixPosix extends Posix {
    protected final Bindings bindings;
    private final Roles roles = new Roles();

    /** The object whose {@link #inheriting} returns this one; null if this is not such an object. */
    private final UnixPosix original;

    /**
     * @param original the object whose {@link #inheriting} returns this one; null if there is none. The two share the objects that
     *     create no descriptors, because some of these objects hold locks that protect the whole process
     */
    protected UnixPosix(Bindings bindings, UnixPosix original) {
        Warmup.run();
        this.bindings = bindings;
        this.original = original;
    }

    /** Puts into {@code byTopic} how the functions are called that only this operating system has. */
    protected abstract void describe(Map<String, String> byTopic);

    // These methods return an Object. If newAccounts returned an Accounts, the JVM would load that interface to check
    // the subclass. A program that makes only a few calls would wait for all these interfaces.

    protected abstract Object newAccounts();

    protected abstract Object newFiles();

    protected abstract Object newIo();

    protected abstract Object newXattrs();

    protected abstract Object newProcesses();

    protected abstract Object newSockets();

    protected abstract Object newInterfaces();

    protected abstract Object newTerminals();

    protected abstract Object newMemory();

    protected abstract Object newSharedMemory();

    /** Returns a new object over {@link Bindings#inheriting}, whose original is this object. */
    protected abstract Posix newInheriting();

    private final class Roles extends Lazies {
        static final int IDS = 0;
        static final int FILES = 1;
        static final int IO = 2;
        static final int PROCESSES = 3;
        static final int CLOCKS = 4;
        static final int SOCKETS = 5;
        static final int MEMORY = 6;
        static final int POLL = 7;
        static final int HOST = 8;
        static final int SYMBOLS = 9;
        static final int XATTRS = 10;
        static final int TERMINALS = 11;
        static final int ACCOUNTS = 12;
        static final int ENVIRONMENT = 13;
        static final int INHERITING = 14;
        static final int SIGNALS = 15;
        static final int INTERFACES = 16;
        static final int SHARED_MEMORY = 17;
        static final int LOG = 18;
        static final int COUNT = 19;

        Roles() {
            super(COUNT);
        }

        @Override
        protected Object make(int role) {
            boolean createsDescriptors =
                    role == FILES || role == IO || role == SOCKETS || role == TERMINALS || role == SHARED_MEMORY;
            if (original != null && !createsDescriptors) {
                return original.roles.get(role);
            }
            return switch (role) {
                case IDS -> new UnixIds(bindings);
                case FILES -> newFiles();
                case IO -> newIo();
                case PROCESSES -> newProcesses();
                case SIGNALS -> new UnixSignals(bindings);
                case CLOCKS -> new UnixClocks(bindings);
                case SOCKETS -> newSockets();
                case MEMORY -> newMemory();
                case LOG -> new UnixSystemLog(bindings.calls().log());
                case SHARED_MEMORY -> newSharedMemory();
                case POLL -> new UnixPoll(bindings);
                case HOST -> new UnixHost(bindings);
                case SYMBOLS -> new UnixSymbols(bindings.library(), bindings.layouts());
                case XATTRS -> newXattrs();
                case TERMINALS -> newTerminals();
                case INTERFACES -> newInterfaces();
                case INHERITING -> newInheriting();
                case ACCOUNTS -> newAccounts();
                case ENVIRONMENT -> new UnixEnvironment(bindings);
                default -> throw new IllegalArgumentException("role: " + role);
            };
        }
    }

    @Override
    public final Map<String, String> routes() {
        Map<String, String> routes = new TreeMap<>();
        bindings.calls().describe(routes);
        describe(routes);
        return routes;
    }

    @Override
    public final Posix inheriting() {
        return original != null ? this : (Posix) roles.get(Roles.INHERITING);
    }

    @Override
    public final Ids ids() {
        return (Ids) roles.get(Roles.IDS);
    }

    @Override
    public final Accounts accounts() {
        return (Accounts) roles.get(Roles.ACCOUNTS);
    }

    @Override
    public final FileTree files() {
        return (FileTree) roles.get(Roles.FILES);
    }

    @Override
    public final Io io() {
        return (Io) roles.get(Roles.IO);
    }

    @Override
    public final Xattrs xattrs() {
        return (Xattrs) roles.get(Roles.XATTRS);
    }

    @Override
    public final Processes processes() {
        return (Processes) roles.get(Roles.PROCESSES);
    }

    @Override
    public final Signals signals() {
        return (Signals) roles.get(Roles.SIGNALS);
    }

    @Override
    public final Clocks clocks() {
        return (Clocks) roles.get(Roles.CLOCKS);
    }

    @Override
    public final Sockets sockets() {
        return (Sockets) roles.get(Roles.SOCKETS);
    }

    @Override
    public final Interfaces interfaces() {
        return (Interfaces) roles.get(Roles.INTERFACES);
    }

    @Override
    public final Terminals terminals() {
        return (Terminals) roles.get(Roles.TERMINALS);
    }

    @Override
    public final Memory memory() {
        return (Memory) roles.get(Roles.MEMORY);
    }

    @Override
    public final SharedMemory sharedMemory() {
        return (SharedMemory) roles.get(Roles.SHARED_MEMORY);
    }

    @Override
    public final Poll poll() {
        return (Poll) roles.get(Roles.POLL);
    }

    @Override
    public final Host host() {
        return (Host) roles.get(Roles.HOST);
    }

    @Override
    public final SystemLog systemLog() {
        return (SystemLog) roles.get(Roles.LOG);
    }

    @Override
    public final Environment environment() {
        return (Environment) roles.get(Roles.ENVIRONMENT);
    }

    @Override
    public final Symbols symbols() {
        return (Symbols) roles.get(Roles.SYMBOLS);
    }
}
