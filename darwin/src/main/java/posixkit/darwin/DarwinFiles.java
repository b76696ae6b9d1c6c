package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mode.ALLPERMS;

import posixkit.darwin.call.DarwinCalls;
import posixkit.time.Timeval;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.Times;
import posixkit.unix.UnixFiles;

/**
 * Extends {@link UnixFiles} with calls to Darwin's functions {@code lchmod}, {@code utimes} and {@code lutimes}.
 * {@link UnixFiles} calls {@code utimensat} instead of {@code utimes} and {@code lutimes}. On Darwin, {@code utimes} and
 * {@code utimensat} make different system calls. Setting the times of a file to the current time needs different rights with
 * these system calls. For the system call of {@code utimes}, write permission is enough. In older releases of macOS, the system
 * call of {@code utimensat} succeeds only for the owner of the file.
 */
final class DarwinFiles extends UnixFiles {
    private final DarwinCalls darwin;
    private final Times times;

    DarwinFiles(Bindings bindings, DarwinCalls darwin) {
        super(bindings);
        this.darwin = darwin;
        times = new Times(bindings.layouts());
    }

    @Override
    public int lchmodOrErrno(String path, int mode) {
        try (Scratch s = Scratch.open()) {
            return darwin.darwinFile().lchmod(s.string("path", path), mode & ALLPERMS);
        }
    }

    @Override
    public int utimesOrErrno(String path, Timeval atime, Timeval mtime) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            long pair = times.micros(s, atime, mtime);
            return pair == Times.NONE ? -EINVAL : darwin.darwinFile().utimes(address, pair);
        }
    }

    @Override
    public int utimesOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return darwin.darwinFile().utimes(s.string("path", path), Times.NOW);
        }
    }

    @Override
    public int lutimesOrErrno(String path, Timeval atime, Timeval mtime) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            long pair = times.micros(s, atime, mtime);
            return pair == Times.NONE ? -EINVAL : darwin.darwinFile().lutimes(address, pair);
        }
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || DarwinIo.LIMITS.contains(name);
    }
}
