package posixkit;

import java.util.Objects;
import java.util.ServiceLoader;
import posixkit.event.Poll;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.id.Ids;
import posixkit.memory.Memory;
import posixkit.net.Sockets;
import posixkit.ondarwin.OnDarwin;
import posixkit.onlinux.OnLinux;
import posixkit.process.Processes;
import posixkit.spi.PosixProvider;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SyscallListener;
import posixkit.time.Clocks;
import posixkit.unix.Lazy;

/**
 * The way in. One accessor for each role (what both systems can do, by topic) and two doors to what only one of them has.
 *
 * <pre>{@code
 * static final Posix posix = Posix.get();
 * Stat st = posix.files().stat("/etc/hosts");
 * }</pre>
 *
 * <p>Roles and doors are thread-safe and live as long as the process; structures, arrays and builders are not and need not.
 */
public abstract class Posix {
    /**
     * The system property that says what becomes of calls that may wait, for as long as others please, when a virtual thread makes
     * them: {@code handoff}, which goes without saying, has a platform thread make them meanwhile; {@code inline} lets
     * its carrier wait; {@code fail} throws {@link IllegalStateException}. {@link Call#waits} tells which calls those are.
     */
    public static final String VIRTUAL_THREADS_PROPERTY = "posixkit.virtualThreads";

    /** Found on first use, so that naming the class costs nothing; what fails is tried again, and fails as it did. */
    private static final Lazy<Posix> CURRENT = new Lazy<>(Posix::find);

    protected Posix() {}

    /**
     * The system this process runs on.
     *
     * @throws UnsupportedOperationException when no {@link PosixProvider} on the class or module path serves it
     */
    public static Posix get() {
        return CURRENT.get();
    }

    /** Users, groups, sessions, process groups. */
    public abstract Ids ids();

    /** FileTree by path. */
    public abstract FileTree files();

    /** FileTree by descriptor. */
    public abstract Io io();

    /** Starting, signalling and waiting for processes. */
    public abstract Processes processes();

    /** The time of day. */
    public abstract Clocks clocks();

    /** Sockets. */
    public abstract Sockets sockets();

    /** Pages of memory. */
    public abstract Memory memory();

    /** Waiting for several descriptors at once. */
    public abstract Poll poll();

    /** The system as a whole. */
    public abstract Host host();

    /** The C library's functions, by name. */
    public abstract Symbols symbols();

    /**
     * The door to what only Linux has.
     *
     * @throws UnsupportedOperationException elsewhere
     */
    public OnLinux onLinux() {
        throw new UnsupportedOperationException(
                "Epoll and what else is behind onLinux() is on Linux only; this is " + Target.current());
    }

    /**
     * The door to what only macOS has.
     *
     * @throws UnsupportedOperationException elsewhere
     */
    public OnDarwin onDarwin() {
        throw new UnsupportedOperationException(
                "Kqueue and what else is behind onDarwin() is on Darwin only; this is " + Target.current());
    }

    /**
     * This system, whose every call a listener hears of, but for those that are raw. Calls through this one here are as fast as
     * ever; those through the other, which is worth keeping, go by reflection.
     */
    public Posix watchedBy(SyscallListener listener) {
        return new WatchedPosix(this, Objects.requireNonNull(listener));
    }

    private static Posix find() {
        Target target = Target.current();
        for (PosixProvider provider : ServiceLoader.load(PosixProvider.class, Posix.class.getClassLoader())) {
            if (provider.supports(target)) {
                return provider.posix();
            }
        }
        throw new UnsupportedOperationException(
                "no posixkit provider for " + target + ": is posixkit-linux or posixkit-darwin on the path?");
    }
}
