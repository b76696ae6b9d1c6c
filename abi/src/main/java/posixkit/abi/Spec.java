package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one system's specs ask for: {@code common.spec} and the system's own, read as one. The grammar is at the top of
 * {@code common.spec}.
 */
final class Spec {
    /** A line of a spec, for messages. */
    record Where(String file, int line) {
        AbiException error(String message) {
            return new AbiException(this + ": " + message);
        }

        /** Returns true if the line is in {@code common.spec}. */
        boolean isCommon() {
            return file.equals("common.spec");
        }

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** A header, and the translation unit it is compiled in. */
    record Header(String unit, String name) {}

    enum Form {
        HEAP,
        OFFSETS,
        ARRAY
    }

    /** How to probe a member. C cannot tell, because arrays decay to pointers. */
    enum Shape {
        SCALAR,
        POINTER,
        ARRAY,
        OPAQUE
    }

    record Struct(
            Where where,
            Header header,
            Form form,
            String name,
            String javaName,
            String parent,
            String arch,
            List<Field> fields) {
        /** Returns this structure with other members. */
        Struct with(List<Field> members) {
            return new Struct(where, header, form, name, javaName, parent, arch, members);
        }

        /** Returns the type in C: a typedef if the name ends like one, else a tag. */
        String type() {
            return name.endsWith("_t") || name.endsWith("_set") ? name : "struct " + name;
        }
    }

    record Field(Where where, String path, Shape shape, String javaName, String javaType, Print print) {}

    /**
     * How a member prints.
     *
     * @param onlyIf the member that says whether this one is in use, and the constant it then holds; null for always
     * @param how {@code octal}, {@code flags}, …; null for what the kind in C suggests
     * @param table the table of names to print by, or null
     */
    record Print(Condition onlyIf, String how, String table) {
        static final Print PLAIN = new Print(null, null, null);

        boolean is(String word) {
            return word.equals(how);
        }
    }

    record Condition(String member, String constant) {}

    /** A table of names to print values by: the constants whose names match one of the patterns, in the patterns' order. */
    record Table(Where where, String name, List<Pattern> patterns) {}

    record Constant(
            Where where, Header header, boolean common, String group, String name, String expression, String arch) {}

    record Call(Where where, Header header, String name, String result, List<String> params, boolean variadic) {
        /** Returns the prototype with the name in parentheses, so that no macro of that name applies. */
        String prototype() {
            List<String> all = new ArrayList<>(params);
            if (variadic) {
                all.add("...");
            }
            return result + " (" + name + ")(" + (all.isEmpty() ? "void" : String.join(", ", all)) + ")";
        }
    }

    final String system;
    final List<Header> headers = new ArrayList<>();
    /** The structures by Java class. */
    final Map<String, Struct> structs = new LinkedHashMap<>();

    final Map<String, Constant> constants = new LinkedHashMap<>();
    final Map<String, Table> tables = new LinkedHashMap<>();
    final Map<String, Call> calls = new LinkedHashMap<>();
    final Set<String> symbols = new TreeSet<>();

    Spec(String system) {
        this.system = system;
    }

    /** Returns the translation units in the order of their first mention. */
    List<String> units() {
        return headers.stream().map(Header::unit).distinct().toList();
    }

    /** Returns the part of this spec that applies to a target's processor. */
    Spec on(String target) {
        String arch = target.substring(target.indexOf('-') + 1);
        Spec part = new Spec(system);
        part.headers.addAll(headers);
        structs.forEach((name, s) -> {
            if (s.arch == null || s.arch.equals(arch)) {
                part.structs.put(name, s);
            }
        });
        constants.forEach((name, c) -> {
            if (c.arch == null || c.arch.equals(arch)) {
                part.constants.put(name, c);
            }
        });
        part.tables.putAll(tables);
        part.calls.putAll(calls);
        part.symbols.addAll(symbols);
        return part;
    }

    /** Rejects a table that lacks something this spec asks for, and names the lines that ask. */
    void check(Facts facts) {
        List<String> missing = new ArrayList<>();
        String table = " is not in facts/" + facts.target + ".abi";
        Spec spec = on(facts.target);
        for (Struct s : spec.structs.values()) {
            if (!facts.structs.containsKey(s.name)) {
                missing.add(s.where + ": struct " + s.name + table);
                continue;
            }
            Map<String, Facts.FieldFact> known = facts.fields.getOrDefault(s.name, Map.of());
            for (Field f : s.fields) {
                if (!known.containsKey(f.path)) {
                    missing.add(f.where + ": field " + s.name + "." + f.path + table);
                }
            }
        }
        spec.constants.values().stream()
                .filter(c -> !facts.constants.containsKey(c.name))
                .forEach(c -> missing.add(c.where + ": const " + c.name + table));
        spec.calls.values().stream()
                .filter(c -> !facts.functions.containsKey(c.name))
                .forEach(c -> missing.add(c.where + ": call " + c.name + table));
        if (!missing.isEmpty()) {
            throw new AbiException(String.join("\n", missing));
        }
    }
}
