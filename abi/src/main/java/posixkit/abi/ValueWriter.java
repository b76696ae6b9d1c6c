package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Facts.FieldFact;
import posixkit.abi.Spec.Condition;
import posixkit.abi.Spec.Field;
import posixkit.abi.Spec.Form;
import posixkit.abi.Spec.Struct;

/**
 * Writes the Java source of the methods {@code toString}, {@code equals}, {@code hashCode} and {@code copy} of a structure. The
 * results of {@code toString}, {@code equals} and {@code hashCode} depend on the members only, never on the padding between the
 * members. The class of an array of structures inherits {@code equals} and {@code hashCode} from {@code StructArray}. For such a
 * class, {@code ValueWriter} does not write {@code equals} and {@code hashCode}. It writes methods that compare, hash and print
 * one element.
 */
final class ValueWriter {
    private final Abi abi;
    private final Struct struct;
    private final List<String> targets;
    private final boolean isArray;

    ValueWriter(Abi abi, Struct struct, List<String> targets) {
        this.abi = abi;
        this.struct = struct;
        this.targets = targets;
        isArray = struct.form() == Form.ARRAY;
    }

    String write() {
        return isArray ? array() : heap();
    }

    private String heap() {
        String name = struct.javaName();
        return """

                    @Override
                    public %1$s copy() {
                        %1$s copy = new %1$s();
                        copyTo(copy);
                        return copy;
                    }

                    @Override
                    public boolean equals(Object other) {
                        return other instanceof %1$s that
                                && %2$s;
                    }

                    @Override
                    public int hashCode() {
                        int hash = 0;
                %3$s        return hash;
                    }

                    @Override
                    public String toString() {
                        Printer out = new Printer("%4$s");
                %5$s        return out.toString();
                    }
                """.formatted(name, comparisons(), hashes(), noun(), prints());
    }

    private String array() {
        String zeros = struct.fields().stream().map(f -> call(f) + " == 0").collect(Collectors.joining(" && "));
        return """

                    @Override
                    public %1$s copy() {
                        %1$s copy = new %1$s(capacity());
                        copyTo(copy);
                        return copy;
                    }

                    @Override
                    protected boolean isZero(int index) {
                        return %2$s;
                    }

                    @Override
                    protected boolean isSame(int index, StructArray other) {
                        return other instanceof %1$s that
                                && %3$s;
                    }

                    @Override
                    protected int hash(int index) {
                        int hash = 0;
                %4$s        return hash;
                    }

                    @Override
                    protected String text(int index) {
                        Printer out = new Printer("");
                %5$s        return out.toString();
                    }

                    @Override
                    public String toString() {
                        return text("%6$s");
                    }
                """.formatted(struct.javaName(), zeros, comparisons(), hashes(), prints(), noun());
    }

    /**
     * Returns the name that {@code toString} prints for the structure. The spec may name a parent of the Java class. The parent
     * is a superclass if the Java class is an array of structures, and otherwise an interface. If the spec names a parent, this
     * method returns the simple name of the parent, without the prefix {@code OnLinux} or {@code OnDarwin}. Otherwise it returns
     * the C name of the structure.
     */
    private String noun() {
        if (struct.parent() == null) {
            return struct.name();
        }
        return struct.parent().substring(struct.parent().lastIndexOf('.') + 1).replaceFirst("^On(Linux|Darwin)", "");
    }

    private String comparisons() {
        return struct.fields().stream()
                .map(field -> {
                    String same = same(field);
                    Condition onlyIf = field.print().onlyIf();
                    return onlyIf == null ? same : "(!(" + holds(field, onlyIf) + ") || " + same + ")";
                })
                .collect(Collectors.joining("\n                && "));
    }

    private String same(Field field) {
        if (isText(field)) {
            return call(field) + ".equals(that." + call(field) + ")";
        }
        return kind(field).isArray() ? "isSame(" + range(field) + ", that)" : call(field) + " == that." + call(field);
    }

    private String hashes() {
        StringBuilder java = new StringBuilder();
        for (Field field : struct.fields()) {
            String hash = isText(field)
                    ? call(field) + ".hashCode()"
                    : kind(field).isArray()
                            ? "hash(" + range(field) + ")"
                            : type(field) + ".hashCode(" + call(field) + ")";
            java.append(guarded(field, "hash = 31 * hash + " + hash + ";"));
        }
        return java.toString();
    }

    private String prints() {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < struct.fields().size(); i++) {
            Field field = struct.fields().get(i);
            if (field.print().is("instant") || field.print().is("duration")) {
                java.append(guarded(field, time(field, i)));
                i++;
            } else {
                java.append(guarded(field, print(field)));
            }
        }
        return java.toString();
    }

    /**
     * Returns the Java statement that prints two members, the seconds and the fraction of a second, as one time. For example,
     * {@code atimeSec} and {@code atimeNsec} print as {@code atime}. {@code index} is the position of the member {@code seconds}
     * in the list of members. The member after it is the fraction.
     */
    private String time(Field seconds, int index) {
        Field fraction = index + 1 < struct.fields().size() ? struct.fields().get(index + 1) : seconds;
        String name = seconds.javaName().replaceFirst("Sec$", "");
        boolean nanos = fraction.javaName().equals(name + "Nsec");
        if (!nanos && !fraction.javaName().equals(name + "Usec")) {
            throw seconds.where().error(seconds.javaName() + " has no Nsec or Usec behind it");
        }
        return "out.%s(\"%s\", %s, %s, %s);"
                .formatted(
                        seconds.print().how(),
                        name,
                        call(seconds),
                        call(fraction),
                        nanos ? "1_000_000_000" : "1_000_000");
    }

    private String print(Field field) {
        Kind kind = kind(field);
        String name = "\"" + field.javaName() + "\", ";
        if (isText(field)) {
            return "out.text(" + name + call(field) + ");";
        }
        if (kind.isBytes()) {
            return "out.bytes(" + name + call(field) + ");";
        }
        boolean signed = kind.isSigned();
        if (kind.isArray()) {
            String each = field.javaName() + "(i)";
            String boxed = kind.width() == 8 ? "Long" : "Integer";
            return "out.list(%s%d, i -> %s.%s(%s));"
                    .formatted(name, kind.count(), boxed, signed ? "toString" : "toUnsignedString", each);
        }
        String how = field.print().how();
        if (how == null) {
            how = kind.equals(Kind.PTR) ? "hex" : signed ? "number" : "unsigned";
        }
        String table = field.print().table() == null
                ? ""
                : ", ConstantNames." + field.print().table();
        return "out.%s(%s%s%s);".formatted(how, name, call(field), table);
    }

    private String guarded(Field field, String statement) {
        Condition onlyIf = field.print().onlyIf();
        return onlyIf == null
                ? "        " + statement + "\n"
                : "        if (" + holds(field, onlyIf) + ") {\n            " + statement + "\n        }\n";
    }

    private String holds(Field field, Condition onlyIf) {
        Map<String, ConstFact> values = new LinkedHashMap<>();
        targets.forEach(t -> values.put(t, abi.facts(t).constants.get(onlyIf.constant())));
        if (values.containsValue(null)) {
            throw field.where().error("no constant " + onlyIf.constant());
        }
        Field member = struct.fields().stream()
                .filter(f -> f.javaName().equals(onlyIf.member()))
                .findFirst()
                .orElseThrow(() -> field.where().error("no member " + onlyIf.member()));
        return call(member) + " == "
                + Choice.of(values, v -> ConstantWriter.literal(v, v.kind().width() == 8));
    }

    private String call(Field field) {
        return field.javaName() + (isArray ? "(index)" : "()");
    }

    private String range(Field field) {
        return LayoutWriter.offsetName(field) + ", " + kind(field).size();
    }

    private boolean isText(Field field) {
        Kind kind = kind(field);
        return kind.isBytes()
                && (field.javaType() == null
                        ? kind.element().equals("char")
                        : field.javaType().equals("text"));
    }

    private String type(Field field) {
        return isLong(field) ? "Long" : "Integer";
    }

    private boolean isLong(Field field) {
        return field.javaType() == null
                ? facts(field).stream().anyMatch(f -> f.kind().width() == 8)
                : field.javaType().equals("long");
    }

    /**
     * Returns the kind of a member on the first target, for example {@code s32} for a signed number of 32 bits. On other targets,
     * the member may have another width. If the member is signed on one target and unsigned on another, this method throws
     * {@link AbiException}.
     */
    private Kind kind(Field field) {
        List<FieldFact> facts = facts(field);
        Function<FieldFact, Boolean> sign = f -> f.kind().isSigned();
        if (facts.stream().map(sign).distinct().count() > 1) {
            throw field.where().error(struct.name() + "." + field.path() + " is signed on one processor only");
        }
        return facts.get(0).kind();
    }

    private List<FieldFact> facts(Field field) {
        List<FieldFact> facts = new ArrayList<>();
        targets.forEach(t -> facts.add(abi.facts(t).fields.get(struct.name()).get(field.path())));
        return facts;
    }
}
