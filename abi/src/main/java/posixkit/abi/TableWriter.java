package posixkit.abi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Spec.Constant;
import posixkit.abi.Spec.Table;

/**
 * Writes the tables of constant names by which the {@code toString} methods of structures print a value as a name. Each table is
 * one string of names with their values, for example {@code "POLLIN=1 POLLPRI=2"}.
 */
final class TableWriter {
    static final String PACKAGE = "posixkit.print.constants";
    static final String CLASS = "ConstantNames";

    private static final int WIDTH = 90;

    private final Abi abi;

    private TableWriter(Abi abi) {
        this.abi = abi;
    }

    static String write(Abi abi) {
        TableWriter writer = new TableWriter(abi);
        StringBuilder body = new StringBuilder();
        TreeSet<String> names = new TreeSet<>();
        abi.specs().values().forEach(spec -> names.addAll(spec.tables.keySet()));
        names.forEach(name -> body.append(writer.table(name)));
        String imports = body.indexOf("Target.") < 0 ? "" : "import posixkit.Target;\n\n";
        return """
                // Generated from abi/facts; do not edit.
                package %s;

                %s/**
                 * Names of constants with their values on this target, for {@link posixkit.print.Printer}. A table that only the
                 * other system has is empty. <b>Internal.</b>
                 */
                public final class %s {
                    private %s() {}
                %s}
                """.formatted(PACKAGE, imports, CLASS, CLASS, body);
    }

    private String table(String name) {
        Map<String, String> texts = new TreeMap<>();
        for (String target : Abi.TARGETS) {
            Table table = abi.spec(target).tables.get(name);
            texts.put(target, table == null ? "\"\"" : literal(entries(target, table)));
        }
        return "\n    public static final String " + name + " = " + Choice.of(texts, t -> t) + ";\n";
    }

    private List<String> entries(String target, Table table) {
        Collection<Constant> constants = abi.spec(target).on(target).constants.values();
        Map<Long, String> names = new LinkedHashMap<>();
        for (Pattern pattern : table.patterns()) {
            boolean found = false;
            for (Constant constant : constants) {
                if (pattern.matcher(constant.name()).matches()) {
                    ConstFact fact = abi.facts(target).constants.get(constant.name());
                    names.putIfAbsent(fact.value(), constant.name());
                    found = true;
                }
            }
            if (!found) {
                throw table.where().error("no constant matches " + pattern);
            }
        }
        return names.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Long::compareUnsigned))
                .map(e -> e.getValue() + "=" + e.getKey())
                .toList();
    }

    private static String literal(List<String> entries) {
        StringBuilder java = new StringBuilder("\"");
        int line = 0;
        for (String entry : entries) {
            if (line > WIDTH) {
                java.append("\"\n            + \"");
                line = 0;
            }
            java.append(entry).append(entry.equals(entries.get(entries.size() - 1)) ? "" : " ");
            line += entry.length() + 1;
        }
        return java.append('"').toString();
    }
}
