package posixkit.spi;

import posixkit.Posix;
import posixkit.Target;

/**
 * Provides an implementation of {@link Posix}. {@link Posix#get()} finds providers with {@link java.util.ServiceLoader}. On the
 * class path, it first looks for the provider that posixkit itself has for this operating system.
 */
public interface PosixProvider {
    /**
     * Returns true if this provider has an implementation for {@code target}, which is an operating system and a processor. This
     * method must not load native code.
     */
    boolean supports(Target target);

    /** Returns the implementation of {@link Posix}. Posixkit calls this method only if {@link #supports} returned true. */
    Posix posix();
}
