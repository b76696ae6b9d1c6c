package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Priority.PRIO_MAX;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpriority;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_wait4;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.process.Spawn;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.UnixProcesses;

final class LinuxProcesses extends UnixProcesses {
    private static final int STANDARD_ERROR = 2;

    private final LibC libc;
    private final CloseFrom closeFrom;
    private final Supplier<KernelCall> kernel;
    private final Once<LinuxSpawn> beyond;

    LinuxProcesses(Bindings bindings, CloseFrom closeFrom) {
        super(bindings);
        libc = bindings.libc();
        this.closeFrom = closeFrom;
        kernel = bindings.lazily(KernelCall.class);
        beyond = new Once<>(() -> new LinuxSpawn(kernel.get(), new LinuxMemory(bindings)));
    }

    /** In glibc since 2.34. <b>Internal</b>; public for jnr-ffi. */
    public interface CloseFrom {
        int posix_spawn_file_actions_addclosefrom_np(long actions, int from);
    }

    /** The kernel's own answer is never negative: it counts from 40 down to 1, and libc only turns that round. */
    @Override
    public int getpriority(int which, int who) throws ErrnoException {
        long result = kernel.get().syscall(SYS_getpriority, which, who, 0, 0);
        return PRIO_MAX - (int) Result.check(result, "getpriority", kind(which), Integer.toUnsignedLong(who));
    }

    /** Null where libc has none. */
    static CloseFrom closeFrom(Native libc) {
        return libc.symbol("posix_spawn_file_actions_addclosefrom_np") == 0 ? null : libc.load(CloseFrom.class);
    }

    @Override
    protected int spawnBeyond(Scratch s, Spawn what, long argv, long envp) throws ErrnoException {
        if (what.isStartedSuspended()) {
            startSuspended();
        }
        return beyond.get().spawn(s, what, kept(what), argv, envp);
    }

    /** The JDK opens much without close-on-exec and closes it in its own children; so do we. */
    @Override
    protected int closeOthers(long actions, Spawn what) {
        TreeSet<Integer> kept = kept(what);
        return closeFrom == null ? closeOpen(actions, kept) : closeGaps(actions, kept);
    }

    /** What the child has: 0, 1, 2, and what a step has put there. */
    private static TreeSet<Integer> kept(Spawn what) {
        TreeSet<Integer> kept = new TreeSet<>();
        for (int fd = 0; fd <= STANDARD_ERROR; fd++) {
            kept.add(fd);
        }
        for (Spawn.FileStep step : what.fileSteps()) {
            if (step instanceof Spawn.Dup2 dup2) {
                kept.add(dup2.to());
            } else if (step instanceof Spawn.Open open) {
                kept.add(open.fd());
            }
        }
        return kept;
    }

    private int closeGaps(long actions, TreeSet<Integer> kept) {
        int error = 0;
        for (int fd = 0; fd < kept.last() && error == 0; fd++) {
            error = kept.contains(fd) ? 0 : libc.posix_spawn_file_actions_addclose(actions, fd);
        }
        return error != 0 ? error : closeFrom.posix_spawn_file_actions_addclosefrom_np(actions, kept.last() + 1);
    }

    /** What another thread opens from here on without close-on-exec, the child keeps. */
    private int closeOpen(long actions, TreeSet<Integer> kept) {
        int error = 0;
        for (int fd : openDescriptors()) {
            if (error == 0 && !kept.contains(fd)) {
                error = libc.posix_spawn_file_actions_addclose(actions, fd);
            }
        }
        return error;
    }

    /** Waits in this very thread, whatever kind it is; the pid or −errno, which is never EINTR. {@code status}: where, or 0. */
    static long await(KernelCall kernel, int pid, long status, int options) {
        long result;
        do {
            result = Result.negate(kernel.syscall(SYS_wait4, pid, status, options, 0));
        } while (result == -EINTR);
        return result;
    }

    static List<Integer> openDescriptors() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.map(entry -> Integer.valueOf(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
