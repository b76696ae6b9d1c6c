package posixkit.spi;

import posixkit.Posix;
import posixkit.Target;

/** Provides a system. {@link Posix#get()} finds providers by {@link java.util.ServiceLoader}. */
public interface PosixProvider {
    /** Returns true if this provider serves {@code target}. Must not load native code. */
    boolean supports(Target target);

    /** Returns the system. Called only if {@link #supports} returned true. */
    Posix posix();
}
