package posixkit.linux;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.onlinux.FileExtras;
import posixkit.time.Timeval;
import posixkit.unix.AttributeCalls;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.Times;

final class LinuxFileExtras implements FileExtras {
    private final Supplier<AttributeCalls> attributes;
    private final Times times;

    LinuxFileExtras(Bindings bindings) {
        attributes = bindings.lazily(AttributeCalls.class);
        times = new Times(bindings.layouts());
    }

    @Override
    public void futimesat(int dirfd, String path, Timeval atime, Timeval mtime) throws ErrnoException {
        futimesat(dirfd, (Object) path, atime, mtime);
    }

    @Override
    public void futimesat(int dirfd, byte[] path, Timeval atime, Timeval mtime) throws ErrnoException {
        futimesat(dirfd, (Object) path, atime, mtime);
    }

    private void futimesat(int dirfd, Object path, Timeval atime, Timeval mtime) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long pair = times.of(s, atime, mtime);
            Result.check(attributes.get().utimensat(dirfd, s.path(path), pair, 0), "futimesat", path);
        }
    }
}
