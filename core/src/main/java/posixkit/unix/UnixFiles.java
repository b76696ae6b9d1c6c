package posixkit.unix;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.file.Dir;
import posixkit.file.FileTree;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link FileTree} for Linux and macOS. <b>Internal.</b> A subclass overrides the methods that its operating system
 * can implement better.
 */
public class UnixFiles extends UnixAttributes implements FileTree {
    /**
     * The size in bytes of the first buffer for the target of a symbolic link and for the path of the current directory. Few
     * targets and paths are longer than this.
     */
    private static final int FIRST_GUESS = 1024;

    private final UnixCalls calls;

    /** {@code O_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    public UnixFiles(Bindings bindings) {
        super(bindings);
        calls = bindings.calls();
        closeOnExec = bindings.closeOnExec().flag(O_CLOEXEC);
    }

    @Override
    public final int openOrErrno(String path, int flags, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().open(s.string("path", path), flags | closeOnExec, mode(mode));
        }
    }

    @Override
    public final int openatOrErrno(int dirfd, String path, int flags, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().openat(dirfd, s.string("path", path), flags | closeOnExec, mode(mode));
        }
    }

    @Override
    public final int creatOrErrno(String path, int mode) {
        return openOrErrno(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
    }

    @Override
    public Dir opendir(String path) throws ErrnoException {
        return UnixDir.open(calls.dir(), path);
    }

    @Override
    public final String readlink(String path) throws ErrnoException {
        return readlink(
                "readlink", AT_FDCWD, path, (p, buffer, size) -> calls.file().readlink(p, buffer, size));
    }

    @Override
    public final String readlinkat(int dirfd, String path) throws ErrnoException {
        return readlink(
                "readlinkat", dirfd, path, (p, buffer, size) -> calls.file().readlinkat(dirfd, p, buffer, size));
    }

    private interface Readlink {
        long call(long path, long buffer, long size);
    }

    /**
     * Reads the target of a symbolic link. Doubles the size of the buffer until the target is shorter than the buffer, because a
     * full buffer may hold only a part of the target.
     *
     * @param call the name of the C function, for exceptions: {@code readlink} or {@code readlinkat}
     * @param readlink calls this C function
     */
    private static String readlink(String call, int dirfd, String path, Readlink readlink) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                int result;
                do {
                    result = (int) readlink.call(address, buffer, size);
                } while (result == -EINTR);
                int length = Outcome.ofPathAt(call, dirfd, path, result);
                if (length < size) {
                    return NameCodec.decode(s.copy(buffer, length));
                }
            }
        }
    }

    @Override
    public final int linkOrErrno(String from, String to) {
        try (Scratch s = Scratch.open()) {
            return calls.file().link(s.string("from", from), s.string("to", to));
        }
    }

    @Override
    public final int linkatOrErrno(int fromfd, String from, int tofd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.file().linkat(fromfd, s.string("from", from), tofd, s.string("to", to), flags);
        }
    }

    @Override
    public final int symlinkOrErrno(String target, String linkpath) {
        try (Scratch s = Scratch.open()) {
            return calls.file().symlink(s.string("target", target), s.string("linkpath", linkpath));
        }
    }

    @Override
    public final int symlinkatOrErrno(String target, int dirfd, String linkpath) {
        try (Scratch s = Scratch.open()) {
            return calls.file().symlinkat(s.string("target", target), dirfd, s.string("linkpath", linkpath));
        }
    }

    @Override
    public final int unlinkOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.file().unlink(s.string("path", path));
        }
    }

    @Override
    public final int unlinkatOrErrno(int dirfd, String path, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.file().unlinkat(dirfd, s.string("path", path), flags);
        }
    }

    @Override
    public final int rmdirOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.file().rmdir(s.string("path", path));
        }
    }

    @Override
    public final int renameOrErrno(String from, String to) {
        try (Scratch s = Scratch.open()) {
            return calls.file().rename(s.string("from", from), s.string("to", to));
        }
    }

    @Override
    public final int renameatOrErrno(int fromfd, String from, int tofd, String to) {
        try (Scratch s = Scratch.open()) {
            return calls.file().renameat(fromfd, s.string("from", from), tofd, s.string("to", to));
        }
    }

    @Override
    public final int mkdirOrErrno(String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().mkdir(s.string("path", path), mode(mode));
        }
    }

    @Override
    public final int mkdiratOrErrno(int dirfd, String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().mkdirat(dirfd, s.string("path", path), mode(mode));
        }
    }

    @Override
    public final int mkfifoOrErrno(String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return calls.file().mkfifo(s.string("path", path), mode(mode));
        }
    }

    @Override
    public final int mknodOrErrno(String path, int mode, long dev) {
        try (Scratch s = Scratch.open()) {
            return calls.file().mknod(s.string("path", path), mode(mode), dev);
        }
    }

    @Override
    public final int chdirOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.file().chdir(s.string("path", path));
        }
    }

    @Override
    public final int fchdirOrErrno(int fd) {
        return calls.file().fchdir(fd);
    }

    @Override
    public final String getcwd() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                long result = calls.file().getcwd(buffer, size);
                if (result == buffer) {
                    String path = s.text(buffer);
                    // The current directory may be outside the root directory of this process. Linux then returns a
                    // path without a leading slash. Other calls would take this path as a relative path and would not
                    // find the directory.
                    if (!path.startsWith("/")) {
                        throw new ErrnoException("getcwd", ENOENT);
                    }
                    return path;
                }
                if (result != -ERANGE) {
                    throw new ErrnoException("getcwd", (int) -result);
                }
            }
        }
    }

    @Override
    public final int chrootOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.file().chroot(s.string("path", path));
        }
    }

    @Override
    public final int umask(int mask) {
        return mode(calls.file().umask(mode(mask)));
    }
}
