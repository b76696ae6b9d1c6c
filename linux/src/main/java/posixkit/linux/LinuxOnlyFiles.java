package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getdents64;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.file.Dirents;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.time.Timeval;
import posixkit.unix.AttributeCalls;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.Times;

final class LinuxOnlyFiles implements OnLinuxFiles {
    private final Supplier<LinuxNodeCalls> nodes;
    private final Supplier<LinuxNameCalls> names;
    private final Supplier<KernelCall> kernel;
    private final Supplier<AttributeCalls> attributes;
    private final Times times;

    LinuxOnlyFiles(Bindings bindings, Supplier<LinuxNodeCalls> nodes) {
        attributes = bindings.lazily(AttributeCalls.class);
        times = new Times(bindings.layouts());
        this.nodes = nodes;
        names = bindings.lazily(LinuxNameCalls.class);
        kernel = bindings.lazily(KernelCall.class);
    }

    @Override
    public Dirents newDirents(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a buffer of " + bytes + " bytes");
        }
        return new LinuxDirents(bytes);
    }

    @Override
    public int getdents64(int fd, Dirents into) throws ErrnoException {
        LinuxDirents entries = own(into);
        try {
            int result;
            do {
                long read = kernel.get().syscall(SYS_getdents64, fd, entries.address(), entries.capacity(), 0);
                result = (int) Result.negate(read);
                entries.filled(result);
            } while (result == -EINTR);
            return Result.orThrow(result, "getdents64", "fd", fd);
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    /** Its memory is handed to the kernel, so it has to be as long as it says. */
    private static LinuxDirents own(Dirents entries) {
        if (entries instanceof LinuxDirents ours) {
            return ours;
        }
        throw new IllegalArgumentException("entries are made by newDirents");
    }

    @Override
    public void mknodat(int dirfd, String path, int mode, long dev) throws ErrnoException {
        mknodat(dirfd, (Object) path, mode, dev);
    }

    @Override
    public void mknodat(int dirfd, byte[] path, int mode, long dev) throws ErrnoException {
        mknodat(dirfd, (Object) path, mode, dev);
    }

    private void mknodat(int dirfd, Object path, int mode, long dev) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(nodes.get().mknodat(dirfd, s.path(path), mode, dev), "mknodat", path);
        }
    }

    @Override
    public void mkfifoat(int dirfd, String path, int mode) throws ErrnoException {
        mkfifoat(dirfd, (Object) path, mode);
    }

    @Override
    public void mkfifoat(int dirfd, byte[] path, int mode) throws ErrnoException {
        mkfifoat(dirfd, (Object) path, mode);
    }

    private void mkfifoat(int dirfd, Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().mkfifoat(dirfd, s.path(path), mode), "mkfifoat", path);
        }
    }

    @Override
    public void renameat2(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        renameat2(fromfd, (Object) from, tofd, to, flags);
    }

    @Override
    public void renameat2(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException {
        renameat2(fromfd, (Object) from, tofd, to, flags);
    }

    private void renameat2(int fromfd, Object from, int tofd, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(names.get().renameat2(fromfd, source, tofd, destination, flags), "renameat2", from, to);
        }
    }

    @Override
    public void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException {
        futimesat(dirfd, (Object) path, atime, mtime);
    }

    @Override
    public void futimesat(int dirfd, byte[] path, Timeval atime, Timeval mtime) throws ErrnoException {
        futimesat(dirfd, (Object) path, atime, mtime);
    }

    private void futimesat(int dirfd, Object path, Timeval atime, Timeval mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long pair = times.of(s, atime, mtime);
            Result.check(attributes.get().utimensat(dirfd, s.path(path), pair, 0), "futimesat", path);
        }
    }
}
