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
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.file.Metadata;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Metadata} for Linux and macOS. <b>Internal.</b> */
abstract class UnixMetadata implements Metadata {
    /**
     * The bits of a file mode. {@link #mode} clears all other bits, because a {@code mode_t} of macOS has only 16 bits. On arm64,
     * the functions of macOS expect zeros in the rest of the register that contains the mode.
     */
    private static final int MODE_BITS = S_IFMT | S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;

    private final UnixCalls calls;
    private final Layouts layouts;
    private final Stat ownStat;
    private final int sizeOfStat;

    UnixMetadata(Bindings bindings) {
        calls = bindings.calls();
        layouts = bindings.layouts();
        ownStat = layouts.newStat();
        sizeOfStat = ((Struct) ownStat).bytes().length;
    }

    @Override
    public final int statOrErrno(String path, Stat into) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own("into", into, ownStat);
            long buffer = s.alloc(sizeOfStat);
            return s.filled(calls.file().stat(s.string("path", path), buffer), buffer, stat);
        }
    }

    @Override
    public final int lstatOrErrno(String path, Stat into) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own("into", into, ownStat);
            long buffer = s.alloc(sizeOfStat);
            return s.filled(calls.file().lstat(s.string("path", path), buffer), buffer, stat);
        }
    }

    @Override
    public final int fstatatOrErrno(int dirfd, String path, Stat into, int flags) {
        try (Scratch s = Scratch.open()) {
            Struct stat = Layouts.own("into", into, ownStat);
            long buffer = s.alloc(sizeOfStat);
            return s.filled(calls.file().fstatat(dirfd, s.string("path", path), buffer, flags), buffer, stat);
        }
    }

    @Override
    public final int accessOrErrno(String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().access(s.string("path", path), mode);
        }
    }

    @Override
    public int faccessatOrErrno(int dirfd, String path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.attribute().faccessat(dirfd, s.string("path", path), mode, flags);
        }
    }

    @Override
    public final int statfsOrErrno(String path, Statfs into) {
        try (Scratch s = Scratch.open()) {
            Struct structure = layouts.own("into", into, Layouts.STATFS);
            long buffer = s.alloc(structure.bytes().length);
            int result = calls.attribute().statfs(s.string("path", path), buffer);
            return s.filled(result, buffer, structure);
        }
    }

    @Override
    public final int statvfsOrErrno(String path, Statvfs into) {
        try (Scratch s = Scratch.open()) {
            Struct structure = layouts.own("into", into, Layouts.STATVFS);
            long buffer = s.alloc(structure.bytes().length);
            int result = calls.attribute().statvfs(s.string("path", path), buffer);
            return s.filled(result, buffer, structure);
        }
    }

    @Override
    public final OptionalLong pathconf(String path, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            long limit = calls.attribute().pathconf(address, name);
            while (limit == -EINTR) {
                // errno is EINTR, but an earlier call may have set it. So errno is set to EBADF and pathconf is called
                // again. If errno is EINTR after that, pathconf itself was interrupted.
                Result.leaveEbadf(calls);
                limit = calls.attribute().pathconf(address, name);
            }
            if (limit >= 0) {
                return OptionalLong.of(limit);
            }
            long buffer = s.alloc(sizeOfStat);
            int found;
            do {
                found = calls.file().stat(address, buffer);
            } while (found == -EINTR);
            Outcome.ofPath("pathconf", path, found);
            Outcome.ofPath("pathconf", path, isLimit(name) ? 0 : -EINVAL);
            return OptionalLong.empty();
        }
    }

    /**
     * Returns true if the number {@code name} (for example {@code _PC_NAME_MAX}) selects a limit of {@code pathconf} and
     * {@code fpathconf}.
     */
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
    public final Stat newStat() {
        return layouts.newStat();
    }

    @Override
    public final Statfs newStatfs() {
        return layouts.newStatfs();
    }

    @Override
    public final Statvfs newStatvfs() {
        return layouts.newStatvfs();
    }

    /** Returns those bits of {@code mode} that the kernel knows. */
    public static int mode(int mode) {
        return mode & MODE_BITS;
    }
}
