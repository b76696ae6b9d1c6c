package posixkit.linux;

import static posixkit.constants.Errno.ENOSYS;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import posixkit.linux.call.LinuxSpawnCalls;
import posixkit.process.Spawn;
import posixkit.unix.Bindings;
import posixkit.unix.UnixSpawn;
import posixkit.unix.call.UnixCalls;

/**
 * Starts programs with posix_spawn, as {@link UnixSpawn} does. This class is used only if this process is not allowed to have
 * executable pages. Otherwise {@link LinuxSpawn}, which needs such pages, starts programs.
 *
 * <p>In the child, this class also closes the descriptors that the program must not inherit. If libc lacks
 * {@code posix_spawn_file_actions_addclosefrom_np}, the child closes only the descriptors that were open when the spawn began.
 */
final class LinuxPosixSpawn extends UnixSpawn {
    private static final int STANDARD_ERROR = 2;

    private final UnixCalls calls;
    private final Supplier<LinuxSpawnCalls> linux;

    LinuxPosixSpawn(Bindings bindings, Supplier<LinuxSpawnCalls> linux) {
        super(bindings);
        calls = bindings.calls();
        this.linux = linux;
    }

    /**
     * Adds actions that close all descriptors in the child except those that {@link #kept} returns. The JDK opens many
     * descriptors without close-on-exec, and closes them only in child processes that the JDK itself starts. Returns 0 or −errno.
     */
    @Override
    protected int closeOthers(long actions, Spawn what) {
        SortedSet<Integer> kept = kept(what);
        int result = linux.get().posix_spawn_file_actions_addclosefrom_np(actions, kept.last() + 1);
        if (result == -ENOSYS) {
            return closeOpen(actions, kept);
        }
        return result < 0 ? result : closeGaps(actions, kept);
    }

    /**
     * Returns the descriptors that the child gets: 0, 1, 2, and those that a {@code dup2} or {@code open} step of {@code what}
     * sets.
     */
    static SortedSet<Integer> kept(Spawn what) {
        SortedSet<Integer> kept = new TreeSet<>();
        for (int fd = 0; fd <= STANDARD_ERROR; fd++) {
            kept.add(fd);
        }
        for (Spawn.FileStep step : what.fileSteps()) {
            if (step instanceof Spawn.Dup2Step dup2) {
                kept.add(dup2.to());
            } else if (step instanceof Spawn.OpenStep open) {
                kept.add(open.fd());
            }
        }
        return kept;
    }

    /**
     * Adds an action for each number that is below the largest element of {@code kept} and not in {@code kept}. The action closes
     * the descriptor with this number in the child. Returns 0 or −errno.
     */
    private int closeGaps(long actions, SortedSet<Integer> kept) {
        int result = 0;
        for (int fd = 0; fd < kept.last() && result == 0; fd++) {
            result = kept.contains(fd) ? 0 : calls.spawn().posix_spawn_file_actions_addclose(actions, fd);
        }
        return result;
    }

    /**
     * Adds an action for each descriptor that is open now and not in {@code kept}. The action closes the descriptor in the child.
     * This method is used if libc lacks {@code posix_spawn_file_actions_addclosefrom_np}. If another thread opens a descriptor
     * without close-on-exec after this method has listed the open descriptors, the child inherits the new descriptor.
     */
    private int closeOpen(long actions, SortedSet<Integer> kept) {
        int result = 0;
        for (int fd : OpenDescriptors.list()) {
            if (result == 0 && !kept.contains(fd)) {
                result = calls.spawn().posix_spawn_file_actions_addclose(actions, fd);
            }
        }
        return result;
    }
}
