package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.file.Dir;
import posixkit.file.FileTree;

/**
 * {@link FileTree}: what is opened and made, and where one is, but for what a system can do better. <b>Internal.</b> Each call is
 * written once, as in {@link UnixMetadata}.
 */
public class UnixFiles extends UnixNames {
    /** The current directory is first read into this much; few need more. */
    private static final int FIRST_GUESS = 1024;

    private final LibC libc;
    private final HotCalls hot;
    private final Supplier<? extends NodeCalls> nodes;
    private final Supplier<? extends DirCalls> dirs;

    /**
     * @param nodes where {@code mknod} is, and {@code dirs} where a directory's stream is: not under the same symbols
     *     everywhere
     */
    public UnixFiles(Bindings bindings, Supplier<? extends NodeCalls> nodes, Supplier<? extends DirCalls> dirs) {
        super(bindings);
        this.nodes = nodes;
        this.dirs = dirs;
        libc = bindings.libc();
        hot = bindings.hot();
    }

    @Override
    public final int open(String path, int flags, int mode) throws ErrnoException {
        return open((Object) path, flags, mode);
    }

    @Override
    public final int open(byte[] path, int flags, int mode) throws ErrnoException {
        return open((Object) path, flags, mode);
    }

    @Override
    public final int openOrErrno(String path, int flags, int mode) {
        return openOrErrno((Object) path, flags, mode);
    }

    @Override
    public final int openOrErrno(byte[] path, int flags, int mode) {
        return openOrErrno((Object) path, flags, mode);
    }

    private int open(Object path, int flags, int mode) throws ErrnoException {
        int result;
        do {
            result = openOrErrno(path, flags, mode);
        } while (result == -EINTR);
        return Result.orThrow(result, "open", path);
    }

    private int openOrErrno(Object path, int flags, int mode) {
        try (Scratch s = Scratch.open()) {
            return hot.open(s.path(path), flags | O_CLOEXEC, mode(mode));
        }
    }

    @Override
    public final int openat(int dirfd, String path, int flags, int mode) throws ErrnoException {
        return openat(dirfd, (Object) path, flags, mode);
    }

    @Override
    public final int openat(int dirfd, byte[] path, int flags, int mode) throws ErrnoException {
        return openat(dirfd, (Object) path, flags, mode);
    }

    private int openat(int dirfd, Object path, int flags, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            int result;
            do {
                result = hot.openat(dirfd, address, flags | O_CLOEXEC, mode(mode));
            } while (result == -EINTR);
            return Result.orThrow(result, "openat", path);
        }
    }

    @Override
    public final int creat(String path, int mode) throws ErrnoException {
        return creat((Object) path, mode);
    }

    @Override
    public final int creat(byte[] path, int mode) throws ErrnoException {
        return creat((Object) path, mode);
    }

    private int creat(Object path, int mode) throws ErrnoException {
        int result;
        do {
            result = openOrErrno(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
        } while (result == -EINTR);
        return Result.orThrow(result, "creat", path);
    }

    @Override
    public final void rmdir(String path) throws ErrnoException {
        rmdir((Object) path);
    }

    @Override
    public final void rmdir(byte[] path) throws ErrnoException {
        rmdir((Object) path);
    }

    private void rmdir(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.rmdir(s.path(path)), "rmdir", path);
        }
    }

    @Override
    public final void mkdir(String path, int mode) throws ErrnoException {
        mkdir((Object) path, mode);
    }

    @Override
    public final void mkdir(byte[] path, int mode) throws ErrnoException {
        mkdir((Object) path, mode);
    }

    private void mkdir(Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.mkdir(s.path(path), mode(mode)), "mkdir", path);
        }
    }

    @Override
    public final void mkdirat(int dirfd, String path, int mode) throws ErrnoException {
        mkdirat(dirfd, (Object) path, mode);
    }

    @Override
    public final void mkdirat(int dirfd, byte[] path, int mode) throws ErrnoException {
        mkdirat(dirfd, (Object) path, mode);
    }

    private void mkdirat(int dirfd, Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().mkdirat(dirfd, s.path(path), mode(mode)), "mkdirat", path);
        }
    }

    @Override
    public final void mkfifo(String path, int mode) throws ErrnoException {
        mkfifo((Object) path, mode);
    }

    @Override
    public final void mkfifo(byte[] path, int mode) throws ErrnoException {
        mkfifo((Object) path, mode);
    }

    private void mkfifo(Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().mkfifo(s.path(path), mode(mode)), "mkfifo", path);
        }
    }

    @Override
    public final void mknod(String path, int mode, long dev) throws ErrnoException {
        mknod((Object) path, mode, dev);
    }

    @Override
    public final void mknod(byte[] path, int mode, long dev) throws ErrnoException {
        mknod((Object) path, mode, dev);
    }

    private void mknod(Object path, int mode, long dev) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(nodes.get().mknod(s.path(path), mode(mode), dev), "mknod", path);
        }
    }

    @Override
    public final Dir opendir(String path) throws ErrnoException {
        return UnixDir.open(dirs.get(), path);
    }

    @Override
    public final Dir opendir(byte[] path) throws ErrnoException {
        return UnixDir.open(dirs.get(), path);
    }

    @Override
    public final void chdir(String path) throws ErrnoException {
        chdir((Object) path);
    }

    @Override
    public final void chdir(byte[] path) throws ErrnoException {
        chdir((Object) path);
    }

    private void chdir(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().chdir(s.path(path)), "chdir", path);
        }
    }

    @Override
    public final void fchdir(int fd) throws ErrnoException {
        Result.check(names.get().fchdir(fd), "fchdir", "fd", fd);
    }

    @Override
    public final void chroot(String path) throws ErrnoException {
        chroot((Object) path);
    }

    @Override
    public final void chroot(byte[] path) throws ErrnoException {
        chroot((Object) path);
    }

    private void chroot(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().chroot(s.path(path)), "chroot", path);
        }
    }

    @Override
    public final int umask(int mask) {
        return mode(names.get().umask(mode(mask)));
    }

    @Override
    public final String getcwd() throws ErrnoException {
        return NameCodec.text(getcwdBytes());
    }

    /** A directory outside our root comes without its leading slash; it is nothing one could go back to. */
    @Override
    public final byte[] getcwdBytes() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                if (libc.getcwd(buffer, size) == buffer) {
                    byte[] path = s.copy(buffer, s.length(buffer));
                    if (path.length == 0 || path[0] != '/') {
                        throw new ErrnoException("getcwd", ENOENT);
                    }
                    return path;
                }
                int errno = Native.errno();
                if (errno != ERANGE) {
                    throw new ErrnoException("getcwd", errno);
                }
            }
        }
    }
}
