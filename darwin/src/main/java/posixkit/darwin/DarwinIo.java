package posixkit.darwin;

import static posixkit.ondarwin.constants.Fcntl.F_BARRIERFSYNC;
import static posixkit.ondarwin.constants.Fcntl.F_FULLFSYNC;
import static posixkit.ondarwin.constants.Fcntl.F_GETNOSIGPIPE;
import static posixkit.ondarwin.constants.Fcntl.F_NOCACHE;
import static posixkit.ondarwin.constants.Fcntl.F_RDAHEAD;
import static posixkit.ondarwin.constants.Fcntl.F_SETNOSIGPIPE;

import posixkit.Target;
import posixkit.unix.Bindings;
import posixkit.unix.IoctlCalls;
import posixkit.unix.Lazy;
import posixkit.unix.UnixIo;

final class DarwinIo extends UnixIo {
    DarwinIo(Bindings bindings) {
        super(
                bindings,
                Target.IS_X86_64
                        ? bindings.lazily(IoctlCalls.class)
                        : new Lazy<>(() -> Arm64Ioctl.of(bindings.library())));
    }

    @Override
    protected boolean commandTakesNumber(int command) {
        return super.commandTakesNumber(command)
                || command == F_FULLFSYNC
                || command == F_BARRIERFSYNC
                || command == F_NOCACHE
                || command == F_RDAHEAD
                || command == F_SETNOSIGPIPE
                || command == F_GETNOSIGPIPE;
    }
}
