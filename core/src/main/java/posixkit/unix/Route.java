package posixkit.unix;

import java.util.Locale;
import posixkit.Posix;
import posixkit.ffi.RegisteredCode;

/** The way in which this process calls C functions. It is chosen once, when the process makes its {@link Posix}. <b>Internal.</b> */
public enum Route {
    /** Native methods that are machine code make the calls for which the specs have such code. jnr-ffi makes all other calls. */
    REGISTERED,
    /** jnr-ffi makes all calls. */
    JNR;

    /**
     * Returns the route that the property {@link Posix#ROUTE_PROPERTY} names. If it names none, returns the first route that is
     * possible in this process.
     *
     * @throws IllegalArgumentException if the property does not name a route
     * @throws UnsupportedOperationException if the property names a route that is not possible in this process
     */
    public static Route choose() {
        String name = System.getProperty(Posix.ROUTE_PROPERTY);
        if (name == null || name.isEmpty()) {
            return RegisteredCode.obstacle() == null ? REGISTERED : JNR;
        }
        Route route = named(name);
        String obstacle = route == REGISTERED ? RegisteredCode.obstacle() : null;
        if (obstacle != null) {
            throw new UnsupportedOperationException(Posix.ROUTE_PROPERTY + "=" + name + ": " + obstacle);
        }
        return route;
    }

    private static Route named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Posix.ROUTE_PROPERTY + " must be registered or jnr, not " + name, e);
        }
    }
}
