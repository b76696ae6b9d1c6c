package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;

import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.file.Files;

/**
 * {@link Files}: names, but for what a system can do better. <b>Internal.</b> Each call is written once, as in
 * {@link UnixMetadata}.
 */
public class UnixFiles extends UnixAttributes implements Files {
    /** Links and directories are first read into this much; few need more. */
    private static final int FIRST_GUESS = 1024;

    private final LibC libc;
    private final HotCalls hot;

    public UnixFiles(Bindings bindings) {
        super(bindings);
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
    public final String readlink(String path) throws ErrnoException {
        return Utf8.text(readlinkBytes(path));
    }

    @Override
    public final String readlink(byte[] path) throws ErrnoException {
        return Utf8.text(readlinkBytes(path));
    }

    @Override
    public final byte[] readlinkBytes(String path) throws ErrnoException {
        return readlinkBytes((Object) path);
    }

    @Override
    public final byte[] readlinkBytes(byte[] path) throws ErrnoException {
        return readlinkBytes((Object) path);
    }

    private byte[] readlinkBytes(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                int length = Result.check((int) libc.readlink(address, buffer, size), "readlink", path);
                if (length < size) {
                    return s.copy(buffer, length);
                }
            }
        }
    }

    @Override
    public final void unlink(String path) throws ErrnoException {
        unlink((Object) path);
    }

    @Override
    public final void unlink(byte[] path) throws ErrnoException {
        unlink((Object) path);
    }

    private void unlink(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.unlink(s.path(path)), "unlink", path);
        }
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
    public final void rename(String from, String to) throws ErrnoException {
        rename((Object) from, to);
    }

    @Override
    public final void rename(byte[] from, byte[] to) throws ErrnoException {
        rename((Object) from, to);
    }

    private void rename(Object from, Object to) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long target = s.path(to);
            if (libc.rename(source, target) == -1) {
                throw new ErrnoException("rename", Native.errno(), Utf8.text(from) + " -> " + Utf8.text(to));
            }
        }
    }

    @Override
    public final String getcwd() throws ErrnoException {
        return Utf8.text(getcwdBytes());
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
