package posixkit.linux;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import posixkit.process.Spawn;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;
import posixkit.unix.UnixSpawn;

/**
 * Starts programs with posix_spawn, as {@link UnixSpawn} does. Also closes the descriptors in the child that the program must not
 * inherit. If libc lacks a function for this, the child closes only the descriptors that were open when the spawn began.
 * {@link LinuxSpawn} usually starts programs, but it needs executable pages. This class is used if the process is not allowed to
 * have such pages.
 */
final class LinuxPosixSpawn extends UnixSpawn {
    private static final int STANDARD_ERROR = 2;

    private final LibC libc;
    private final Supplier<CloseFrom> closeFrom;

    /**
     * Creates an instance. {@code closeFrom} returns the binding of the C function
     * {@code posix_spawn_file_actions_addclosefrom_np}. {@code closeFrom} is null if libc lacks this function.
     */
    LinuxPosixSpawn(Bindings bindings, Supplier<CloseFrom> closeFrom) {
        super(bindings);
        libc = bindings.libc();
        this.closeFrom = closeFrom;
    }

    /**
     * Binds the C function that adds an action to close the descriptor {@code from} and all higher ones. glibc has this function
     * since version 2.34. <b>Internal</b>; public because jnr-ffi implements this interface.
     */
    public interface CloseFrom {
        int posix_spawn_file_actions_addclosefrom_np(long actions, int from);
    }

    /**
     * Returns a supplier that binds {@code posix_spawn_file_actions_addclosefrom_np} at its first use, or null if libc lacks this
     * function.
     */
    static Supplier<CloseFrom> closeFrom(Bindings bindings) {
        boolean isThere = bindings.library().symbol("posix_spawn_file_actions_addclosefrom_np") != 0;
        return isThere ? bindings.lazily(CloseFrom.class) : null;
    }

    /**
     * Adds actions that close all descriptors in the child except those that {@link #kept} returns. Returns 0 or the error
     * number. The JDK opens many descriptors without close-on-exec. The JDK itself closes them only in child processes that it
     * starts.
     */
    @Override
    protected int closeOthers(long actions, Spawn what) {
        SortedSet<Integer> kept = kept(what);
        return closeFrom == null ? closeOpen(actions, kept) : closeGaps(actions, kept);
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

    private int closeGaps(long actions, SortedSet<Integer> kept) {
        int error = 0;
        for (int fd = 0; fd < kept.last() && error == 0; fd++) {
            error = kept.contains(fd) ? 0 : libc.posix_spawn_file_actions_addclose(actions, fd);
        }
        return error != 0 ? error : closeFrom.get().posix_spawn_file_actions_addclosefrom_np(actions, kept.last() + 1);
    }

    /**
     * Adds an action for each descriptor that is open now and not in {@code kept}. The action closes the descriptor in the child.
     * This method is used if libc has no function to close all descriptors from a number on. If another thread opens a descriptor
     * without close-on-exec later, the child inherits it.
     */
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
