package posixkit.abi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds the Java expression for a value that may differ between targets. If all targets have the same value, the expression is
 * this value, for example {@code 1}. Otherwise the expression chooses by the target on which the program runs, for example
 * {@code Target.IS_LINUX ? 1 : 2}.
 */
final class Choice {
    private Choice() {}

    static <T> String of(Map<String, T> byTarget, Function<T, String> java) {
        Map<String, String> texts = new TreeMap<>();
        byTarget.forEach((target, value) -> texts.put(target, java.apply(value)));
        return of(texts);
    }

    /**
     * Returns a Java condition that chooses between two Java statements. The condition is {@code Target.IS_X86_64} or
     * {@code Target.IS_LINUX}. The map {@code statements} contains one statement for each target, in the order of
     * {@link Abi#TARGETS}. The map contains only two different statements. The condition is true on each target that has the same
     * statement as the first target of the map. The condition is false on all other targets. Throws {@link AbiException} if
     * neither the processor alone nor the operating system alone decides between the statements.
     */
    static String between(Map<String, String> statements) {
        if (uniform(part(statements, "-x86_64")) && uniform(part(statements, "-aarch64"))) {
            return "Target.IS_X86_64";
        }
        if (uniform(part(statements, "linux-")) && uniform(part(statements, "darwin-"))) {
            return "Target.IS_LINUX";
        }
        throw new AbiException("neither system nor processor alone tells apart " + statements);
    }

    private static String of(Map<String, String> texts) {
        List<String> distinct = texts.values().stream().distinct().toList();
        if (distinct.size() == 1) {
            return distinct.get(0);
        }
        // If the value depends on the processor only, one test of the processor is enough. Otherwise, test the
        // operating system first.
        Map<String, String> x86 = part(texts, "-x86_64");
        Map<String, String> aarch64 = part(texts, "-aarch64");
        if (uniform(x86) && uniform(aarch64)) {
            return "Target.IS_X86_64 ? " + of(x86) + " : " + of(aarch64);
        }
        return "Target.IS_LINUX ? " + nested(part(texts, "linux-")) + " : " + nested(part(texts, "darwin-"));
    }

    private static String nested(Map<String, String> texts) {
        return uniform(texts) ? of(texts) : "(" + of(texts) + ")";
    }

    private static boolean uniform(Map<String, String> texts) {
        return texts.values().stream().distinct().count() <= 1;
    }

    private static Map<String, String> part(Map<String, String> texts, String what) {
        return texts.entrySet().stream()
                .filter(e -> e.getKey().contains(what))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
