package posixkit.unix;

import java.util.function.Supplier;
import posixkit.Posix;
import posixkit.event.Poll;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.id.Ids;
import posixkit.memory.Memory;
import posixkit.net.Sockets;
import posixkit.process.Processes;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.time.Clocks;

/**
 * Implements {@link Posix} with bindings. A binding is a Java interface whose methods call C functions. <b>Internal.</b>
 *
 * <p>Each method of this class returns an object that implements one group of functions, for example {@link FileTree}. The
 * creation of some of these objects loads a further binding, which takes time. Such an object is created only at its first use.
 *
 * <p>Each operating system has a subclass. The subclass passes the objects that differ between operating systems to the
 * constructor, and overrides {@code onLinux} or {@code onDarwin}.
 */
public class UnixPosix extends Posix {
    private final Ids ids;
    private final FileTree files;
    private final Io io;
    private final Processes processes;
    private final Clocks clock;
    private final Symbols symbols;
    private final Supplier<Sockets> sockets;
    private final Supplier<Memory> memory;
    private final Supplier<Poll> poll;
    private final Supplier<Host> system;

    public UnixPosix(
            Bindings bindings,
            FileTree files,
            Io io,
            Processes processes,
            Supplier<Sockets> sockets,
            Supplier<Memory> memory) {
        Warmup.run();
        ids = new UnixIds(bindings);
        this.files = files;
        this.io = io;
        this.processes = processes;
        clock = new UnixClocks(bindings);
        symbols = new UnixSymbols(bindings.library(), bindings.layouts());
        this.sockets = new Lazy<>(sockets);
        this.memory = new Lazy<>(memory);
        poll = new Lazy<>(() -> new UnixPoll(bindings));
        system = new Lazy<>(() -> new UnixHost(bindings));
    }

    @Override
    public final Ids ids() {
        return ids;
    }

    @Override
    public final FileTree files() {
        return files;
    }

    @Override
    public final Io io() {
        return io;
    }

    @Override
    public final Processes processes() {
        return processes;
    }

    @Override
    public final Clocks clocks() {
        return clock;
    }

    @Override
    public final Sockets sockets() {
        return sockets.get();
    }

    @Override
    public final Memory memory() {
        return memory.get();
    }

    @Override
    public final Poll poll() {
        return poll.get();
    }

    @Override
    public final Host host() {
        return system.get();
    }

    @Override
    public final Symbols symbols() {
        return symbols;
    }
}
