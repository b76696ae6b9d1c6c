package posixkit.linux;

import static posixkit.constants.Open.O_CLOEXEC;

import java.lang.ref.Reference;
import java.util.Objects;
import posixkit.Struct;
import posixkit.file.Dirents;
import posixkit.file.Stat;
import posixkit.linux.call.LinuxCalls;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.time.Timeval;
import posixkit.unix.Bindings;
import posixkit.unix.Layouts;
import posixkit.unix.Scratch;
import posixkit.unix.Times;
import posixkit.unix.UnixFiles;
import posixkit.unix.call.UnixCalls;

final class LinuxOnlyFiles implements OnLinuxFiles {
    private final UnixCalls calls;
    private final LinuxCalls linux;

    /** {@code O_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    private final Times times;
    private final Stat ownStat;

    LinuxOnlyFiles(Bindings bindings, LinuxCalls linux) {
        calls = bindings.calls();
        this.linux = linux;
        closeOnExec = bindings.closeOnExec().flag(O_CLOEXEC);
        times = new Times(bindings.layouts());
        ownStat = bindings.layouts().newStat();
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
        return own("into", into).fill(linux.syscall(), fd);
    }

    @Override
    public int fstatatOrErrno(int dirfd, Dirents entry, Stat into, int flags) {
        LinuxDirents entries = own("entry", entry);
        Struct stat = Layouts.own("into", into, ownStat);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(stat.bytes().length);
            return s.filled(calls.file().fstatat(dirfd, entries.nameAddress(), buffer, flags), buffer, stat);
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    @Override
    public int openatOrErrno(int dirfd, Dirents entry, int flags, int mode) {
        LinuxDirents entries = own("entry", entry);
        try {
            return calls.file().openat(dirfd, entries.nameAddress(), flags | closeOnExec, UnixFiles.mode(mode));
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    @Override
    public int unlinkatOrErrno(int dirfd, Dirents entry, int flags) {
        LinuxDirents entries = own("entry", entry);
        try {
            return calls.file().unlinkat(dirfd, entries.nameAddress(), flags);
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    /**
     * Returns {@code dirents} as a {@link LinuxDirents}, the class of the objects that {@code newDirents} creates. Throws
     * IllegalArgumentException if {@code dirents} has another class. The kernel reads and writes the memory of {@code dirents}.
     * The length of this memory is known to be correct only for objects from {@code newDirents}.
     */
    private static LinuxDirents own(String argument, Dirents dirents) {
        Objects.requireNonNull(dirents, argument);
        if (dirents instanceof LinuxDirents entries) {
            return entries;
        }
        throw new IllegalArgumentException(argument + ": newDirents did not make it");
    }

    @Override
    public int posixFadviseOrErrno(int fd, long offset, long len, int advice) {
        return linux.linuxFile().posix_fadvise(fd, offset, len, advice);
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
