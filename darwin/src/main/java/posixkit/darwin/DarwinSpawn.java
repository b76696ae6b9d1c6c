package posixkit.darwin;

import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.ondarwin.constants.DarwinSpawnFlag.POSIX_SPAWN_CLOEXEC_DEFAULT;
import static posixkit.ondarwin.constants.DarwinSpawnFlag.POSIX_SPAWN_START_SUSPENDED;

import posixkit.darwin.call.DarwinCalls;
import posixkit.unix.Bindings;
import posixkit.unix.UnixSpawn;
import posixkit.unix.call.UnixCalls;

final class DarwinSpawn extends UnixSpawn {
    private static final int STANDARD_ERROR = 2;

    private final UnixCalls calls;
    private final DarwinCalls darwin;

    DarwinSpawn(Bindings bindings, DarwinCalls darwin) {
        super(bindings);
        calls = bindings.calls();
        this.darwin = darwin;
    }

    /**
     * Returns POSIX_SPAWN_CLOEXEC_DEFAULT. With this flag, the child gets only the descriptors that an action of
     * {@code posix_spawn} sets. {@link #keepStandard} therefore adds an action for each of the descriptors 0, 1 and 2.
     */
    @Override
    protected int flags() {
        return POSIX_SPAWN_CLOEXEC_DEFAULT;
    }

    @Override
    protected int startSuspended() {
        return POSIX_SPAWN_START_SUSPENDED;
    }

    /**
     * Adds actions to {@code actions} that keep the descriptors 0, 1 and 2 open in the child. Skips a descriptor that is not open
     * in this process, because an action for it would make the spawn fail. Returns 0 or −errno.
     */
    @Override
    protected int keepStandard(long actions) {
        int result = 0;
        for (int fd = 0; fd <= STANDARD_ERROR && result == 0; fd++) {
            boolean isOpen = calls.io().fcntl(fd, F_GETFD, 0) >= 0;
            result = isOpen ? darwin.darwinProcess().posix_spawn_file_actions_addinherit_np(actions, fd) : 0;
        }
        return result;
    }

    /**
     * Adds an action to {@code actions} that duplicates the descriptor {@code from} in the child. The duplicate has the number
     * {@code to}. If {@code from} and {@code to} are equal, adds the action "inherit" instead, which keeps the descriptor open in
     * the child. In this case a {@code dup2} action is not enough, because it would not clear the close-on-exec flag of the
     * descriptor. Returns 0 or −errno.
     */
    @Override
    protected int addDup2(long actions, int from, int to) {
        return from == to
                ? darwin.darwinProcess().posix_spawn_file_actions_addinherit_np(actions, from)
                : super.addDup2(actions, from, to);
    }
}
