package posixkit;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import posixkit.event.Poll;
import posixkit.ffi.Route;
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
import posixkit.spi.PosixProvider;
import posixkit.system.Environment;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SyscallListener;
import posixkit.system.SystemLog;
import posixkit.terminal.Terminals;
import posixkit.time.Clocks;
import posixkit.unix.Implementation;
import posixkit.unix.Lazy;

/**
 * The entry point of this library. A <i>role</i> is an interface with the calls of one topic, for example files or sockets. The
 * accessors of this class, for example {@link #files}, return the roles. {@link #onLinux} gives access to the calls that only
 * Linux has, and {@link #onDarwin} to the calls that only macOS has. All other accessors return roles for both systems.
 *
 * <pre>{@code
 * static final Posix posix = Posix.get();
 * Stat st = posix.files().stat("/etc/hosts");
 * }</pre>
 *
 * <p>A {@code Posix} object and its roles are thread-safe and can be used until the process ends. Structures ({@link Struct}),
 * arrays of structures ({@link StructArray}) and builders, for example {@link posixkit.process.Spawn}, are not thread-safe.
 */
public abstract class Posix {
    /**
     * The name of the system property that decides how a virtual thread makes a call that may block ({@link Call#waits}).
     *
     * <ul>
     *   <li>{@code park}, the default: the virtual thread waits until its descriptor is ready, and needs no platform thread
     *       meanwhile. This works for sockets, pipes, terminals and similar descriptors, and for the end of a child process. For
     *       other calls, and for all calls on macOS, {@code park} does what {@code handoff} does.
     *   <li>{@code handoff}: a platform thread makes the call, and the virtual thread waits without blocking its carrier thread.
     *   <li>{@code inline}: the virtual thread makes the call itself, and its carrier thread blocks.
     *   <li>{@code fail}: the call throws {@link IllegalStateException}.
     * </ul>
     */
    public static final String VIRTUAL_THREADS_PROPERTY = "posixkit.virtualThreads";

    /**
     * The name of the system property that decides how C functions are called. With {@code ffm}, the foreign-function API of the
     * JDK makes all calls. This needs JDK 22 or later and the module posixkit.ffm. With {@code registered}, native methods make
     * the most frequent calls, and the library jnr-ffi makes the others. posixkit contains the machine code of these native
     * methods. With {@code jnr}, jnr-ffi makes all calls. If the property is not set, posixkit tries the three ways in this order
     * and takes the first that works.
     */
    public static final String ROUTE_PROPERTY = "posixkit.route";

    /** The name of posixkit's own provider for this operating system. */
    private static final String OWN_PROVIDER =
            Target.IS_LINUX ? "posixkit.linux.LinuxPosix$Provider" : "posixkit.darwin.DarwinPosix$Provider";

    /** The implementation for this process, created at the first use. If creating it fails, the next use tries again. */
    private static final Lazy<Posix> CURRENT = new Lazy<>() {
        @Override
        protected Posix make() {
            return find();
        }
    };

    /**
     * Does nothing. Only the constructors of subclasses call this constructor. There are two kinds of subclasses. The first kind
     * implements the calls for one operating system; a {@link PosixProvider} returns an object of this kind. The second kind is
     * {@link ForwardingPosix} and its subclasses. A subclass has an accessor for each role, for example {@link #io}
     * for {@link Io}.
     */
    protected Posix() {}

    /**
     * Returns the implementation for the operating system and the processor of this process.
     *
     * @throws UnsupportedOperationException if no {@link PosixProvider} on the class path or module path supports this
     *     operating system and processor
     */
    public static Posix get() {
        return CURRENT.get();
    }

    /**
     * Returns the way in which this process calls C functions: {@code ffm}, {@code registered} or {@code jnr}. These are the
     * values of the property {@link #ROUTE_PROPERTY}. The way is chosen once and never changes.
     *
     * @throws IllegalArgumentException if the property has another value
     * @throws UnsupportedOperationException if the property names a way that is not possible in this process
     */
    public static String route() {
        return Route.chosen().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns how this object calls C functions. A key of the map is a group of functions, for example {@code file}. Its value is
     * a text for people, for example {@code 25 of 28 functions by machine code, the others by jnr-ffi}. The text may change in
     * later versions.
     */
    public abstract Map<String, String> routes();

    /**
     * Returns a view of this object: another {@code Posix} object that makes the same calls, but whose new descriptors are
     * inherited by the programs that this process starts, as in C. The new descriptors of this object are close-on-exec: programs
     * do not inherit them. In a JVM, other threads may start programs at any time, and each of these programs would keep an
     * inherited descriptor open. So use the view only for descriptors that a program must inherit under the same number, and
     * prefer {@link posixkit.process.Spawn}, which passes single descriptors to one program.
     *
     * <p>A flag that makes a new descriptor close-on-exec, for example {@code O_CLOEXEC}, works in the view too. The view differs
     * from this object in nothing else.
     */
    public abstract Posix inheriting();

    /** Returns the calls about users, groups, sessions and process groups. */
    public abstract Ids ids();

    /** Returns the calls that look up users and groups in the databases of the system. */
    public abstract Accounts accounts();

    /** Returns the calls that name a file by its path, for example for opening, renaming and removing files. */
    public abstract FileTree files();

    /** Returns the calls that take a descriptor, for example for reading, writing, locking and duplicating. */
    public abstract Io io();

    /** Returns the calls that read and change extended attributes: values with names that a file carries beside its content. */
    public abstract Xattrs xattrs();

    /** Returns the calls that start processes, send signals to them, wait for them, and limit their resources. */
    public abstract Processes processes();

    /** Returns the calls that block signals in one thread and describe signals. {@link #processes} has those that send them. */
    public abstract Signals signals();

    /** Returns the calls that read and set clocks. */
    public abstract Clocks clocks();

    /** Returns the calls about sockets. */
    public abstract Sockets sockets();

    /** Returns the calls that list network interfaces and their addresses, and read and set their properties. */
    public abstract Interfaces interfaces();

    /** Returns the calls about terminals and pseudo-terminals. */
    public abstract Terminals terminals();

    /** Returns the calls that map, protect and lock memory. */
    public abstract Memory memory();

    /** Returns the calls that create memory that processes share by a name or a key. */
    public abstract SharedMemory sharedMemory();

    /** Returns the calls that wait for several descriptors at once. */
    public abstract Poll poll();

    /** Returns the calls about the operating system as a whole: its name, its page size, its limits. */
    public abstract Host host();

    /** Returns the calls that send messages to the log of the system. */
    public abstract SystemLog systemLog();

    /** Returns the calls about environment variables and the locale. */
    public abstract Environment environment();

    /** Returns the object that finds functions of the C library by name and calls them. */
    public abstract Symbols symbols();

    /**
     * Returns the calls that only Linux has.
     *
     * @throws UnsupportedOperationException if this process does not run on Linux
     */
    public OnLinux onLinux() {
        throw new UnsupportedOperationException(
                "Epoll and the rest of onLinux() is on Linux only; this is " + Target.current());
    }

    /**
     * Returns the calls that only macOS has.
     *
     * @throws UnsupportedOperationException if this process does not run on macOS
     */
    public OnDarwin onDarwin() {
        throw new UnsupportedOperationException(
                "Kqueue and the rest of onDarwin() is on Darwin only; this is " + Target.current());
    }

    /**
     * Returns a view of this object: another {@code Posix} object that makes the same calls and reports them to
     * {@code listener}. Raw calls ({@link Call#isRaw}) are not reported. Some objects that methods of the view return make
     * system calls themselves: an {@link Fd} (from {@link Io#own}), a directory or a mapping. The view reports these system calls
     * too. A message for receiving (a {@link posixkit.net.Message}) makes system calls to close descriptors. If the program
     * passed the message to a method of the view, the view reports these calls too.
     *
     * <p>Create one view and reuse it, because each new view creates its own proxy objects with reflection. Calls that the
     * program makes through this object, not through the view, are not reported and do not become slower.
     */
    public Posix watchedBy(SyscallListener listener) {
        return WatchedPosix.of(this, Objects.requireNonNull(listener, "listener"));
    }

    private static Posix find() {
        Target target = Target.current();
        PosixProvider own = Implementation.find(PosixProvider.class, OWN_PROVIDER);
        if (own != null && own.supports(target)) {
            return own.posix();
        }
        for (PosixProvider provider : ServiceLoader.load(PosixProvider.class, Posix.class.getClassLoader())) {
            if (provider.supports(target)) {
                return provider.posix();
            }
        }
        throw new UnsupportedOperationException(
                "no posixkit provider for " + target + ": is posixkit-linux or posixkit-darwin on the path?");
    }
}
