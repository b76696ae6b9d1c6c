package posixkit.spi;

import posixkit.Posix;
import posixkit.Target;

/** How a system announces itself: found by {@link java.util.ServiceLoader}, asked once, by {@link Posix#get()}. */
public interface PosixProvider {
    /** Whether this provider serves {@code target}. Must load nothing native. */
    boolean supports(Target target);

    /** The system. Asked for only after {@link #supports} said yes. */
    Posix posix();
}
