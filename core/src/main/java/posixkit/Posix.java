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
 * The entry point. Each accessor returns a role: the calls of one topic that both systems have. Two doors lead to the calls that only
 * one system has.
 *
 * <pre>{@code
 * static final Posix posix = Posix.get();
 * Stat st = posix.files().stat("/etc/hosts");
 * }</pre>
 *
 * <p>Roles and doors are thread-safe and live as long as the process. Structures, arrays and builders are not thread-safe.
 */
public abstract class Posix {
    /**
     * The system property that says how a virtual thread makes a call that may block ({@link Call#waits}). {@code handoff}, the
     * default: a platform thread makes the call, and the virtual thread waits without its carrier. {@code inline}: the carrier
     * blocks. {@code fail}: the call throws {@link IllegalStateException}.
     */
    public static final String VIRTUAL_THREADS_PROPERTY = "posixkit.virtualThreads";

    /** Made at the first use. If that fails, the next use tries again. */
    private static final Lazy<Posix> CURRENT = new Lazy<>(Posix::find);

    /** For the providers and for {@link ForwardingPosix}. */
    protected Posix() {}

    /**
     * Returns the system this process runs on.
     *
     * @throws UnsupportedOperationException if no {@link PosixProvider} on the class path or module path supports it
     */
    public static Posix get() {
        return CURRENT.get();
    }

    /** Returns the calls about users, groups, sessions and process groups. */
    public abstract Ids ids();

    /** Returns the calls about files that take a path. */
    public abstract FileTree files();

    /** Returns the calls that take a descriptor: reading, writing, locking, duplicating. */
    public abstract Io io();

    /** Returns the calls that start, signal and wait for processes, and that limit them. */
    public abstract Processes processes();

    /** Returns the calls that read and set clocks. */
    public abstract Clocks clocks();

    /** Returns the calls about sockets. */
    public abstract Sockets sockets();

    /** Returns the calls that map, protect and lock memory. */
    public abstract Memory memory();

    /** Returns the calls that wait for several descriptors at once. */
    public abstract Poll poll();

    /** Returns the calls about the system as a whole: its name, its page size, its limits. */
    public abstract Host host();

    /** Returns the C library's functions, by name. */
    public abstract Symbols symbols();

    /**
     * Returns the calls that only Linux has.
     *
     * @throws UnsupportedOperationException on other systems
     */
    public OnLinux onLinux() {
        throw new UnsupportedOperationException(
                "Epoll and the rest of onLinux() is on Linux only; this is " + Target.current());
    }

    /**
     * Returns the calls that only macOS has.
     *
     * @throws UnsupportedOperationException on other systems
     */
    public OnDarwin onDarwin() {
        throw new UnsupportedOperationException(
                "Kqueue and the rest of onDarwin() is on Darwin only; this is " + Target.current());
    }

    /**
     * Returns a view of this system that reports every call to {@code listener}, except raw ones ({@link Call#isRaw}). That includes
     * the calls of what it hands out: an {@link Fd} from {@link Io#own}, a directory, a mapping, a received message. The view uses
     * reflection; create it once. Calls through this object are not slower.
     */
    public Posix watchedBy(SyscallListener listener) {
        return new WatchedPosix(this, Objects.requireNonNull(listener, "listener"));
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
