package posixkit.unix;

import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;

/**
 * Creates objects of classes that other modules of posixkit have. <b>Internal.</b>
 *
 * <p>{@link java.util.ServiceLoader} does the same. But on the class path, it opens a URL connection for each file with the names
 * of such classes, which loads many classes of the JDK. A program that makes only a few calls would wait longer for that than for
 * all classes of posixkit.
 */
public final class Implementation {
    private Implementation() {}

    /**
     * Returns a new object of the class {@code name}, which has a public constructor without parameters and implements
     * {@code type}. Returns null if there is no such class. Also returns null if {@code type} is in a named module: only
     * {@link java.util.ServiceLoader} can create the object then.
     *
     * @throws ServiceConfigurationError if the object cannot be created
     */
    public static <T> T find(Class<T> type, String name) {
        if (type.getModule().isNamed()) {
            return null;
        }
        try {
            Class<?> implementation = Class.forName(name, true, type.getClassLoader());
            return type.cast(implementation.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return null;
        } catch (InvocationTargetException e) {
            throw new ServiceConfigurationError(name, e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ServiceConfigurationError(name, e);
        }
    }
}
