package posixkit.interop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Platform;
import jnr.ffi.Runtime;
import jnr.ffi.mapper.TypeMapper;
import jnr.ffi.provider.LoadedLibrary;
import jnr.posix.BaseNativePOSIX;
import jnr.posix.Crypt;
import jnr.posix.LibC;
import jnr.posix.LibCProvider;
import jnr.posix.LinuxLibC;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.UnixLibC;
import posixkit.Posix;
import posixkit.Target;

/**
 * Provides the object that {@link POSIX#libc} returns. It loads jnr-posix's own binding of the C library when the first of its
 * methods is called, and not before. The functions of {@link SpawnFunctions} do not need the binding.
 *
 * <p>The object is a proxy, because the interface has other methods in other versions of jnr-posix.
 */
final class OwnLibC implements LibCProvider, InvocationHandler {
    /**
     * The signal handlers that the C library knows, by their signal. jnr-ffi frees the native part of a handler when the garbage
     * collector frees the handler, so this map keeps them.
     */
    private final Map<Object, Object> signalHandlers = new ConcurrentHashMap<>();

    private final Posix posix;
    private volatile POSIX owner;

    /** Creates a provider whose functions for {@code posix_spawnp} call through {@code posix}. */
    OwnLibC(Posix posix) {
        this.posix = posix;
    }

    /** jnr-posix's own binding, which is loaded when this class is initialized. */
    private static final class Loaded {
        static final LibC LIBC = load();

        private Loaded() {}

        /** Loads the binding as {@code POSIXFactory} does. That class may be another than jnr-posix's own. */
        private static LibC load() {
            LibraryLoader<? extends LibC> loader = LibraryLoader.create(type())
                    .searchDefault()
                    .library(Platform.getNativePlatform().getStandardCLibraryName())
                    .option(LibraryOption.TypeMapper, typeMapper())
                    .option(LibraryOption.LoadNow, Boolean.TRUE);
            return loader.failImmediately().load();
        }

        private static TypeMapper typeMapper() {
            try {
                var field = Class.forName(BaseNativePOSIX.class.getPackageName() + ".POSIXTypeMapper", true, loader())
                        .getField("INSTANCE");
                field.setAccessible(true);
                return (TypeMapper) field.get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("jnr-posix has no POSIXTypeMapper; is its version 3.1.8 to 3.2.7?", e);
            }
        }
    }

    /** Sets the object whose {@code libc()} this is. */
    void ownedBy(POSIX posix) {
        owner = posix;
    }

    @Override
    public LibC getLibC() {
        return (LibC) Proxy.newProxyInstance(loader(), new Class<?>[] {type(), LoadedLibrary.class}, this);
    }

    /** Returns null, so jnr-posix loads no library for {@code crypt}. */
    @Override
    public Crypt getCrypt() {
        return null;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == LoadedLibrary.class) {
            return Runtime.getSystemRuntime();
        }
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the C library of jnr-posix, loaded at the first call";
            };
        }
        if (arguments != null && arguments.length == 3 && arguments[1] instanceof HeapMessage message) {
            return withMessage(method, (int) arguments[0], message, (int) arguments[2]);
        }
        if (SpawnFunctions.has(method.getName())) {
            int errno = SpawnFunctions.call(posix, method.getName(), arguments);
            if (errno != 0) {
                LastErrno.set(errno);
            }
            return errno;
        }
        try {
            Object result = method.invoke(Loaded.LIBC, arguments);
            if (method.getName().equals("signal") && arguments[1] != null) {
                signalHandlers.put(arguments[0], arguments[1]);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Sends or receives a message that is not in native memory, so that the C library cannot do it. */
    private int withMessage(Method method, int socket, MsgHdr message, int flags) {
        return method.getName().equals("sendmsg")
                ? owner.sendmsg(socket, message, flags)
                : owner.recvmsg(socket, message, flags);
    }

    private static Class<? extends LibC> type() {
        return Target.IS_LINUX ? LinuxLibC.class : UnixLibC.class;
    }

    private static ClassLoader loader() {
        return BaseNativePOSIX.class.getClassLoader();
    }
}
