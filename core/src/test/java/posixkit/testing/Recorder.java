package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ffi.Native;

/**
 * A C library that exports every symbol of a binding interface and writes down the arguments it is called with. What a
 * binding loses, swaps or cuts on the way shows here.
 */
public final class Recorder {
    private static final int INT_RESULT = -123_456_789;
    private static final int MOST_ARGUMENTS = 7;
    private static final long LONG_RESULT = -0x1234_5678_9ABC_DEF1L;

    private Recorder() {}

    /** Calls every method of a binding with distinct values and compares what C saw. */
    public static <T> void assertArgumentsArrive(Class<T> binding, Path directory, Function<Native, T> loader)
            throws IOException, ReflectiveOperationException {
        List<Method> methods = methods(binding);
        Native library = Native.library(
                Compiler.library(directory, "recorder" + binding.getName().hashCode(), source(methods))
                        .toString());
        T bound = loader.apply(library);
        long seen = library.symbol("seen");
        for (Method method : methods) {
            Object[] arguments = arguments(method);
            Object result = method.invoke(bound, arguments);
            String call = binding.getSimpleName() + "." + method.getName();
            for (int i = 0; i < arguments.length; i++) {
                long expected = ((Number) arguments[i]).longValue();
                assertEquals(expected, Native.pointerAt(seen + (long) i * Long.BYTES), call + ", argument " + (i + 1));
            }
            assertEquals(result(method), ((Number) result).longValue(), call + ", result");
        }
    }

    /** In an order of its own: reflection has none. */
    public static List<Method> methods(Class<?> binding) {
        return Arrays.stream(binding.getMethods())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static Object[] arguments(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            long value = (i % 2 == 0 ? 1 : -1) * (0x0102_0304_0506_0708L * (i + 1) + i);
            arguments[i] = method.getParameterTypes()[i] == int.class ? (Object) (int) value : (Object) value;
        }
        return arguments;
    }

    private static long result(Method method) {
        return method.getReturnType() == int.class ? INT_RESULT : LONG_RESULT;
    }

    private static String source(List<Method> methods) {
        return "long seen[" + MOST_ARGUMENTS + "];\n"
                + methods.stream().map(Recorder::function).collect(Collectors.joining("\n"));
    }

    /** The C name is ours and the symbol an assembler label, or the compiler would know {@code read} better. */
    private static String function(Method method) {
        String type = method.getReturnType().toString();
        String name = "f_" + method.getName().replace('$', '_');
        String parameters = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> method.getParameterTypes()[i] + " a" + i)
                .collect(Collectors.joining(", "));
        String records = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> "seen[" + i + "] = a" + i + ";")
                .collect(Collectors.joining(" "));
        String prototype = type + " " + name + "(" + (parameters.isEmpty() ? "void" : parameters) + ")";
        return prototype + " __asm__(\"" + method.getName() + "\");\n" + prototype + " { " + records + " return "
                + result(method) + "L; }\n";
    }
}
