package posixkit.abi;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges two tables of one system against each other. Its processors agree but for a few facts, and each table was made
 * by a compiler of its own.
 */
final class Twins {
    private Twins() {}

    /** The facts in which the tables differ, each line first as the one has it, then as the other, {@code -} if it has none. */
    static Set<String> differences(Facts one, Facts other) {
        Set<String> differences = new TreeSet<>();
        compare(one.structs, other.structs, Facts.StructFact::line, differences);
        compare(fields(one), fields(other), Facts.FieldFact::line, differences);
        compare(one.constants, other.constants, Facts.ConstFact::line, differences);
        compare(one.functions, other.functions, Facts.FuncFact::line, differences);
        return differences;
    }

    private static Map<String, Facts.FieldFact> fields(Facts facts) {
        return facts.fields.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(Facts.FieldFact::name, fact -> fact));
    }

    private static <F> void compare(
            Map<String, F> one, Map<String, F> other, Function<F, String> line, Set<String> into) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            String left = one.containsKey(name) ? line.apply(one.get(name)) : "-";
            String right = other.containsKey(name) ? line.apply(other.get(name)) : "-";
            into.add(difference(left, right));
        }
        into.remove("");
    }

    /** How it is written that two lines are not the same; nothing if they are. */
    static String difference(String one, String other) {
        return one.equals(other) ? "" : words(one) + " | " + words(other);
    }

    private static String words(String line) {
        return String.join(" ", line.split(" +"));
    }
}
