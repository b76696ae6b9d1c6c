package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;

import java.util.function.Supplier;
import posixkit.time.Timeval;
import posixkit.unix.Bindings;
import posixkit.unix.DirCalls;
import posixkit.unix.NodeCalls;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.Times;
import posixkit.unix.UnixFiles;

/**
 * Its {@code utimensat} is made by libc of another call, which until lately did not hear of "now": that then took the owner,
 * where for {@code utimes} the right to write is enough.
 */
final class DarwinFiles extends UnixFiles {
    private final Supplier<DarwinTimeCalls> calls;
    private final Times times;

    DarwinFiles(Bindings bindings, Supplier<? extends DirCalls> dirs) {
        super(bindings, bindings.lazily(NodeCalls.class), dirs);
        calls = bindings.lazily(DarwinTimeCalls.class);
        times = new Times(bindings.layouts());
    }

    @Override
    protected int utimes(Scratch s, long path, Timeval atime, Timeval mtime) {
        long pair = times.micros(s, atime, mtime);
        return pair == Times.NONE ? -EINVAL : Result.negate(calls.get().utimes(path, pair));
    }

    @Override
    protected int utimesNow(long path) {
        return Result.negate(calls.get().utimes(path, Times.NOW));
    }

    @Override
    protected int lutimes(Scratch s, long path, Timeval atime, Timeval mtime) {
        long pair = times.micros(s, atime, mtime);
        return pair == Times.NONE ? -EINVAL : Result.negate(calls.get().lutimes(path, pair));
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || DarwinIo.LIMITS.contains(name);
    }
}
