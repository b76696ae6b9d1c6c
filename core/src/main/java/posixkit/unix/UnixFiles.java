package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IRWXG;
import static posixkit.constants.Mode.S_IRWXO;
import static posixkit.constants.Mode.S_IRWXU;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;

import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.file.Files;
import posixkit.file.Stat;

/**
 * {@link Files}. <b>Internal.</b> Each call is written once, of a path that is an {@link Object}: a {@code String} or a
 * {@code byte[]}, as the line for each says.
 */
public final class UnixFiles implements Files {
    /** Links and directories are first read into this much; few need more. */
    private static final int FIRST_GUESS = 1024;

    /** Darwin's mode_t has 16 bits, and its arm64 code trusts the caller to have cleared the rest of the register. */
    private static final int MODE_BITS = S_IFMT | S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;

    private final LibC libc;
    private final HotCalls hot;
    private final Layouts layouts;
    private final Stat ours;

    public UnixFiles(Bindings bindings) {
        libc = bindings.libc();
        hot = bindings.hot();
        layouts = bindings.layouts();
        ours = layouts.newStat();
    }

    @Override
    public int open(String path, int flags, int mode) throws ErrnoException {
        return open((Object) path, flags, mode);
    }

    @Override
    public int open(byte[] path, int flags, int mode) throws ErrnoException {
        return open((Object) path, flags, mode);
    }

    @Override
    public int openOrErrno(String path, int flags, int mode) {
        return openOrErrno((Object) path, flags, mode);
    }

    @Override
    public int openOrErrno(byte[] path, int flags, int mode) {
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
    public int openat(int dirfd, String path, int flags, int mode) throws ErrnoException {
        return openat(dirfd, (Object) path, flags, mode);
    }

    @Override
    public int openat(int dirfd, byte[] path, int flags, int mode) throws ErrnoException {
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
    public int creat(String path, int mode) throws ErrnoException {
        return creat((Object) path, mode);
    }

    @Override
    public int creat(byte[] path, int mode) throws ErrnoException {
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
    public void stat(String path, Stat into) throws ErrnoException {
        stat((Object) path, into);
    }

    @Override
    public void stat(byte[] path, Stat into) throws ErrnoException {
        stat((Object) path, into);
    }

    @Override
    public int statOrErrno(String path, Stat into) {
        return statOrErrno((Object) path, into);
    }

    @Override
    public int statOrErrno(byte[] path, Stat into) {
        return statOrErrno((Object) path, into);
    }

    private void stat(Object path, Stat into) throws ErrnoException {
        int result;
        do {
            result = statOrErrno(path, into);
        } while (result == -EINTR);
        Result.orThrow(result, "stat", path);
    }

    private int statOrErrno(Object path, Stat into) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own(into, ours);
            long buffer = s.alloc(stat.bytes().length);
            return filled(hot.stat(s.path(path), buffer), s, buffer, stat);
        }
    }

    @Override
    public void lstat(String path, Stat into) throws ErrnoException {
        lstat((Object) path, into);
    }

    @Override
    public void lstat(byte[] path, Stat into) throws ErrnoException {
        lstat((Object) path, into);
    }

    @Override
    public int lstatOrErrno(String path, Stat into) {
        return lstatOrErrno((Object) path, into);
    }

    @Override
    public int lstatOrErrno(byte[] path, Stat into) {
        return lstatOrErrno((Object) path, into);
    }

    private void lstat(Object path, Stat into) throws ErrnoException {
        int result;
        do {
            result = lstatOrErrno(path, into);
        } while (result == -EINTR);
        Result.orThrow(result, "lstat", path);
    }

    private int lstatOrErrno(Object path, Stat into) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own(into, ours);
            long buffer = s.alloc(stat.bytes().length);
            return filled(hot.lstat(s.path(path), buffer), s, buffer, stat);
        }
    }

    @Override
    public void fstatat(int dirfd, String path, Stat into, int flags) throws ErrnoException {
        fstatat(dirfd, (Object) path, into, flags);
    }

    @Override
    public void fstatat(int dirfd, byte[] path, Stat into, int flags) throws ErrnoException {
        fstatat(dirfd, (Object) path, into, flags);
    }

    @Override
    public int fstatatOrErrno(int dirfd, String path, Stat into, int flags) {
        return fstatatOrErrno(dirfd, (Object) path, into, flags);
    }

    @Override
    public int fstatatOrErrno(int dirfd, byte[] path, Stat into, int flags) {
        return fstatatOrErrno(dirfd, (Object) path, into, flags);
    }

    private void fstatat(int dirfd, Object path, Stat into, int flags) throws ErrnoException {
        int result;
        do {
            result = fstatatOrErrno(dirfd, path, into, flags);
        } while (result == -EINTR);
        Result.orThrow(result, "fstatat", path);
    }

    private int fstatatOrErrno(int dirfd, Object path, Stat into, int flags) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own(into, ours);
            long buffer = s.alloc(stat.bytes().length);
            return filled(hot.fstatat(dirfd, s.path(path), buffer, flags), s, buffer, stat);
        }
    }

    @Override
    public void access(String path, int mode) throws ErrnoException {
        access((Object) path, mode);
    }

    @Override
    public void access(byte[] path, int mode) throws ErrnoException {
        access((Object) path, mode);
    }

    @Override
    public int accessOrErrno(String path, int mode) {
        return accessOrErrno((Object) path, mode);
    }

    @Override
    public int accessOrErrno(byte[] path, int mode) {
        return accessOrErrno((Object) path, mode);
    }

    private void access(Object path, int mode) throws ErrnoException {
        int result;
        do {
            result = accessOrErrno(path, mode);
        } while (result == -EINTR);
        Result.orThrow(result, "access", path);
    }

    private int accessOrErrno(Object path, int mode) {
        try (Scratch s = Scratch.open()) {
            return hot.access(s.path(path), mode);
        }
    }

    @Override
    public String readlink(String path) throws ErrnoException {
        return Utf8.text(readlinkBytes(path));
    }

    @Override
    public String readlink(byte[] path) throws ErrnoException {
        return Utf8.text(readlinkBytes(path));
    }

    @Override
    public byte[] readlinkBytes(String path) throws ErrnoException {
        return readlinkBytes((Object) path);
    }

    @Override
    public byte[] readlinkBytes(byte[] path) throws ErrnoException {
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
    public void unlink(String path) throws ErrnoException {
        unlink((Object) path);
    }

    @Override
    public void unlink(byte[] path) throws ErrnoException {
        unlink((Object) path);
    }

    private void unlink(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.unlink(s.path(path)), "unlink", path);
        }
    }

    @Override
    public void rmdir(String path) throws ErrnoException {
        rmdir((Object) path);
    }

    @Override
    public void rmdir(byte[] path) throws ErrnoException {
        rmdir((Object) path);
    }

    private void rmdir(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.rmdir(s.path(path)), "rmdir", path);
        }
    }

    @Override
    public void mkdir(String path, int mode) throws ErrnoException {
        mkdir((Object) path, mode);
    }

    @Override
    public void mkdir(byte[] path, int mode) throws ErrnoException {
        mkdir((Object) path, mode);
    }

    private void mkdir(Object path, int mode) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.mkdir(s.path(path), mode(mode)), "mkdir", path);
        }
    }

    @Override
    public void rename(String from, String to) throws ErrnoException {
        rename((Object) from, to);
    }

    @Override
    public void rename(byte[] from, byte[] to) throws ErrnoException {
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
    public String getcwd() throws ErrnoException {
        return Utf8.text(getcwdBytes());
    }

    /** A directory outside our root comes without its leading slash; it is nothing one could go back to. */
    @Override
    public byte[] getcwdBytes() throws ErrnoException {
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

    @Override
    public Stat newStat() {
        return layouts.newStat();
    }

    /** Copies what the kernel gave, if it did. */
    static int filled(int result, Scratch s, long buffer, Struct stat) {
        if (result == 0) {
            s.copyTo(stat, buffer);
        }
        return result;
    }

    static int mode(int mode) {
        return mode & MODE_BITS;
    }
}
