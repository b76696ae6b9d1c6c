package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Contains the structures, constants, functions and symbols in the specs of one operating system. These specs are
 * {@code common.spec} and either {@code linux.spec} or {@code darwin.spec}, read as one. The comment at the top of
 * {@code common.spec} explains the grammar.
 */
final class Spec {
    /** The place of a line in a spec, for error messages. */
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

    /**
     * A C header. {@code unit}: the name of the translation unit, that is, of the group of headers with which this header is
     * compiled.
     */
    record Header(String unit, String name) {}

    /**
     * The form in which Java holds a structure. {@code HEAP}: an object on the Java heap. {@code OFFSETS}: a size and offsets
     * only, for a structure in native memory. {@code ARRAY}: an array of structures outside the Java heap.
     */
    enum Form {
        HEAP,
        OFFSETS,
        ARRAY
    }

    /**
     * The sort of C type that a member has. Generated C code asks the compiler questions about each member. The questions depend
     * on the sort. The spec must state the sort, because C code cannot find out whether a member is an array or a pointer. In a C
     * expression, an array becomes a pointer to its first element. {@code OPAQUE}: a structure, a union or an array with two
     * dimensions.
     */
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
        /** Returns a copy of this structure with the members {@code members}. */
        Struct with(List<Field> members) {
            return new Struct(where, header, form, name, javaName, parent, arch, members);
        }

        /**
         * Returns the type in C. It is a typedef if the name ends in {@code _t} or {@code _set}, and otherwise {@code struct}
         * with a tag.
         */
        String type() {
            return name.endsWith("_t") || name.endsWith("_set") ? name : "struct " + name;
        }
    }

    record Field(Where where, String path, Shape shape, String javaName, String javaType, Print print) {}

    /**
     * The way in which {@code toString} prints a member.
     *
     * @param onlyIf the condition under which the member is printed: another member has a certain value. Null if the member is
     *     always printed
     * @param how a word for the format, for example {@code octal} or {@code flags}; null for the usual format of the member's C
     *     type
     * @param table the name of the {@link Table} that contains names for the values or bits of the member; null if the member has
     *     no table
     */
    record Print(Condition onlyIf, String how, String table) {
        static final Print PLAIN = new Print(null, null, null);

        boolean is(String word) {
            return word.equals(how);
        }
    }

    record Condition(String member, String constant) {}

    /**
     * A table of constants. {@code toString} prints the value of a member as the name of the constant that has this value. The
     * table contains the constants whose names match one of {@code patterns}. If several of these constants have the same value,
     * the table contains only the constant that matches the earliest pattern.
     */
    record Table(Where where, String name, List<Pattern> patterns) {}

    /**
     * A group of functions for which one Java interface is generated. {@code what}: a description of the functions, for the
     * comment of the interface.
     */
    record Topic(Where where, String name, String what) {}

    record Constant(
            Where where, Header header, boolean common, String group, String name, String expression, String arch) {}

    /**
     * A function of the C library. {@code binding}: how Java methods of posixkit call the function, or null if no method of
     * posixkit calls the function. If {@code binding} is null, programs can still call the function by its name, with the class
     * {@code posixkit.system.Symbols}.
     */
    record Call(
            Where where,
            Header header,
            String name,
            String result,
            List<String> params,
            boolean variadic,
            Binding binding) {
        /** Returns the prototype as a manual page shows it. */
        String text() {
            return result + (result.endsWith("*") ? "" : " ") + name + "(" + parameters() + ")";
        }

        /** Returns the C prototype. The name is in parentheses, so that the compiler does not expand a macro of that name. */
        String prototype() {
            return result + " (" + name + ")(" + parameters() + ")";
        }

        private String parameters() {
            List<String> all = new ArrayList<>(params);
            if (variadic) {
                all.add("...");
            }
            return all.isEmpty() ? "void" : String.join(", ", all);
        }
    }

    final String system;
    final List<Header> headers = new ArrayList<>();
    /** The structures by the names of their Java classes. */
    final Map<String, Struct> structs = new LinkedHashMap<>();

    final Map<String, Constant> constants = new LinkedHashMap<>();
    final Map<String, Table> tables = new LinkedHashMap<>();
    final Map<String, Call> calls = new LinkedHashMap<>();
    /** Functions that libc exports and no header declares. */
    final Map<String, Call> exports = new LinkedHashMap<>();

    final Map<String, Topic> topics = new LinkedHashMap<>();
    final Set<String> symbols = new TreeSet<>();

    Spec(String system) {
        this.system = system;
    }

    /** Returns the translation units, in the order in which the spec first mentions them. */
    List<String> units() {
        return headers.stream().map(Header::unit).distinct().toList();
    }

    /** Returns the part of this spec that applies to the processor of {@code target}. */
    Spec on(String target) {
        String arch = Abi.processor(target);
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
        part.exports.putAll(exports);
        part.topics.putAll(topics);
        part.symbols.addAll(symbols);
        return part;
    }

    /**
     * Throws an exception if {@code facts} lacks a fact that this spec asks for. The message names the lines of the spec that ask
     * for missing facts.
     */
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
