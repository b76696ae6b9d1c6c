package posixkit.linux;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.onlinux.constants.LinuxCloseRange.CLOSE_RANGE_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMemfd.MFD_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close_range;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_openat2;

import java.lang.ref.Reference;
import java.util.Objects;
import posixkit.Struct;
import posixkit.file.Dirents;
import posixkit.file.Stat;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.OpenHow;
import posixkit.linux.layout.Statx_t;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.Statx;
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

    /** {@code MFD_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExecOfMemory;

    private final Times times;
    private final Stat ownStat;

    LinuxOnlyFiles(Bindings bindings, LinuxCalls linux) {
        calls = bindings.calls();
        this.linux = linux;
        closeOnExec = bindings.closeOnExec().flag(O_CLOEXEC);
        closeOnExecOfMemory = bindings.closeOnExec().flag(MFD_CLOEXEC);
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
    public Statx newStatx() {
        return new Statx_t();
    }

    @Override
    public int statxOrErrno(int dirfd, String path, int flags, int mask, Statx into) {
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", path);
            if (!(Objects.requireNonNull(into, "into") instanceof Statx_t statx)) {
                throw new IllegalArgumentException("into: not from newStatx()");
            }
            long address = s.alloc(Statx_t.SIZE);
            return s.filled(linux.linuxFile().statx(dirfd, name, flags, mask, address), address, statx);
        }
    }

    /** libc has no function for this system call. */
    @Override
    public int openat2OrErrno(int dirfd, String path, long flags, int mode, long resolve) {
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", path);
            long how = s.alloc(OpenHow.SIZE);
            s.set64(how + OpenHow.FLAGS, flags | closeOnExec);
            s.set64(how + OpenHow.MODE, UnixFiles.mode(mode));
            s.set64(how + OpenHow.RESOLVE, resolve);
            return (int) linux.syscall().syscall(SYS_openat2, dirfd, name, how, OpenHow.SIZE);
        }
    }

    @Override
    public int memfdCreateOrErrno(String name, int flags) {
        try (Scratch s = Scratch.open()) {
            return linux.linuxFile().memfd_create(s.string("name", name), flags | closeOnExecOfMemory);
        }
    }

    /** By its number, because glibc has a function for it only since version 2.34. */
    @Override
    public int closeRangeOnExecOrErrno(int first, int last) {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("first: " + first + ", last: " + last);
        }
        return (int) linux.syscall().syscall(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC, 0);
    }

    @Override
    public int fallocateOrErrno(int fd, int mode, long offset, long len) {
        return linux.linuxFile().fallocate(fd, mode, offset, len);
    }

    @Override
    public int syncfsOrErrno(int fd) {
        return linux.linuxFile().syncfs(fd);
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
