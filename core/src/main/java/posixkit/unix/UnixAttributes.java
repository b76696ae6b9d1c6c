package posixkit.unix;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;

import java.time.Instant;
import posixkit.file.FileAttributes;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link FileAttributes} for Linux and macOS. <b>Internal.</b> The methods that set times call {@code utimensat},
 * because this function can do everything that the older functions for setting times do.
 */
abstract class UnixAttributes extends UnixMetadata implements FileAttributes {
    private final UnixCalls calls;
    private final Times times;

    UnixAttributes(Bindings bindings) {
        super(bindings);
        calls = bindings.calls();
        times = new Times(bindings.layouts());
    }

    @Override
    public final int chmodOrErrno(String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().chmod(s.string("path", path), mode(mode));
        }
    }

    @Override
    public int lchmodOrErrno(String path, int mode) {
        return fchmodatOrErrno(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
    }

    @Override
    public int fchmodatOrErrno(int dirfd, String path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            return fchmodat(dirfd, s.string("path", path), mode, flags);
        }
    }

    /** Calls {@code fchmodat} of libc. {@code path} is the address of the path in native memory. Returns 0 or −errno. */
    protected final int fchmodat(int dirfd, long path, int mode, int flags) {
        return calls.attribute().fchmodat(dirfd, path, mode(mode), flags);
    }

    @Override
    public final int chownOrErrno(String path, int owner, int group) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().chown(s.string("path", path), owner, group);
        }
    }

    @Override
    public final int lchownOrErrno(String path, int owner, int group) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().lchown(s.string("path", path), owner, group);
        }
    }

    @Override
    public final int fchownatOrErrno(int dirfd, String path, int owner, int group, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().fchownat(dirfd, s.string("path", path), owner, group, flags);
        }
    }

    @Override
    public int utimesOrErrno(String path, Timeval atime, Timeval mtime) {
        try (Scratch s = Scratch.open()) {
            return utimensat(AT_FDCWD, s.string("path", path), times.of(s, atime, mtime), 0);
        }
    }

    @Override
    public int utimesOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return utimensat(AT_FDCWD, s.string("path", path), Times.NOW, 0);
        }
    }

    @Override
    public int lutimesOrErrno(String path, Timeval atime, Timeval mtime) {
        try (Scratch s = Scratch.open()) {
            return utimensat(AT_FDCWD, s.string("path", path), times.of(s, atime, mtime), AT_SYMLINK_NOFOLLOW);
        }
    }

    @Override
    public final int utimensatOrErrno(int dirfd, String path, Timespec atime, Timespec mtime, int flags) {
        try (Scratch s = Scratch.open()) {
            return utimensat(dirfd, s.string("path", path), times.of(s, atime, mtime), flags);
        }
    }

    @Override
    public final int utimensatOrErrno(int dirfd, String path, Instant atime, Instant mtime, int flags) {
        try (Scratch s = Scratch.open()) {
            return utimensat(dirfd, s.string("path", path), times.of(s, atime, mtime), flags);
        }
    }

    private int utimensat(int dirfd, long path, long pair, int flags) {
        return calls.attribute().utimensat(dirfd, path, pair, flags);
    }

    @Override
    public final int truncateOrErrno(String path, long length) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().truncate(s.string("path", path), length);
        }
    }
}
