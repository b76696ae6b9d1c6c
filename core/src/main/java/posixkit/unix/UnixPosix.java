package posixkit.unix;

import posixkit.Posix;
import posixkit.file.Files;
import posixkit.file.Io;
import posixkit.id.Ids;
import posixkit.process.Processes;
import posixkit.time.Clock;

/** {@link Posix} over a system's bindings. <b>Internal.</b> A system brings the roles it changed, and opens its door. */
public class UnixPosix extends Posix {
    private final Ids ids;
    private final Files files;
    private final Io io;
    private final Processes processes;
    private final Clock clock;

    public UnixPosix(Bindings bindings, Io io, Processes processes) {
        ids = new UnixIds(bindings);
        files = new UnixFiles(bindings);
        this.io = io;
        this.processes = processes;
        clock = new UnixClock(bindings);
    }

    @Override
    public final Ids ids() {
        return ids;
    }

    @Override
    public final Files files() {
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
    public final Clock clock() {
        return clock;
    }
}
