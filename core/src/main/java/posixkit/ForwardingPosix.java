package posixkit;

import java.util.Map;
import java.util.Objects;
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
import posixkit.ondarwin.OnDarwin;
import posixkit.onlinux.OnLinux;
import posixkit.process.Processes;
import posixkit.process.Signals;
import posixkit.system.Environment;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SystemLog;
import posixkit.terminal.Terminals;
import posixkit.time.Clocks;

/**
 * A {@link Posix} that forwards to another {@link Posix}. An accessor is a method such as {@link #sockets}, which returns an
 * object for one group of calls. Each accessor of this class returns what the same accessor of the other {@link Posix} returns.
 * Extend this class to replace some of the returned objects, for example by fakes in a test:
 *
 * <pre>{@code
 * class Offline extends ForwardingPosix {
 *     Offline(Posix posix) {
 *         super(posix);
 *     }
 *
 *     @Override
 *     public Sockets sockets() {
 *         throw new UnsupportedOperationException("no network in this test");
 *     }
 * }
 * }</pre>
 *
 * <p>Most calls have two methods, for example {@code read} and {@code readOrErrno}. A fake needs to implement only
 * {@code readOrErrno}, because {@code read} is a default method that calls {@code readOrErrno}.
 */
public abstract class ForwardingPosix extends Posix {
    private final Posix posix;

    /** Creates an object whose accessors return what the same accessors of {@code posix} return. */
    protected ForwardingPosix(Posix posix) {
        this.posix = Objects.requireNonNull(posix, "posix");
    }

    /**
     * Returns the {@link Posix} object that was passed to the constructor. An accessor that the subclass does not override, for
     * example {@link #io}, returns what the same accessor of the passed object returns.
     */
    protected final Posix delegate() {
        return posix;
    }

    @Override
    public Map<String, String> routes() {
        return posix.routes();
    }

    /**
     * Returns what the other {@link Posix} returns, with none of the objects that the subclass replaces. A subclass that replaces
     * accessors overrides this method too, if its users need it.
     */
    @Override
    public Posix inheriting() {
        return posix.inheriting();
    }

    @Override
    public Ids ids() {
        return posix.ids();
    }

    @Override
    public Accounts accounts() {
        return posix.accounts();
    }

    @Override
    public FileTree files() {
        return posix.files();
    }

    @Override
    public Io io() {
        return posix.io();
    }

    @Override
    public Xattrs xattrs() {
        return posix.xattrs();
    }

    @Override
    public Processes processes() {
        return posix.processes();
    }

    @Override
    public Signals signals() {
        return posix.signals();
    }

    @Override
    public Clocks clocks() {
        return posix.clocks();
    }

    @Override
    public Sockets sockets() {
        return posix.sockets();
    }

    @Override
    public Interfaces interfaces() {
        return posix.interfaces();
    }

    @Override
    public Terminals terminals() {
        return posix.terminals();
    }

    @Override
    public Memory memory() {
        return posix.memory();
    }

    @Override
    public SharedMemory sharedMemory() {
        return posix.sharedMemory();
    }

    @Override
    public Poll poll() {
        return posix.poll();
    }

    @Override
    public Host host() {
        return posix.host();
    }

    @Override
    public SystemLog systemLog() {
        return posix.systemLog();
    }

    @Override
    public Environment environment() {
        return posix.environment();
    }

    @Override
    public Symbols symbols() {
        return posix.symbols();
    }

    @Override
    public OnLinux onLinux() {
        return posix.onLinux();
    }

    @Override
    public OnDarwin onDarwin() {
        return posix.onDarwin();
    }
}
