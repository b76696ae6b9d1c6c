package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getdents64;

import java.lang.ref.Reference;
import java.util.Objects;
import posixkit.file.Dirents;
import posixkit.linux.call.LinuxCalls;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.time.Timeval;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.Times;
import posixkit.unix.call.UnixCalls;

final class LinuxOnlyFiles implements OnLinuxFiles {
    private final UnixCalls calls;
    private final LinuxCalls linux;
    private final Times times;

    LinuxOnlyFiles(Bindings bindings, LinuxCalls linux) {
        calls = bindings.calls();
        this.linux = linux;
        times = new Times(bindings.layouts());
    }

    @Override
    public Dirents newDirents(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: " + bytes);
        }
        return new LinuxDirents(bytes);
    }

    @Override
    public int getdents64OrErrno(int fd, Dirents into) {
        LinuxDirents entries = own(into);
        try {
            int result = (int) linux.syscall().syscall(SYS_getdents64, fd, entries.address(), entries.capacity(), 0);
            entries.filled(result);
            return result;
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    /**
     * Returns {@code into} as a {@link LinuxDirents}, the class of the objects that {@code newDirents} creates. Throws
     * IllegalArgumentException if {@code into} has another class. The kernel writes to the memory of {@code into}. The
     * length of this memory is known to be correct only for objects from {@code newDirents}.
     */
    private static LinuxDirents own(Dirents into) {
        Objects.requireNonNull(into, "into");
        if (into instanceof LinuxDirents entries) {
            return entries;
        }
        throw new IllegalArgumentException("into: newDirents did not make it");
    }

    @Override
    public int mknodatOrErrno(int dirfd, String path, int mode, long dev) {
        try (Scratch s = Scratch.open()) {
            return linux.linuxFile().mknodat(dirfd, s.string("path", path), mode, dev);
        }
    }

    @Override
    public int mkfifoatOrErrno(int dirfd, String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return linux.linuxFile().mkfifoat(dirfd, s.string("path", path), mode);
        }
    }

    @Override
    public int renameat2OrErrno(int fromfd, String from, int tofd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return linux.linuxFile().renameat2(fromfd, s.string("from", from), tofd, s.string("to", to), flags);
        }
    }

    @Override
    public int futimesatOrErrno(int dirfd, String path, Timeval atime, Timeval mtime) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            return calls.attribute().utimensat(dirfd, address, times.of(s, atime, mtime), 0);
        }
    }
}
