package posixkit.abi;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import posixkit.abi.Facts.FuncFact;

/**
 * Writes the prototypes of the functions of one operating system as a Java class. A prototype consists of the
 * symbol of the function, the type of its result and the types of its parameters.
 */
final class PrototypeWriter {
    static final String CLASS = "Prototypes";

    private PrototypeWriter() {}

    static String write(Abi abi, String system, String packageName) {
        Map<String, Facts> tables = new TreeMap<>();
        Abi.TARGETS.stream().filter(t -> t.startsWith(system)).forEach(t -> tables.put(t, abi.facts(t)));
        StringBuilder cases = new StringBuilder();
        for (String name : names(tables)) {
            Map<String, FuncFact> facts = new TreeMap<>();
            tables.forEach((target, table) -> facts.put(target, table.functions.get(name)));
            cases.append(
                    "            case \"%s\" -> %s;\n".formatted(name, Choice.of(facts, PrototypeWriter::literal)));
        }
        return """
                // Generated from abi/facts; do not edit.
                package %s;
                %s
                /** The prototypes of the C library on %s. */
                public final class %s {
                    private %s() {}

                    /**
                     * Returns the prototype of the C function {@code function}: its symbol, the type of its result and the types
                     * of its parameters. An example is {@code "lseek s64 (s32, s64, s32)"}. Returns null if no table of facts
                     * contains the function.
                     */
                    public static String of(String function) {
                        return switch (function) {
                %s            default -> null;
                        };
                    }
                }
                """.formatted(
                        packageName,
                        cases.indexOf("Target.") < 0 ? "" : "\nimport posixkit.Target;\n",
                        String.join(", ", tables.keySet()),
                        CLASS,
                        CLASS,
                        cases);
    }

    /**
     * Returns the names of the functions in {@code tables}: the tables of facts of one operating system, one for each processor.
     * Throws {@link AbiException} if a table lacks a function that another table contains.
     */
    private static TreeSet<String> names(Map<String, Facts> tables) {
        TreeSet<String> names = new TreeSet<>();
        tables.values().forEach(table -> names.addAll(table.functions.keySet()));
        tables.forEach((target, table) -> {
            if (!table.functions.keySet().equals(names)) {
                throw new AbiException(target + " lacks functions of " + names);
            }
        });
        return names;
    }

    private static String literal(FuncFact fact) {
        return "\"" + fact.symbol() + " " + fact.signature() + "\"";
    }
}
