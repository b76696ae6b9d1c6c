package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import posixkit.unix.HotCalls;

/**
 * The interfaces of a package that can only be there for jnr-ffi: public, of {@code int} and {@code long} alone. Found among
 * the classes as they were compiled, so that a test's list can be held to them.
 */
public final class BoundInterfaces {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    private BoundInterfaces() {}

    /** Of {@code posixkit.unix}, {@code posixkit.linux} or {@code posixkit.darwin}. */
    public static Set<Class<?>> of(String room) {
        Path classes = ROOT.resolve(room.equals("posixkit.unix") ? "core" : room.substring(room.indexOf('.') + 1))
                .resolve("target/classes")
                .resolve(room.replace('.', '/'));
        Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
        try (Stream<Path> files = Files.list(classes)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> load(room + "." + name.substring(0, name.length() - ".class".length())))
                    .filter(BoundInterfaces::isBound)
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Hot calls look the same, but are made by hand. */
    private static boolean isBound(Class<?> type) {
        Method[] methods = type.getMethods();
        return type.isInterface()
                && Modifier.isPublic(type.getModifiers())
                && type != HotCalls.class
                && methods.length > 0
                && Arrays.stream(methods).allMatch(BoundInterfaces::isScalar);
    }

    public static boolean isScalar(Method method) {
        return isScalar(method.getReturnType())
                && Arrays.stream(method.getParameterTypes()).allMatch(BoundInterfaces::isScalar);
    }

    private static boolean isScalar(Class<?> type) {
        return type == int.class || type == long.class;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, BoundInterfaces.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
