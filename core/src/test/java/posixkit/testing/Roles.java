package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import posixkit.Call;
import posixkit.memory.Memory;

/** The role interfaces of core, found among its classes, and how their methods pair up. */
public final class Roles {
    public static final String TWIN = "OrErrno";

    /** Made of core's classes, which do not change while a JVM runs. */
    private static final List<Class<?>> PUBLIC_TYPES = findPublicTypes();

    private static final List<Class<?>> ALL = PUBLIC_TYPES.stream()
            .filter(Class::isInterface)
            .filter(type -> Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.isAnnotationPresent(Call.class)))
            .toList();

    private Roles() {}

    /** Returns every public interface of core that has a method marked {@code @Call}. */
    public static List<Class<?>> all() {
        return ALL;
    }

    /** Returns every public top-level type of the packages that core exports to everybody. */
    public static List<Class<?>> publicTypes() {
        return PUBLIC_TYPES;
    }

    private static List<Class<?>> findPublicTypes() {
        Path classes = Path.of(System.getProperty("posixkit.root"), "core/target/classes");
        try (Stream<Path> files = Files.walk(classes.resolve("posixkit"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name ->
                            name.endsWith(".class") && !name.contains("$") && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !name.matches("posixkit\\.(unix|ffi|print)\\..*"))
                    .sorted()
                    .<Class<?>>map(Roles::load)
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the methods a role declares itself, without those the compiler adds. */
    public static List<Method> methods(Class<?> role) {
        return Arrays.stream(role.getDeclaredMethods())
                .filter(m ->
                        Modifier.isPublic(m.getModifiers()) && !m.isSynthetic() && !Modifier.isStatic(m.getModifiers()))
                .toList();
    }

    /** True for the list of what mmap has returned, and for the close of what a call returned. The other abstract methods are calls. */
    public static boolean isNoCall(Method method) {
        return method.getDeclaringClass() == Memory.class && method.getName().equals("mappings")
                || AutoCloseable.class.isAssignableFrom(method.getDeclaringClass())
                        && method.getName().equals("close");
    }

    public static boolean isTwin(Method method) {
        return method.getName().endsWith(TWIN);
    }

    /** Returns the twin of a plain form, or the plain form of a twin: the same parameters under the other name. */
    public static Optional<Method> otherFace(Method method) {
        String name = method.getName();
        String other = isTwin(method) ? name.substring(0, name.length() - TWIN.length()) : name + TWIN;
        return methods(method.getDeclaringClass()).stream()
                .filter(m -> m.getName().equals(other))
                .filter(m -> Arrays.equals(m.getParameterTypes(), method.getParameterTypes()))
                .findFirst();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Roles.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
