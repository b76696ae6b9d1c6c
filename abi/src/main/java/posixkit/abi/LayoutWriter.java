package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import posixkit.abi.Facts.FieldFact;
import posixkit.abi.Spec.Field;
import posixkit.abi.Spec.Form;
import posixkit.abi.Spec.Struct;

/**
 * Writes each C structure of the specs as a Java class. One class works on several targets, for example on both processors of
 * Linux. An offset or a size is a literal if it is the same on all targets of the class. Otherwise it is an expression that
 * chooses the value of the target on which the program runs.
 *
 * <p>The package of the class depends on the structure:
 *
 * <ul>
 *   <li>{@code common.spec} lists some structures with the form {@link Form#OFFSETS} (a size and offsets only). Java code that
 *       Linux and macOS share writes these structures into native memory. The classes of these structures are in
 *       {@code posixkit.unix.layout}, with the members that {@code common.spec} lists.
 *   <li>{@code linux.spec} or {@code darwin.spec} may add members to a structure of {@code posixkit.unix.layout}. In this case,
 *       the {@code layout} package of the operating system contains a second class for the structure, with all members.
 *   <li>For every other structure, the {@code layout} package of an operating system contains a class if the operating system has
 *       the structure.
 * </ul>
 */
final class LayoutWriter {
    /** The argument for {@link #write} that selects the structures of the package {@code posixkit.unix.layout}. */
    static final String COMMON = "common";

    private final Abi abi;
    private final String packageName;
    private final Struct struct;
    private final List<String> targets;

    private LayoutWriter(Abi abi, String packageName, Struct struct, String system) {
        this.abi = abi;
        this.packageName = packageName;
        this.struct = struct;
        targets = Abi.TARGETS.stream()
                .filter(t -> t.startsWith(system) && (struct.arch() == null || t.endsWith(struct.arch())))
                .toList();
    }

    static void write(Abi abi, String what, Path out) throws IOException {
        Output output = new Output(out);
        boolean common = what.equals(COMMON);
        String packageName = common ? "posixkit.unix.layout" : "posixkit." + what + ".layout";
        for (Struct struct :
                abi.specs().get(common ? Abi.SYSTEMS.get(0) : what).structs.values()) {
            boolean shared = struct.form() == Form.OFFSETS && struct.where().isCommon();
            List<Field> commonFields =
                    struct.fields().stream().filter(f -> f.where().isCommon()).toList();
            if (common && shared) {
                String source = new LayoutWriter(abi, packageName, struct.with(commonFields), "").source();
                output.java(packageName, struct.javaName(), source);
            } else if (!common && !(shared && commonFields.equals(struct.fields()))) {
                output.java(packageName, struct.javaName(), new LayoutWriter(abi, packageName, struct, what).source());
            }
        }
        if (common) {
            CodeWriter.writeShared(abi, packageName, output);
        } else {
            output.java(packageName, PrototypeWriter.CLASS, PrototypeWriter.write(abi, what, packageName));
            CodeWriter.write(abi, what, packageName, output);
        }
        output.removeTheRest();
    }

    private String source() {
        String name = struct.javaName();
        StringBuilder body = new StringBuilder();
        body.append("    public static final int SIZE = ")
                .append(Choice.of(sizes(), String::valueOf))
                .append(";\n");
        for (Field field : struct.fields()) {
            body.append("    public static final int ")
                    .append(offsetName(field))
                    .append(" = ")
                    .append(Choice.of(offsets(field), String::valueOf))
                    .append(";\n");
        }
        body.append(
                switch (struct.form()) {
                    case OFFSETS -> "\n    private " + name + "() {}\n";
                    case HEAP -> "\n    public " + name + "() {\n        super(SIZE);\n    }\n";
                    case ARRAY -> "\n    public " + name + "(int capacity) {\n        super(capacity, SIZE);\n    }\n";
                });
        struct.fields().forEach(f -> body.append(struct.form() == Form.OFFSETS ? inScratch(f) : accessors(f)));
        if (struct.form() != Form.OFFSETS) {
            body.append(new ValueWriter(abi, struct, targets).write());
        }
        return """
                // Generated from abi/facts; do not edit.
                package %s;

                %s/**
                 * {@code %s} of {@code %s}, on %s.%s
                 *
                 * <pre>
                %s * </pre>
                 */
                public final class %s%s {
                %s}
                """.formatted(
                        packageName,
                        imports(body),
                        struct.type(),
                        struct.header().name(),
                        String.join(", ", targets),
                        struct.form() == Form.OFFSETS ? " Its methods access it in a {@code Scratch}." : "",
                        declaration(),
                        name,
                        inheritance(),
                        body);
    }

    private String imports(CharSequence body) {
        StringBuilder imports = new StringBuilder();
        String text = body.toString();
        if (text.contains("StandardCharsets.")) {
            imports.append("import java.nio.charset.StandardCharsets;\n");
        }
        if (text.contains("Objects.")) {
            imports.append("import java.util.Objects;\n");
        }
        if (struct.form() == Form.HEAP) {
            imports.append("import posixkit.Struct;\n");
        }
        if (struct.form() == Form.ARRAY) {
            imports.append("import posixkit.StructArray;\n");
        }
        if (text.contains("Target.")) {
            imports.append("import posixkit.Target;\n");
        }
        if (text.contains("Printer out")) {
            imports.append("import posixkit.print.Printer;\n");
        }
        if (text.contains(TableWriter.CLASS + ".")) {
            imports.append("import ")
                    .append(TableWriter.PACKAGE + "." + TableWriter.CLASS)
                    .append(";\n");
        }
        if (text.contains("Scratch s")) {
            imports.append("import posixkit.unix.Scratch;\n");
        }
        return imports.isEmpty() ? "" : imports + "\n";
    }

    private String inheritance() {
        return switch (struct.form()) {
            case OFFSETS -> "";
            case HEAP -> " extends Struct" + (struct.parent() == null ? "" : " implements " + struct.parent());
            case ARRAY -> " extends " + struct.parent();
        };
    }

    /**
     * Returns the lines of the generated Javadoc that show the structure as C declares it, with the offset of each member. If a
     * type, an offset or the size differs between targets, the lines show the different values with {@code |} between them.
     */
    private String declaration() {
        StringBuilder c = new StringBuilder(
                " * %-40s // %s bytes\n".formatted(struct.type() + " {", both(sizes(), String::valueOf)));
        for (Field field : struct.fields()) {
            String member = "    " + both(facts(field), f -> f.kind().toString()) + " " + field.path() + ";";
            c.append(" * %-40s // %s\n".formatted(member, both(offsets(field), String::valueOf)));
        }
        return c.append(" * }\n").toString();
    }

    private static <T> String both(Map<String, T> byTarget, Function<T, String> text) {
        return String.join(
                " | ", byTarget.values().stream().map(text).distinct().toList());
    }

    private String accessors(Field field) {
        Map<String, FieldFact> facts = facts(field);
        Kind kind = facts.values().iterator().next().kind();
        boolean sameShape = facts.values().stream()
                .allMatch(f -> f.kind().isArray() == kind.isArray()
                        && (!kind.isArray() || f.kind().equals(kind)));
        if (!sameShape || kind.isArray() && struct.form() == Form.ARRAY) {
            throw field.where()
                    .error("no accessor for " + struct.name() + "." + field.path() + ": "
                            + both(facts, f -> f.kind().toString()));
        }
        if (!kind.isArray()) {
            return scalar(field, facts);
        }
        return kind.isBytes() ? bytes(field, kind) : indexed(field, kind);
    }

    private String scalar(Field field, Map<String, FieldFact> facts) {
        boolean wide = facts.values().stream().anyMatch(f -> f.kind().width() == 8);
        String type = field.javaType() == null ? wide ? "long" : "int" : field.javaType();
        if (!type.equals("long") && !type.equals("int") || wide && type.equals("int")) {
            throw field.where().error(struct.name() + "." + field.path() + " is no " + type);
        }
        boolean array = struct.form() == Form.ARRAY;
        String at = (array ? "index, " : "") + offsetName(field);
        String get = Choice.of(facts, f -> getter(f.kind(), type) + "(" + at + ")");
        return method(type, field.javaName(), array ? "int index" : "", "        return " + get + ";\n")
                + method(
                        struct.javaName(),
                        field.javaName(),
                        (array ? "int index, " : "") + type + " value",
                        store(facts, at, "") + "        return this;\n");
    }

    /**
     * Returns the Java source of two static methods that get and set a member of a structure in native memory. Returns an empty
     * string if the member is an array, a structure or a union. For such a member, the generated class contains only the offset.
     */
    private String inScratch(Field field) {
        Map<String, FieldFact> facts = facts(field);
        if (facts.values().stream().anyMatch(f -> f.kind().isArray())) {
            return "";
        }
        boolean wide = facts.values().stream().anyMatch(f -> f.kind().width() == 8);
        String type = wide ? "long" : "int";
        String at = "at + " + offsetName(field);
        String get = Choice.of(facts, f -> "s." + getter(f.kind(), type) + "(" + at + ")");
        String name = "static " + type + " " + field.javaName();
        return "\n    public %s(Scratch s, long at) {\n        return %s;\n    }\n".formatted(name, get)
                + "\n    public static void %s(Scratch s, long at, %s value) {\n%s    }\n"
                        .formatted(field.javaName(), type, store(facts, at, "s."));
    }

    private static String store(Map<String, FieldFact> facts, String at, String owner) {
        Map<String, String> calls = new LinkedHashMap<>();
        facts.forEach((target, f) -> calls.put(
                target, "%sset%d(%s, value);".formatted(owner, f.kind().width() * 8, at)));
        List<String> distinct = calls.values().stream().distinct().toList();
        if (distinct.size() == 1) {
            return "        " + distinct.get(0) + "\n";
        }
        return """
                        if (%s) {
                            %s
                        } else {
                            %s
                        }
                """.formatted(Choice.between(calls), distinct.get(0), distinct.get(1));
    }

    /**
     * Returns the name of the method, for example {@code u16}, that reads a member of the C type {@code kind} as the Java type
     * {@code type}. If {@code type} is {@code long}, an unsigned 32-bit member is zero-extended. If {@code type} is {@code int},
     * an unsigned 32-bit member keeps its bits, so a large value becomes negative.
     */
    private static String getter(Kind kind, String type) {
        if (kind.width() == 8) {
            return "s64";
        }
        return kind.width() == 4 && (kind.isSigned() || type.equals("int")) ? "s32" : kind.toString();
    }

    private String bytes(Field field, Kind kind) {
        boolean text = field.javaType() == null
                ? kind.element().equals("char")
                : field.javaType().equals("text");
        String at = offsetName(field) + ", " + kind.size();
        String value = text ? "value.getBytes(StandardCharsets.UTF_8)" : "value";
        return method(
                        text ? "String" : "byte[]",
                        field.javaName(),
                        "",
                        "        return %s(%s);\n".formatted(text ? "text" : "slice", at))
                + method(
                        struct.javaName(),
                        field.javaName(),
                        (text ? "String" : "byte[]") + " value",
                        "        setSlice(%s, %s);\n        return this;\n".formatted(at, value));
    }

    private String indexed(Field field, Kind kind) {
        Kind element = new Kind(kind.element(), kind.width(), -1);
        String type = kind.width() == 8 ? "long" : "int";
        String at = "%s + Objects.checkIndex(index, %d) * %d".formatted(offsetName(field), kind.count(), kind.width());
        return method(
                        type,
                        field.javaName(),
                        "int index",
                        "        return %s(%s);\n".formatted(getter(element, type), at))
                + method(
                        struct.javaName(),
                        field.javaName(),
                        "int index, " + type + " value",
                        "        set%d(%s, value);\n        return this;\n".formatted(kind.width() * 8, at));
    }

    private static String method(String type, String name, String params, String body) {
        return "\n    public %s %s(%s) {\n%s    }\n".formatted(type, name, params, body);
    }

    /**
     * Returns the name of the constant for the offset of a member. For example, the offset of {@code atimeSec} is
     * {@code ATIME_SEC}. The offset of a member called {@code size} is {@code SIZE_OFFSET}, because {@code SIZE} is the size of
     * the structure.
     */
    static String offsetName(Field field) {
        String upper = field.javaName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return upper.equals("SIZE") ? "SIZE_OFFSET" : upper;
    }

    private Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        targets.forEach(
                t -> sizes.put(t, abi.facts(t).structs.get(struct.name()).size()));
        return sizes;
    }

    private Map<String, Integer> offsets(Field field) {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        facts(field).forEach((t, f) -> offsets.put(t, f.offset()));
        return offsets;
    }

    private Map<String, FieldFact> facts(Field field) {
        Map<String, FieldFact> facts = new LinkedHashMap<>();
        targets.forEach(t -> facts.put(t, abi.facts(t).fields.get(struct.name()).get(field.path())));
        return facts;
    }
}
