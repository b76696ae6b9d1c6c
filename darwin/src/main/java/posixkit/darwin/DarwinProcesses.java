package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixProcesses;

final class DarwinProcesses extends UnixProcesses {
    private final DarwinLibC darwin;

    DarwinProcesses(Bindings bindings, DarwinLibC darwin) {
        super(bindings);
        this.darwin = darwin;
    }

    /** Onto itself, dup2 leaves close-on-exec as it is here; there is a step of its own for keeping one open. */
    @Override
    protected int addDup2(long actions, int from, int to) {
        return from == to
                ? darwin.posix_spawn_file_actions_addinherit_np(actions, from)
                : super.addDup2(actions, from, to);
    }
}
