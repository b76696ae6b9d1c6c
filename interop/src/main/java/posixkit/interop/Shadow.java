package posixkit.interop;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import jnr.posix.POSIX;
import jnr.posix.POSIXHandler;
import posixkit.Posix;

/**
 * Decides for the class {@code jnr.posix.POSIXFactory} of the jar {@code posixkit-jnr-posix-shadow} which implementation of
 * {@link POSIX} it returns. Programs do not use this class. It is public because that class is in another package.
 *
 * <p>The system property {@value #PROPERTY} has three values:
 *
 * <ul>
 *   <li>{@code on}, or no value: posixkit serves the calls. Nothing is printed.
 *   <li>{@code report}: posixkit serves the calls. The shadow prints one line to the standard error at its first use, and the
 *       numbers of calls when the JVM ends. Each call becomes slower, and the returned object implements the interfaces of
 *       jnr-posix, but is no {@link jnr.posix.BaseNativePOSIX}.
 *   <li>{@code off}: jnr-posix's own classes serve the calls, as without the shadow.
 * </ul>
 *
 * <p>If posixkit does not support the platform, or cannot be linked with the program's jnr-ffi, jnr-posix's own classes serve the
 * calls, and one line with the reason is printed to the standard error.
 */
public final class Shadow {
    /** The name of the system property that controls the shadow. */
    public static final String PROPERTY = "posixkit.shadow";

    private static final String NAME = "posixkit-jnr-posix-shadow: ";

    private Shadow() {}

    /** Decided once, at the first use. */
    private static final class Decision {
        /** Null if jnr-posix's own classes serve the calls. */
        static final Posix POSIX;

        /** Null if nothing is counted. */
        static final ShadowReport REPORT;

        static {
            String mode = System.getProperty(PROPERTY, "on");
            if (!mode.equals("on") && !mode.equals("off") && !mode.equals("report")) {
                throw new IllegalArgumentException(PROPERTY + ": " + mode + " is none of on, off and report");
            }
            Posix posix = mode.equals("off") ? null : find();
            ShadowReport report = null;
            if (posix != null && mode.equals("report")) {
                report = new ShadowReport();
                posix = posix.watchedBy(report);
                say("posixkit serves the calls of jnr-posix, by the route " + Posix.route());
                Runtime.getRuntime().addShutdownHook(new Thread(report::print, "posixkit-shadow"));
            }
            POSIX = posix;
            REPORT = report;
        }

        private Decision() {}

        private static Posix find() {
            try {
                return Posix.get().inheriting();
            } catch (UnsupportedOperationException | LinkageError e) {
                say("posixkit cannot serve the calls of jnr-posix, whose own classes serve them: " + e);
                return null;
            }
        }
    }

    /** Returns true if posixkit serves the calls, and false if jnr-posix's own classes do. */
    public static boolean serves() {
        return Decision.POSIX != null;
    }

    /**
     * Returns what {@link JnrPosix#wrap(POSIXHandler)} returns. Counts its calls if the property says {@code report}.
     *
     * @throws IllegalStateException if {@link #serves} returns false
     */
    public static POSIX wrap(POSIXHandler handler) {
        if (!serves()) {
            throw new IllegalStateException("jnr-posix's own classes serve the calls");
        }
        POSIX posix = JnrPosix.wrap(Decision.POSIX, handler);
        return Decision.REPORT == null ? posix : Decision.REPORT.counted(posix);
    }

    /**
     * Loads and returns the class {@code POSIXFactory} of the program's own jnr-posix, which the shadow
     * hides. Call this method once.
     *
     * @param shadow a lookup in the class that hides it
     * @throws IllegalStateException if no jnr-posix is behind the shadow on the class path
     */
    public static Class<?> hidden(MethodHandles.Lookup shadow) {
        try {
            return HiddenFactory.reveal(shadow);
        } catch (IOException | IllegalAccessException e) {
            throw new IllegalStateException("jnr-posix's own POSIXFactory cannot be loaded", e);
        }
    }

    static void say(String text) {
        PrintStream errors = System.err;
        errors.println(NAME + text);
    }
}
