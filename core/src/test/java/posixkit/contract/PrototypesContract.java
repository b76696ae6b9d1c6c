package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.testing.BoundInterfaces;
import posixkit.unix.IoctlCalls;
import posixkit.unix.VariadicCalls;

/**
 * The bindings against the prototypes in the fact tables: the symbol, how many arguments, how wide, and who may be
 * variadic. What a register is wider than C asks is ignored; what it is narrower is garbage.
 */
public abstract class PrototypesContract {
    private static final Pattern FUNCTION = Pattern.compile("func +(\\S+) +(\\S+) \\(([^)]*)\\) +(\\S+) +\\S+");

    /** One function of a table; its parameters' kinds, the last of which may be {@code ...}. */
    private record Prototype(String result, List<String> parameters) {
        boolean isVariadic() {
            return parameters.contains("...");
        }
    }

    /** Those of the system. */
    protected abstract List<String> targets();

    /** Bindings whose symbols a target does not have. */
    protected Set<Class<?>> notOn(String target) {
        return Set.of();
    }

    /** Functions that are exported although no header of libc declares them. */
    protected Set<String> undeclared() {
        return Set.of();
    }

    /** Bindings of what no header of libc declares in any version we have tables of. */
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of();
    }

    /** Core's and the system's; those that only repeat another's methods need not be looked at again. */
    private Set<Class<?>> bindings() {
        Set<Class<?>> bindings = BoundInterfaces.of("posixkit.unix");
        bindings.addAll(BoundInterfaces.of(getClass().getPackageName()));
        bindings.removeIf(binding -> binding.getDeclaredMethods().length == 0);
        bindings.removeAll(withoutPrototypes());
        return bindings;
    }

    @Test
    void everyBindingIsOnSomeTarget() {
        assertEquals(Set.of(), bindings().stream().filter(this::isNowhere).collect(Collectors.toSet()));
    }

    private boolean isNowhere(Class<?> binding) {
        return targets().stream().allMatch(target -> notOn(target).contains(binding));
    }

    /** The bindings of variadic functions. */
    protected Set<Class<?>> variadic() {
        return Set.of(VariadicCalls.class, IoctlCalls.class);
    }

    @Test
    void everyBindingFitsItsPrototype() throws IOException {
        for (String target : targets()) {
            Map<String, Prototype> table = table(target);
            Set<Class<?>> bindings = bindings();
            bindings.removeAll(notOn(target));
            for (Class<?> binding : bindings) {
                for (Method method : binding.getMethods()) {
                    if (!undeclared().contains(method.getName())) {
                        assertFits(target, method, table.get(method.getName()));
                    }
                }
            }
        }
    }

    private void assertFits(String target, Method method, Prototype prototype) {
        String call = target + ": " + method;
        assertNotNull(prototype, call + ": no function of the table has this symbol");
        assertEquals(register(prototype.result()), width(method.getReturnType()), call + ": result");
        int fixed = prototype.parameters().size() - (prototype.isVariadic() ? 1 : 0);
        boolean variadic = variadic().contains(method.getDeclaringClass());
        assertEquals(variadic, prototype.isVariadic(), call + ": variadic");
        if (variadic) {
            assertTrue(method.getParameterCount() > fixed, call + ": parameters");
        } else {
            assertEquals(fixed, method.getParameterCount(), call + ": parameters");
        }
        for (int i = 0; i < fixed; i++) {
            int needed = register(prototype.parameters().get(i));
            assertTrue(width(method.getParameterTypes()[i]) >= needed, call + ": parameter " + (i + 1));
        }
    }

    private static int width(Class<?> type) {
        return type == long.class ? 8 : 4;
    }

    /** What is narrower than an int comes in one. What is above it in a result is for the body to clear. */
    private static int register(String kind) {
        return Math.max(4, width(kind));
    }

    /** A function without a result leaves its register as it is; nobody looks. */
    private static int width(String kind) {
        return kind.equals("void") ? 4 : kind.equals("ptr") ? 8 : Integer.parseInt(kind.substring(1)) / 8;
    }

    /** By symbol, which is what a binding names. */
    private static Map<String, Prototype> table(String target) throws IOException {
        Path file = Path.of(System.getProperty("posixkit.root"), "abi", "facts", target + ".abi");
        Map<String, Prototype> table = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher function = FUNCTION.matcher(line);
            if (function.matches()) {
                String parameters = function.group(3);
                table.put(
                        function.group(4),
                        new Prototype(
                                function.group(2),
                                parameters.equals("void") ? List.of() : List.of(parameters.split(", "))));
            }
        }
        return table;
    }
}
