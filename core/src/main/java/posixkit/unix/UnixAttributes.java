package posixkit.unix;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EINTR;

import java.time.Instant;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.file.FileAttributes;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** {@link FileAttributes}. <b>Internal.</b> Each call is written once, as in {@link UnixMetadata}. */
abstract class UnixAttributes extends UnixMetadata implements FileAttributes {
    private final Supplier<AttributeCalls> calls;
    private final Times times;

    UnixAttributes(Bindings bindings) {
        super(bindings);
        calls = bindings.lazily(AttributeCalls.class);
        times = new Times(bindings.layouts());
    }

    @Override
    public final void chmod(String path, int mode) throws ErrnoException {
        chmod((Object) path, mode);
    }

    @Override
    public final void chmod(byte[] path, int mode) throws ErrnoException {
        chmod((Object) path, mode);
    }

    private void chmod(Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().chmod(s.path(path), mode(mode)), "chmod", path);
        }
    }

    @Override
    public final void fchmodat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        fchmodat(dirfd, (Object) path, mode, flags);
    }

    @Override
    public final void fchmodat(int dirfd, byte[] path, int mode, int flags) throws ErrnoException {
        fchmodat(dirfd, (Object) path, mode, flags);
    }

    private void fchmodat(int dirfd, Object path, int mode, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.orThrow(fchmodat(dirfd, s.path(path), mode(mode), flags), "fchmodat", path);
        }
    }

    /** The call itself, for a system whose libc cannot be asked: 0 or −errno. */
    protected int fchmodat(int dirfd, long path, int mode, int flags) {
        return Result.negate(calls.get().fchmodat(dirfd, path, mode, flags));
    }

    @Override
    public final void chown(String path, int owner, int group) throws ErrnoException {
        chown((Object) path, owner, group);
    }

    @Override
    public final void chown(byte[] path, int owner, int group) throws ErrnoException {
        chown((Object) path, owner, group);
    }

    private void chown(Object path, int owner, int group) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().chown(s.path(path), owner, group), "chown", path);
        }
    }

    @Override
    public final void lchown(String path, int owner, int group) throws ErrnoException {
        lchown((Object) path, owner, group);
    }

    @Override
    public final void lchown(byte[] path, int owner, int group) throws ErrnoException {
        lchown((Object) path, owner, group);
    }

    private void lchown(Object path, int owner, int group) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().lchown(s.path(path), owner, group), "lchown", path);
        }
    }

    @Override
    public final void fchownat(int dirfd, String path, int owner, int group, int flags) throws ErrnoException {
        fchownat(dirfd, (Object) path, owner, group, flags);
    }

    @Override
    public final void fchownat(int dirfd, byte[] path, int owner, int group, int flags) throws ErrnoException {
        fchownat(dirfd, (Object) path, owner, group, flags);
    }

    private void fchownat(int dirfd, Object path, int owner, int group, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().fchownat(dirfd, s.path(path), owner, group, flags), "fchownat", path);
        }
    }

    @Override
    public final void utimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        utimes((Object) path, atime, mtime);
    }

    @Override
    public final void utimes(byte[] path, Timeval atime, Timeval mtime) throws ErrnoException {
        utimes((Object) path, atime, mtime);
    }

    private void utimes(Object path, Timeval atime, Timeval mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.orThrow(utimes(s, s.path(path), atime, mtime), "utimes", path);
        }
    }

    /** The call itself: 0 or −errno. {@code utimensat} looks at what it is given, and does all that {@code utimes} does. */
    protected int utimes(Scratch s, long path, Timeval atime, Timeval mtime) {
        return utimensat(path, times.of(s, atime, mtime), 0);
    }

    @Override
    public final void utimes(String path) throws ErrnoException {
        utimes((Object) path);
    }

    @Override
    public final void utimes(byte[] path) throws ErrnoException {
        utimes((Object) path);
    }

    private void utimes(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.orThrow(utimesNow(s.path(path)), "utimes", path);
        }
    }

    /** The call itself: 0 or −errno. */
    protected int utimesNow(long path) {
        return utimensat(path, Times.NOW, 0);
    }

    @Override
    public final void lutimes(String path, Timeval atime, Timeval mtime) throws ErrnoException {
        lutimes((Object) path, atime, mtime);
    }

    @Override
    public final void lutimes(byte[] path, Timeval atime, Timeval mtime) throws ErrnoException {
        lutimes((Object) path, atime, mtime);
    }

    private void lutimes(Object path, Timeval atime, Timeval mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.orThrow(lutimes(s, s.path(path), atime, mtime), "lutimes", path);
        }
    }

    /** The call itself: 0 or −errno. */
    protected int lutimes(Scratch s, long path, Timeval atime, Timeval mtime) {
        return utimensat(path, times.of(s, atime, mtime), AT_SYMLINK_NOFOLLOW);
    }

    private int utimensat(long path, long pair, int flags) {
        return Result.negate(calls.get().utimensat(AT_FDCWD, path, pair, flags));
    }

    @Override
    public final void utimensat(int dirfd, String path, Timespec atime, Timespec mtime, int flags)
            throws ErrnoException {
        utimensat(dirfd, (Object) path, atime, mtime, flags);
    }

    @Override
    public final void utimensat(int dirfd, byte[] path, Timespec atime, Timespec mtime, int flags)
            throws ErrnoException {
        utimensat(dirfd, (Object) path, atime, mtime, flags);
    }

    private void utimensat(int dirfd, Object path, Timespec atime, Timespec mtime, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            setTimes(dirfd, s, path, times.of(s, atime, mtime), flags);
        }
    }

    @Override
    public final void utimensat(int dirfd, String path, Instant atime, Instant mtime, int flags) throws ErrnoException {
        utimensat(dirfd, (Object) path, atime, mtime, flags);
    }

    @Override
    public final void utimensat(int dirfd, byte[] path, Instant atime, Instant mtime, int flags) throws ErrnoException {
        utimensat(dirfd, (Object) path, atime, mtime, flags);
    }

    private void utimensat(int dirfd, Object path, Instant atime, Instant mtime, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            setTimes(dirfd, s, path, times.of(s, atime, mtime), flags);
        }
    }

    private void setTimes(int dirfd, Scratch s, Object path, long pair, int flags) throws ErrnoException {
        Result.check(calls.get().utimensat(dirfd, s.path(path), pair, flags), "utimensat", path);
    }

    @Override
    public final void truncate(String path, long length) throws ErrnoException {
        truncate((Object) path, length);
    }

    @Override
    public final void truncate(byte[] path, long length) throws ErrnoException {
        truncate((Object) path, length);
    }

    private void truncate(Object path, long length) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            int result;
            do {
                result = Result.negate(calls.get().truncate(address, length));
            } while (result == -EINTR);
            Result.orThrow(result, "truncate", path);
        }
    }
}
