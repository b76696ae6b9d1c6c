package posixkit.interop;

import java.util.Objects;
import jnr.ffi.Runtime;
import jnr.posix.DefaultNativeTimeval;
import posixkit.time.Timeval;

/** Converts times between {@link Timeval} of posixkit and {@link jnr.posix.Timeval} of jnr-posix. */
public final class Timevals {
    private Timevals() {}

    /** Returns a new object with the time of {@code time}. The object needs native memory, so jnr-ffi's native library is loaded. */
    public static jnr.posix.Timeval toJnr(Timeval time) {
        jnr.posix.Timeval copy = new DefaultNativeTimeval(Runtime.getSystemRuntime());
        copy(time, copy);
        return copy;
    }

    /** Stores the time of {@code time} in {@code into}. */
    public static void copy(Timeval time, jnr.posix.Timeval into) {
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(time, "time");
        into.sec(time.sec());
        into.usec(time.usec());
    }

    /** Returns a new object with the time of {@code time}. Pass it to methods that only read it, for example to {@code utimes}. */
    public static Timeval fromJnr(jnr.posix.Timeval time) {
        Objects.requireNonNull(time, "time");
        return Timeval.of(time.sec(), time.usec());
    }
}
