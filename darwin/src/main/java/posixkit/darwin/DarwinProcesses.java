package posixkit.darwin;

import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.ondarwin.constants.DarwinSpawnFlag.POSIX_SPAWN_CLOEXEC_DEFAULT;
import static posixkit.ondarwin.constants.DarwinSpawnFlag.POSIX_SPAWN_START_SUSPENDED;

import posixkit.unix.Bindings;
import posixkit.unix.UnixProcesses;
import posixkit.unix.VariadicCalls;

final class DarwinProcesses extends UnixProcesses {
    private static final int STANDARD_ERROR = 2;

    private final DarwinLibC darwin;
    private final VariadicCalls variadic;

    DarwinProcesses(Bindings bindings, DarwinLibC darwin) {
        super(bindings);
        this.darwin = darwin;
        variadic = bindings.variadic();
    }

    /** The child has what a step gives it, and nothing else; so 0, 1 and 2 take a step each. */
    @Override
    protected int flags() {
        return POSIX_SPAWN_CLOEXEC_DEFAULT;
    }

    @Override
    protected int startSuspended() {
        return POSIX_SPAWN_START_SUSPENDED;
    }

    /** One that is not open here cannot be kept, and would fail the spawn. */
    @Override
    protected int keepStandard(long actions) {
        int error = 0;
        for (int fd = 0; fd <= STANDARD_ERROR && error == 0; fd++) {
            boolean open = variadic.fcntl(fd, F_GETFD, 0) != -1;
            error = open ? darwin.posix_spawn_file_actions_addinherit_np(actions, fd) : 0;
        }
        return error;
    }

    /** Onto itself, dup2 leaves close-on-exec as it is here; there is a step of its own for keeping one open. */
    @Override
    protected int addDup2(long actions, int from, int to) {
        return from == to
                ? darwin.posix_spawn_file_actions_addinherit_np(actions, from)
                : super.addDup2(actions, from, to);
    }
}
