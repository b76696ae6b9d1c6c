package posixkit.ffi;

import java.util.Iterator;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import posixkit.Posix;
import posixkit.unix.Implementation;
import posixkit.unix.Lazy;

/** The way in which this process calls C functions. It is chosen once for the whole process. <b>Internal.</b> */
public enum Route {
    /**
     * The foreign-function API of the JDK makes all calls. This route needs JDK 22 or later and the module posixkit.ffm. jffi and
     * jnr-ffi are not loaded.
     */
    FFM,
    /**
     * Native methods make the most frequent calls, and jnr-ffi makes all other calls. posixkit contains the machine code of these
     * native methods. In the files in {@code abi/spec}, the word {@code direct} marks the calls that native methods make.
     */
    REGISTERED,
    /** jnr-ffi makes all calls. */
    JNR;

    /** The first JDK whose foreign-function API is not a preview. */
    private static final int FIRST_WITH_FFM = 22;

    private static final String FFM_MODULE = "posixkit.ffm";
    private static final String FFM_ACCESS = "posixkit.ffm.FfmAccess";

    private static final Lazy<Route> CHOSEN = new Lazy<>() {
        @Override
        protected Route make() {
            return choose();
        }
    };

    /**
     * Returns the route of this process. The property {@link Posix#ROUTE_PROPERTY} names it. If the property is not set, it is the
     * first route that is possible in this process.
     *
     * @throws IllegalArgumentException if the value of the property is no route
     * @throws UnsupportedOperationException if the property names a route that is not possible in this process
     */
    public static Route chosen() {
        return CHOSEN.get();
    }

    private static Route choose() {
        String name = System.getProperty(Posix.ROUTE_PROPERTY);
        if (name == null || name.isEmpty()) {
            return Ffm.ACCESS != null ? FFM : RegisteredCode.obstacle() == null ? REGISTERED : JNR;
        }
        Route route = named(name);
        String obstacle = route.obstacle();
        if (obstacle != null) {
            throw new UnsupportedOperationException(Posix.ROUTE_PROPERTY + "=" + name + ": " + obstacle);
        }
        return route;
    }

    private static Route named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Posix.ROUTE_PROPERTY + " must be ffm, registered or jnr, not " + name, e);
        }
    }

    /** Returns null if this route is possible in this process, and otherwise the reason why not. */
    public String obstacle() {
        if (this == FFM) {
            return Ffm.OBSTACLE;
        }
        return this == REGISTERED ? RegisteredCode.obstacle() : null;
    }

    /** Returns the access to native functions and memory that this route uses. */
    NativeAccess access() {
        return this == FFM ? Ffm.ACCESS : Jffi.access();
    }

    /** Finds the implementation of {@link NativeAccess} in the module posixkit.ffm. */
    private static final class Ffm {
        /** The implementation that was found, or null if none was found. */
        static final NativeAccess ACCESS;

        /** The reason why no implementation was found, or null if {@link #ACCESS} is not null. */
        static final String OBSTACLE;

        private static NativeAccess find() {
            NativeAccess own = Implementation.find(NativeAccess.class, FFM_ACCESS);
            if (own != null) {
                return own;
            }
            Iterator<NativeAccess> found = ServiceLoader.load(NativeAccess.class, Route.class.getClassLoader())
                    .iterator();
            return found.hasNext() ? found.next() : null;
        }

        static {
            NativeAccess access = null;
            String obstacle = null;
            if (Runtime.version().feature() < FIRST_WITH_FFM) {
                obstacle = "the JDK is older than " + FIRST_WITH_FFM;
            } else {
                try {
                    access = find();
                    obstacle = access == null ? "the module posixkit.ffm is not there" : null;
                } catch (ServiceConfigurationError e) {
                    String denial = Denial.message(e, Route.class.getModule().isNamed() ? FFM_MODULE : null);
                    obstacle = denial != null ? denial : String.valueOf(e.getCause() == null ? e : e.getCause());
                }
            }
            ACCESS = access;
            OBSTACLE = obstacle;
        }
    }
}
