package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The generated interfaces of one room, found among its compiled classes. */
public final class BoundInterfaces {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    private BoundInterfaces() {}

    /** Returns the interfaces that jnr-ffi implements, of {@code posixkit.unix}, {@code posixkit.linux} or {@code posixkit.darwin}. */
    public static Set<Class<?>> symbols(String room) {
        Set<Class<?>> found = classes(room, "symbols");
        found.removeIf(type -> type.getMethods().length == 0);
        return found;
    }

    /** Returns the interfaces that bodies call, for example {@code IoCalls}, but not those that contain all topics. */
    public static Set<Class<?>> calls(String room) {
        Set<Class<?>> found = classes(room, "call");
        found.removeIf(type -> !type.isInterface()
                || !Arrays.stream(type.getMethods()).allMatch(method -> method.isDefault() || isScalar(method)));
        return found;
    }

    /** Returns the interface that jnr-ffi implements for {@code calls}, which is one of {@link #calls}. */
    public static Class<?> symbolsOf(Class<?> calls) {
        String name = calls.getSimpleName().replaceFirst("Calls$", "Symbols");
        return load(calls.getPackageName().replaceFirst("call$", "symbols") + "." + name);
    }

    /** Returns the class {@code prefix} + the name of {@code calls}, in the same package; null if there is none. */
    public static Class<?> over(Class<?> calls, String prefix) {
        try {
            return Class.forName(calls.getPackageName() + "." + prefix + calls.getSimpleName());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Returns the symbols of an interface that jnr-ffi implements, where they are not the names of their methods. */
    @SuppressWarnings("unchecked")
    public static Map<String, String> otherSymbols(Class<?> symbols) {
        try {
            return (Map<String, String>) symbols.getField("SYMBOLS").get(null);
        } catch (NoSuchFieldException e) {
            Class<?> outer = symbols.getEnclosingClass();
            return outer == null ? Map.of() : otherSymbols(outer);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<Class<?>> classes(String room, String folder) {
        String packageName = room + "." + folder;
        Path classes = ROOT.resolve(room.equals("posixkit.unix") ? "core" : room.substring(room.indexOf('.') + 1))
                .resolve("target/classes")
                .resolve(packageName.replace('.', '/'));
        Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
        try (Stream<Path> files = Files.list(classes)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> load(packageName + "." + name.substring(0, name.length() - ".class".length())))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    public static boolean isScalar(Method method) {
        return (method.getReturnType() == void.class || isScalar(method.getReturnType()))
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
