package jnr.posix;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import jnr.ffi.Platform;
import jnr.posix.util.DefaultPOSIXHandler;
import posixkit.interop.JnrPosix;
import posixkit.interop.Shadow;

/**
 * Takes the place of the class of the same name in jnr-posix, if it is in front of jnr-posix on the class path. It has the same
 * public members as that class in the versions 3.1.8 to 3.2.7, and returns objects that make their calls through posixkit
 * ({@link JnrPosix}). {@link Shadow} says when it does not, and how to control it. In that case, the class that this one hides
 * does the work.
 */
public class POSIXFactory {
    /** The platform of this JVM. */
    public static final Platform NATIVE_PLATFORM = Platform.getNativePlatform();

    /** The file name of the C library. */
    public static final String STANDARD_C_LIBRARY_NAME = NATIVE_PLATFORM.getStandardCLibraryName();

    /** Nobody needs an object of this class, but the constructor of the hidden class is public too. */
    public POSIXFactory() {}

    /** The class that this one hides, or null if it is not needed. */
    private static final Class<?> HIDDEN = Shadow.serves() ? null : Shadow.hidden(MethodHandles.lookup());

    /** Returns a native implementation, or one in Java if {@code useNativePOSIX} is false. */
    public static POSIX getPOSIX(POSIXHandler handler, boolean useNativePOSIX) {
        return Shadow.serves() && useNativePOSIX ? Shadow.wrap(handler) : new LazyPOSIX(handler, useNativePOSIX);
    }

    /** Returns a native implementation with the default handler. */
    public static POSIX getPOSIX() {
        return getPOSIX(new DefaultPOSIXHandler(), true);
    }

    /** Returns jnr-posix's implementation in Java, which knows few calls. */
    public static POSIX getJavaPOSIX(POSIXHandler handler) {
        return new JavaPOSIX(handler);
    }

    /** Returns jnr-posix's implementation in Java with the default handler. */
    public static POSIX getJavaPOSIX() {
        return getJavaPOSIX(new DefaultPOSIXHandler());
    }

    /** Returns a native implementation. */
    public static POSIX getNativePOSIX(POSIXHandler handler) {
        return Shadow.serves() ? Shadow.wrap(handler) : hidden("getNativePOSIX", handler);
    }

    /** Returns a native implementation with the default handler. */
    public static POSIX getNativePOSIX() {
        return getNativePOSIX(new DefaultPOSIXHandler());
    }

    /** Called by {@link LazyPOSIX}, when the first of its methods is called. */
    static POSIX loadPOSIX(POSIXHandler handler, boolean useNativePOSIX) {
        if (!useNativePOSIX) {
            return getJavaPOSIX(handler);
        }
        return Shadow.serves()
                ? Shadow.wrap(handler)
                : hidden("loadPOSIX", new Class<?>[] {POSIXHandler.class, boolean.class}, handler, true);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadLinuxPOSIX(POSIXHandler handler) {
        return load("loadLinuxPOSIX", NATIVE_PLATFORM.getOS() == Platform.OS.LINUX, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadMacOSPOSIX(POSIXHandler handler) {
        return load("loadMacOSPOSIX", NATIVE_PLATFORM.getOS() == Platform.OS.DARWIN, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadSolarisPOSIX(POSIXHandler handler) {
        return load("loadSolarisPOSIX", false, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadFreeBSDPOSIX(POSIXHandler handler) {
        return load("loadFreeBSDPOSIX", false, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadDragonFlyPOSIX(POSIXHandler handler) {
        return load("loadDragonFlyPOSIX", false, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadOpenBSDPOSIX(POSIXHandler handler) {
        return load("loadOpenBSDPOSIX", false, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadWindowsPOSIX(POSIXHandler handler) {
        return load("loadWindowsPOSIX", false, handler);
    }

    /** Returns the native implementation for one operating system. Fails on others, unless jnr-posix's own class decides. */
    public static POSIX loadAixPOSIX(POSIXHandler handler) {
        return load("loadAixPOSIX", false, handler);
    }

    private static POSIX load(String method, boolean here, POSIXHandler handler) {
        if (!Shadow.serves()) {
            return hidden(method, handler);
        }
        if (!here) {
            throw new UnsupportedOperationException(method + " is not for " + NATIVE_PLATFORM.getName());
        }
        return Shadow.wrap(handler);
    }

    private static POSIX hidden(String method, POSIXHandler handler) {
        return hidden(method, new Class<?>[] {POSIXHandler.class}, handler);
    }

    private static POSIX hidden(String method, Class<?>[] types, Object... arguments) {
        try {
            return (POSIX) HIDDEN.getDeclaredMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            // What it throws, it throws from here: those who call it know neither this class nor reflection.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this jnr-posix has no POSIXFactory." + method, e);
        }
    }
}
