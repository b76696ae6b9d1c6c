package posixkit.linux;

import java.util.SortedSet;
import java.util.TreeSet;
import posixkit.ffi.Native;
import posixkit.process.Spawn;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;
import posixkit.unix.UnixSpawn;

/** {@link UnixSpawn} with descriptors closed as far as this libc can. Used where {@link LinuxSpawn} may have no code. */
final class LinuxPosixSpawn extends UnixSpawn {
    private static final int STANDARD_ERROR = 2;

    private final LibC libc;
    private final CloseFrom closeFrom;

    /** {@code closeFrom}: null if libc has no such function. */
    LinuxPosixSpawn(Bindings bindings, CloseFrom closeFrom) {
        super(bindings);
        libc = bindings.libc();
        this.closeFrom = closeFrom;
    }

    /** In glibc since 2.34. <b>Internal</b>; public for jnr-ffi. */
    public interface CloseFrom {
        int posix_spawn_file_actions_addclosefrom_np(long actions, int from);
    }

    /** Binds the function, or returns null if libc has none. */
    static CloseFrom closeFrom(Native libc) {
        return libc.symbol("posix_spawn_file_actions_addclosefrom_np") == 0 ? null : libc.load(CloseFrom.class);
    }

    /** The JDK opens many descriptors without close-on-exec, and closes them in its own children. */
    @Override
    protected int closeOthers(long actions, Spawn what) {
        SortedSet<Integer> kept = kept(what);
        return closeFrom == null ? closeOpen(actions, kept) : closeGaps(actions, kept);
    }

    /** Returns the descriptors that the child gets: 0, 1, 2, and those that a step sets. */
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

    private int closeGaps(long actions, SortedSet<Integer> kept) {
        int error = 0;
        for (int fd = 0; fd < kept.last() && error == 0; fd++) {
            error = kept.contains(fd) ? 0 : libc.posix_spawn_file_actions_addclose(actions, fd);
        }
        return error != 0 ? error : closeFrom.posix_spawn_file_actions_addclosefrom_np(actions, kept.last() + 1);
    }

    /** The child keeps what another thread opens from here on without close-on-exec. */
    private int closeOpen(long actions, SortedSet<Integer> kept) {
        int error = 0;
        for (int fd : OpenDescriptors.list()) {
            if (error == 0 && !kept.contains(fd)) {
                error = libc.posix_spawn_file_actions_addclose(actions, fd);
            }
        }
        return error;
    }
}
