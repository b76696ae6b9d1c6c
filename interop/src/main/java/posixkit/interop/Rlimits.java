package posixkit.interop;

import java.util.Objects;
import jnr.ffi.Runtime;
import jnr.posix.DefaultNativeRLimit;
import jnr.posix.RLimit;
import posixkit.Posix;
import posixkit.process.Rlimit;

/** Converts limits between {@link Rlimit} of posixkit and {@link RLimit} of jnr-posix. Both have unsigned 64-bit numbers. */
public final class Rlimits {
    private Rlimits() {}

    /** Returns a new object with the limits of {@code limit}. The object needs native memory, so jnr-ffi's native library is loaded. */
    public static RLimit toJnr(Rlimit limit) {
        RLimit copy = new Owned(Runtime.getSystemRuntime());
        copy(limit, copy);
        return copy;
    }

    /** Stores the limits of {@code limit} in {@code into}. */
    public static void copy(Rlimit limit, RLimit into) {
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(limit, "limit");
        into.init(limit.cur(), limit.max());
    }

    /** Returns a new object with the limits of {@code limit}. {@code setrlimit} of posixkit accepts it. */
    public static Rlimit fromJnr(RLimit limit) {
        Objects.requireNonNull(limit, "limit");
        return Posix.get().processes().newRlimit().cur(limit.rlimCur()).max(limit.rlimMax());
    }

    /** The constructor of the class is protected. */
    private static final class Owned extends DefaultNativeRLimit {
        Owned(Runtime runtime) {
            super(runtime);
        }
    }
}
