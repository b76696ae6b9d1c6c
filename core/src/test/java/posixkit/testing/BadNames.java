package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Passes strings that are no names to every method of some roles that takes a name: null, and strings that no bytes decode to. The
 * other arguments are valid.
 */
public final class BadNames {
    /** With a NUL, with half a surrogate pair, and with escaped bytes that are UTF-8 together ("é", "€", "🐧"). */
    private static final List<String> BAD = List.of(
            "x\0",
            "\0",
            "x\0y",
            "\ud83d",
            "x\ud83d",
            "\ude00x",
            "\ude00\ud83d",
            "\ud83dx",
            "\uDCC3\uDCA9",
            "x\uDCE2\uDC82\uDCACx",
            "\uDCFF\uDCF0\uDC9F\uDC90\uDCA7");

    private final Path directory;
    private final Map<Class<?>, Object> valid;

    public BadNames(Posix posix, Path directory) {
        this.directory = directory;
        valid = Map.of(
                int.class, 0,
                long.class, 0L,
                Stat.class, posix.files().newStat(),
                Statfs.class, posix.files().newStatfs(),
                Statvfs.class, posix.files().newStatvfs(),
                Timeval.class, posix.clocks().newTimeval(),
                Timespec.class, posix.clocks().newTimespec(),
                Instant.class, Instant.EPOCH);
    }

    /** A method of a role, whose parameter at {@code index} is a name. */
    public final class Refusing {
        private final Object role;
        private final Method method;
        private final int index;

        private Refusing(Object role, Method method, int index) {
            this.role = role;
            this.method = method;
            this.index = index;
        }

        /** Calls the method with each bad name, and {@code afterwards} after each call. */
        public void assertRefuses(Executable afterwards) throws ReflectiveOperationException {
            assertRefused(NullPointerException.class, null, afterwards);
            for (String bad : BAD) {
                assertRefused(IllegalArgumentException.class, bad, afterwards);
                assertRefused(IllegalArgumentException.class, directory + "/" + bad, afterwards);
            }
        }

        private void assertRefused(Class<? extends Exception> type, String name, Executable afterwards) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(t -> t == String.class ? directory + "/x" : valid.get(t))
                    .toArray();
            arguments[index] = name;
            InvocationTargetException thrown =
                    assertThrows(InvocationTargetException.class, () -> method.invoke(role, arguments), toString());
            assertEquals(type, thrown.getCause().getClass(), () -> this + ": " + thrown.getCause());
            String argument = method.getParameters()[index].getName();
            String message = thrown.getCause().getMessage();
            assertTrue(
                    name == null ? message.equals(argument) : message.startsWith(argument + ": "),
                    () -> this + ": " + message);
            try {
                afterwards.execute();
            } catch (Throwable e) {
                throw new AssertionError(toString(), e);
            }
        }

        public DynamicTest test(Executable afterwards) {
            return DynamicTest.dynamicTest(toString(), () -> assertRefuses(afterwards));
        }

        @Override
        public String toString() {
            String types = Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", "));
            return method.getName() + "(" + types + "), parameter " + (index + 1);
        }
    }

    /** Returns each parameter that is a name of each method of the interfaces that {@code roles} implement. */
    public Stream<Refusing> methods(Collection<?> roles) {
        return roles.stream().flatMap(role -> Roles.all().stream()
                .filter(type -> type.isInstance(role))
                .flatMap(type -> Roles.methods(type).stream())
                .flatMap(method -> IntStream.range(0, method.getParameterCount())
                        .filter(i -> method.getParameterTypes()[i] == String.class)
                        .mapToObj(i -> new Refusing(role, method, i))));
    }
}
