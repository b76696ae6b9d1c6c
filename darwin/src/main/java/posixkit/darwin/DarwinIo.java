package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Limits.MAXPATHLEN;
import static posixkit.ondarwin.constants.DarwinFcntl.F_BARRIERFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FLUSH_DATA;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FULLFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETNOSIGPIPE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETPATH;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETPATH_NOFIRMLINK;
import static posixkit.ondarwin.constants.DarwinFcntl.F_LOG2PHYS;
import static posixkit.ondarwin.constants.DarwinFcntl.F_LOG2PHYS_EXT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NOCACHE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NODIRECT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_OFD_SETLKWTIMEOUT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PREALLOCATE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PUNCHHOLE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDADVISE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDAHEAD;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETLKWTIMEOUT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETNOSIGPIPE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETSIZE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SINGLE_WRITER;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SPECULATIVE_READ;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_AUTH_OPAQUE_NP;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_CASE_PRESERVING;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_CASE_SENSITIVE;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_EXTENDED_SECURITY_NP;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_MIN_HOLE_SIZE;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_NAME_CHARS_MAX;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_XATTR_SIZE_BITS;

import java.util.Set;
import posixkit.darwin.call.DarwinCalls;
import posixkit.darwin.layout.Flocktimeout;
import posixkit.darwin.layout.Fpunchhole;
import posixkit.darwin.layout.Fspecread;
import posixkit.darwin.layout.Fstore;
import posixkit.darwin.layout.Log2phys;
import posixkit.darwin.layout.Radvisory;
import posixkit.time.Timeval;
import posixkit.unix.Bindings;
import posixkit.unix.NumberSet;
import posixkit.unix.Scratch;
import posixkit.unix.Times;
import posixkit.unix.UnixIo;

final class DarwinIo extends UnixIo {
    /** The constants {@code _PC_…} for {@code pathconf} and {@code fpathconf} that only Darwin has. */
    static final Set<Integer> LIMITS = Set.of(
            _PC_AUTH_OPAQUE_NP,
            _PC_CASE_PRESERVING,
            _PC_CASE_SENSITIVE,
            _PC_EXTENDED_SECURITY_NP,
            _PC_MIN_HOLE_SIZE,
            _PC_NAME_CHARS_MAX,
            _PC_XATTR_SIZE_BITS);

    private static final NumberSet COMMANDS_WITH_A_NUMBER = NumberSet.of(
            F_FULLFSYNC,
            F_BARRIERFSYNC,
            F_FLUSH_DATA,
            F_NOCACHE,
            F_NODIRECT,
            F_RDAHEAD,
            F_SINGLE_WRITER,
            F_SETNOSIGPIPE,
            F_GETNOSIGPIPE);

    private final DarwinCalls darwin;
    private final Times times;

    DarwinIo(Bindings bindings, DarwinCalls darwin) {
        super(bindings);
        this.darwin = darwin;
        times = new Times(bindings.layouts());
    }

    @Override
    protected boolean commandTakesNumber(int command) {
        return super.commandTakesNumber(command) || COMMANDS_WITH_A_NUMBER.contains(command);
    }

    /**
     * Returns the number of bytes that the kernel reads or writes for the {@code fcntl} command {@code command}. The argument of
     * this command is the address of these bytes.
     */
    @Override
    protected int sizeOfCommand(int command) {
        return switch (command) {
            case F_SETLKWTIMEOUT, F_OFD_SETLKWTIMEOUT -> Flocktimeout.SIZE;
            case F_PREALLOCATE -> Fstore.SIZE;
            case F_PUNCHHOLE -> Fpunchhole.SIZE;
            case F_SPECULATIVE_READ -> Fspecread.SIZE;
            case F_RDADVISE -> Radvisory.SIZE;
            case F_LOG2PHYS, F_LOG2PHYS_EXT -> Log2phys.SIZE;
            case F_SETSIZE -> Long.BYTES;
            case F_GETPATH, F_GETPATH_NOFIRMLINK -> MAXPATHLEN;
            default -> super.sizeOfCommand(command);
        };
    }

    @Override
    protected boolean requestTakesNumber(long request) {
        return super.requestTakesNumber(request) || DarwinIoctls.takesNumber(request);
    }

    @Override
    protected int sizeOfRequest(long request) {
        return DarwinIoctls.isSizeInNumber(request) ? sizeInNumber(request) : super.sizeOfRequest(request);
    }

    @Override
    protected int futimes(Scratch s, int fd, Timeval atime, Timeval mtime) {
        long pair = times.micros(s, atime, mtime);
        return pair == Times.NONE ? -EINVAL : darwin.darwinFile().futimes(fd, pair);
    }

    @Override
    protected int futimesNow(int fd) {
        return darwin.darwinFile().futimes(fd, Times.NOW);
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || LIMITS.contains(name);
    }
}
