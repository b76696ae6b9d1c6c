package posixkit.interop;

import java.util.Objects;
import jnr.posix.POSIX;
import jnr.posix.POSIXHandler;
import jnr.posix.util.DefaultPOSIXHandler;
import posixkit.Posix;
import posixkit.Target;

/**
 * Creates {@link POSIX} objects of jnr-posix that make their calls through posixkit. A program that uses jnr-posix changes one
 * line, and keeps the rest of its code:
 *
 * <pre>{@code
 * POSIX posix = JnrPosix.wrap(handler); // was: POSIXFactory.getPOSIX(handler, true)
 * }</pre>
 *
 * <p>The object extends {@link jnr.posix.BaseNativePOSIX}. On Linux, it also implements {@link jnr.posix.Linux}. It follows the
 * conventions of jnr-posix: a failed call returns −1 or null, {@link POSIX#errno()} returns the error number, and the calls that
 * report errors to the {@link POSIXHandler} do so here too. Interrupted calls fail with EINTR. New descriptors are inherited by
 * started programs. {@code docs/jnr-posix.md} lists the few differences.
 *
 * <p>The versions 3.1.8 to 3.2.7 of jnr-posix work. The object is thread-safe. Structures such as {@link jnr.posix.FileStat} and
 * {@link jnr.posix.MsgHdr} are not.
 */
public final class JnrPosix {
    private JnrPosix() {}

    /** Returns a {@link POSIX} object with the handler that jnr-posix uses by default. */
    public static POSIX wrap() {
        return wrap(new DefaultPOSIXHandler());
    }

    /**
     * Returns a {@link POSIX} object that reports errors to {@code handler}.
     *
     * @throws UnsupportedOperationException if posixkit does not support this operating system and processor
     */
    public static POSIX wrap(POSIXHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return wrap(Posix.get().inheriting(), handler);
    }

    /**
     * Returns a {@link POSIX} object that makes its calls through {@code posix} and reports errors to {@code handler}. Pass the
     * result of {@link Posix#inheriting} or a view of it. Otherwise, started programs do not inherit the new descriptors.
     */
    public static POSIX wrap(Posix posix, POSIXHandler handler) {
        Objects.requireNonNull(posix, "posix");
        Objects.requireNonNull(handler, "handler");
        return Target.IS_LINUX ? new LinuxCalls(posix, handler) : new DarwinCalls(posix, handler);
    }
}
