package posixkit.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Replaces parts of the objects that call C functions, so that tests can make calls fail. */
public final class Replaced {
    private Replaced() {}

    /** Makes one call in place of the method. {@code real} makes the call that was replaced. */
    public interface Call {
        Object make(Object[] arguments, Real real) throws Throwable;
    }

    /** Makes the call that was replaced. */
    public interface Real {
        Object call(Object... arguments) throws Throwable;
    }

    /** Returns {@code calls}, for example a {@code UnixCalls}, with another object for the topic {@code topic}. */
    public static <T, P> T topic(Class<T> type, T calls, Class<P> topic, P replacement) {
        return proxy(
                type,
                (method, arguments) ->
                        method.getReturnType() == topic ? replacement : invoke(method, calls, arguments));
    }

    /** Returns {@code calls}, for example a {@code MemoryCalls}, where {@code call} replaces the function {@code name}. */
    public static <T> T function(Class<T> type, T calls, String name, Call call) {
        return proxy(
                type,
                (method, arguments) -> method.getName().equals(name)
                        ? call.make(arguments, changed -> invoke(method, calls, changed))
                        : invoke(method, calls, arguments));
    }

    private interface Handler {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.call(method, arguments)));
    }

    private static Object invoke(Method method, Object object, Object... arguments) throws Throwable {
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
