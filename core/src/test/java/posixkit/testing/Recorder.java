package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ffi.Native;

/**
 * A C library whose functions record their arguments, and return a given result with a given errno. Tests call these functions
 * through a binding, which shows what the binding loses, swaps or cuts.
 */
public final class Recorder {
    private static final int INT_RESULT = -123_456_789;
    private static final int MOST_ARGUMENTS = 7;
    private static final long LONG_RESULT = -0x1234_5678_9ABC_DEF1L;

    private final Native library;
    private final ByteBuffer seen;

    /**
     * Compiles the library.
     *
     * @param functions have the types of the C functions
     * @param symbols the symbols of functions whose symbol is not their name
     */
    public Recorder(Path directory, String name, List<Method> functions, Map<String, String> symbols)
            throws IOException {
        String source = functions.stream()
                .map(method -> function(method, symbols.getOrDefault(method.getName(), method.getName())))
                .collect(Collectors.joining(
                        "\n",
                        "extern int *__errno_location(void);\n"
                                + "long recorded[" + MOST_ARGUMENTS + "], recorder_answer, recorder_errno;\n"
                                + "int *__error(void) { return __errno_location(); }\n"
                                + "static long done(void) { *__errno_location() = recorder_errno; return recorder_answer; }\n",
                        ""));
        library = Native.library(Compiler.library(directory, "recorder" + name.hashCode(), source)
                .toString());
        seen = Native.buffer(library.symbol("recorded"), MOST_ARGUMENTS * Long.BYTES);
    }

    public Native library() {
        return library;
    }

    /** Sets the result and the errno of the next calls. */
    public void answer(long result, int errno) {
        Native.buffer(library.symbol("recorder_answer"), Long.BYTES).putLong(result);
        Native.buffer(library.symbol("recorder_errno"), Long.BYTES).putLong(errno);
    }

    /** Calls {@code method} of {@code bound}, checks that the C function has seen {@code arguments}, and returns the result. */
    public Object call(Object bound, Method method, Object... arguments) throws ReflectiveOperationException {
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            seen.putLong(i * Long.BYTES, 0);
        }
        Object result;
        try {
            result = method.invoke(bound, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.toString(), e.getCause());
        }
        for (int i = 0; i < arguments.length; i++) {
            assertEquals(
                    ((Number) arguments[i]).longValue(),
                    seen.getLong(i * Long.BYTES),
                    bound.getClass().getSimpleName() + "." + method.getName() + ", argument " + (i + 1));
        }
        return result;
    }

    /** Calls every method of the interface {@code binding} with distinct values, and compares them with those that C saw. */
    public static <T> void assertArgumentsArrive(Class<T> binding, Path directory, Function<Native, T> loader)
            throws IOException, ReflectiveOperationException {
        Recorder recorder = new Recorder(directory, binding.getName(), methods(binding), Map.of());
        T bound = loader.apply(recorder.library);
        for (Method method : methods(binding)) {
            long expected = method.getReturnType() == int.class ? INT_RESULT : LONG_RESULT;
            recorder.answer(expected, 0);
            Object result = recorder.call(bound, method, distinctArguments(method));
            assertEquals(expected, ((Number) result).longValue(), binding + "." + method.getName() + ", result");
        }
    }

    /** Returns the abstract methods, in an order of its own: reflection has none. */
    public static List<Method> methods(Class<?> binding) {
        return Arrays.stream(binding.getMethods())
                .filter(method -> !method.isDefault())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Returns arguments that differ from each other and use all bits of their types. */
    public static Object[] distinctArguments(Method method) {
        return arguments(method, i -> (i % 2 == 0 ? 1 : -1) * (0x0102_0304_0506_0708L * (i + 1) + i));
    }

    /** Returns arguments that differ from each other. Those of type long are {@code address} plus a multiple of 16. */
    public static Object[] addresses(Method method, long address) {
        return arguments(method, i -> address + 16L * i);
    }

    private static Object[] arguments(Method method, Function<Integer, Long> values) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            long value = values.apply(i);
            arguments[i] = method.getParameterTypes()[i] == int.class ? (Object) (int) value : (Object) value;
        }
        return arguments;
    }

    /** The C name is ours and the symbol an assembler label, or the compiler would know {@code read} better. */
    private static String function(Method method, String symbol) {
        String type = method.getReturnType().toString();
        String name = "f_" + symbol.replace('$', '_');
        String parameters = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> method.getParameterTypes()[i] + " a" + i)
                .collect(Collectors.joining(", "));
        String records = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> "recorded[" + i + "] = a" + i + ";")
                .collect(Collectors.joining(" "));
        String prototype = type + " " + name + "(" + (parameters.isEmpty() ? "void" : parameters) + ")";
        return prototype + " __asm__(\"" + symbol + "\");\n" + prototype + " { " + records + " return done(); }\n";
    }
}
