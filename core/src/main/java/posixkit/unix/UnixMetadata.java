package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IRWXG;
import static posixkit.constants.Mode.S_IRWXO;
import static posixkit.constants.Mode.S_IRWXU;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;

import java.util.OptionalLong;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.file.Metadata;
import posixkit.file.Stat;
import posixkit.file.Statfs;

/**
 * {@link Metadata}. <b>Internal.</b> Each call is written once, of a path that is an {@link Object}: a {@code String} or a
 * {@code byte[]}, as the line for each says.
 */
abstract class UnixMetadata implements Metadata {
    /** Darwin's mode_t has 16 bits, and its arm64 code trusts the caller to have cleared the rest of the register. */
    private static final int MODE_BITS = S_IFMT | S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;

    private final HotCalls hot;
    private final Supplier<AttributeCalls> calls;
    private final Supplier<StatfsCalls> statfs;
    private final Layouts layouts;
    private final Stat ours;
    private final Statfs ourStatfs;

    UnixMetadata(Bindings bindings) {
        hot = bindings.hot();
        calls = bindings.lazily(AttributeCalls.class);
        statfs = bindings.statfs();
        layouts = bindings.layouts();
        ours = layouts.newStat();
        ourStatfs = layouts.newStatfs();
    }

    @Override
    public final void stat(String path, Stat into) throws ErrnoException {
        stat((Object) path, into);
    }

    @Override
    public final void stat(byte[] path, Stat into) throws ErrnoException {
        stat((Object) path, into);
    }

    @Override
    public final int statOrErrno(String path, Stat into) {
        return statOrErrno((Object) path, into);
    }

    @Override
    public final int statOrErrno(byte[] path, Stat into) {
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
    public final void lstat(String path, Stat into) throws ErrnoException {
        lstat((Object) path, into);
    }

    @Override
    public final void lstat(byte[] path, Stat into) throws ErrnoException {
        lstat((Object) path, into);
    }

    @Override
    public final int lstatOrErrno(String path, Stat into) {
        return lstatOrErrno((Object) path, into);
    }

    @Override
    public final int lstatOrErrno(byte[] path, Stat into) {
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
    public final void fstatat(int dirfd, String path, Stat into, int flags) throws ErrnoException {
        fstatat(dirfd, (Object) path, into, flags);
    }

    @Override
    public final void fstatat(int dirfd, byte[] path, Stat into, int flags) throws ErrnoException {
        fstatat(dirfd, (Object) path, into, flags);
    }

    @Override
    public final int fstatatOrErrno(int dirfd, String path, Stat into, int flags) {
        return fstatatOrErrno(dirfd, (Object) path, into, flags);
    }

    @Override
    public final int fstatatOrErrno(int dirfd, byte[] path, Stat into, int flags) {
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
    public final void access(String path, int mode) throws ErrnoException {
        access((Object) path, mode);
    }

    @Override
    public final void access(byte[] path, int mode) throws ErrnoException {
        access((Object) path, mode);
    }

    @Override
    public final int accessOrErrno(String path, int mode) {
        return accessOrErrno((Object) path, mode);
    }

    @Override
    public final int accessOrErrno(byte[] path, int mode) {
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
    public final void faccessat(int dirfd, String path, int mode, int flags) throws ErrnoException {
        faccessat(dirfd, (Object) path, mode, flags);
    }

    @Override
    public final void faccessat(int dirfd, byte[] path, int mode, int flags) throws ErrnoException {
        faccessat(dirfd, (Object) path, mode, flags);
    }

    @Override
    public final int faccessatOrErrno(int dirfd, String path, int mode, int flags) {
        return faccessatOrErrno(dirfd, (Object) path, mode, flags);
    }

    @Override
    public final int faccessatOrErrno(int dirfd, byte[] path, int mode, int flags) {
        return faccessatOrErrno(dirfd, (Object) path, mode, flags);
    }

    private void faccessat(int dirfd, Object path, int mode, int flags) throws ErrnoException {
        int result;
        do {
            result = faccessatOrErrno(dirfd, path, mode, flags);
        } while (result == -EINTR);
        Result.orThrow(result, "faccessat", path);
    }

    private int faccessatOrErrno(int dirfd, Object path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            return faccessat(dirfd, s.path(path), mode, flags);
        }
    }

    /** The call itself, for a system whose libc cannot be asked: 0 or −errno. */
    protected int faccessat(int dirfd, long path, int mode, int flags) {
        return Result.negate(calls.get().faccessat(dirfd, path, mode, flags));
    }

    @Override
    public final void statfs(String path, Statfs into) throws ErrnoException {
        statfs((Object) path, into);
    }

    @Override
    public final void statfs(byte[] path, Statfs into) throws ErrnoException {
        statfs((Object) path, into);
    }

    private void statfs(Object path, Statfs into) throws ErrnoException {
        Struct structure = Layouts.own(into, ourStatfs);
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            long buffer = s.alloc(structure.bytes().length);
            int result;
            do {
                result = Result.negate(statfs.get().statfs(address, buffer));
            } while (result == -EINTR);
            Result.orThrow(filled(result, s, buffer, structure), "statfs", path);
        }
    }

    @Override
    public final OptionalLong pathconf(String path, int name) throws ErrnoException {
        return pathconf((Object) path, name);
    }

    @Override
    public final OptionalLong pathconf(byte[] path, int name) throws ErrnoException {
        return pathconf((Object) path, name);
    }

    private OptionalLong pathconf(Object path, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            long limit = calls.get().pathconf(address, name);
            if (limit != PathLimits.NONE) {
                return OptionalLong.of(limit);
            }
            Result.orThrow(hot.stat(address, s.alloc(((Struct) ours).bytes().length)), "pathconf", path);
            if (!isLimit(name)) {
                throw new ErrnoException("pathconf", EINVAL, NameCodec.text(path));
            }
            return OptionalLong.empty();
        }
    }

    /** Whether libc knows a limit of this name. */
    protected boolean isLimit(int name) {
        return PathLimits.NAMES.contains(name);
    }

    @Override
    public final long makedev(int major, int minor) {
        return layouts.makedev(major, minor);
    }

    @Override
    public final int major(long dev) {
        return layouts.major(dev);
    }

    @Override
    public final int minor(long dev) {
        return layouts.minor(dev);
    }

    @Override
    public final Statfs newStatfs() {
        return layouts.newStatfs();
    }

    @Override
    public final Stat newStat() {
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
