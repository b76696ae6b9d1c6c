package posixkit.abi;

import java.util.ArrayList;
import java.util.List;
import posixkit.abi.Spec.Call;
import posixkit.abi.Spec.Shape;

/**
 * Writes probes. A probe is a C source from which the compiler computes the sizes, offsets and values that the spec asks for.
 * There is one probe for each translation unit, that is, for each group of headers that are compiled together.
 *
 * <p>A probe asks the compiler questions. The answers are in one array of 64-bit words. The array starts with the two marker
 * words {@link #MAGIC}, by which {@link ProbeReader} finds the array in the object file. Then come the answers, with three words
 * for each question. For example, the answer about a structure member consists of its offset, its size and its type. The compiled
 * code is never run.
 */
final class ProbeWriter {
    static final long[] MAGIC = {0x706f7369786b6974L, 0x61736b732061202fL};
    static final String FUNCTIONS = "posixkit_functions";

    /**
     * Receives the answer to one question of a probe: the three words {@code a}, {@code b} and {@code c}. Usually {@code accept}
     * adds one fact to {@code facts}. But a function needs several questions: for the type of its result and the types of its
     * parameters. For each of these questions, {@code accept} only stores the type. The last {@code Reply} for the function adds
     * the prototype to {@code facts}.
     */
    interface Reply {
        void accept(Facts facts, long a, long b, long c);
    }

    /**
     * Contains the probe of one translation unit, whose name is {@code unit}. A probe is a C source that asks the compiler
     * questions. {@code source}: the C code. {@code replies}: for each question in {@code source}, the object that receives the
     * answer, in the same order. {@code calls}: the functions in the C array {@link #FUNCTIONS} of {@code source}, in the order
     * of this array.
     */
    record Probe(String unit, String source, List<Reply> replies, List<Call> calls) {}

    private final Spec spec;
    private final String unit;
    private final StringBuilder declarations = new StringBuilder();
    private final StringBuilder questions = new StringBuilder();
    private final List<Reply> replies = new ArrayList<>();

    private ProbeWriter(Spec spec, String unit) {
        this.spec = spec;
        this.unit = unit;
    }

    static List<Probe> write(Spec spec) {
        return spec.units().stream()
                .map(unit -> new ProbeWriter(spec, unit).probe())
                .toList();
    }

    private Probe probe() {
        spec.structs.values().stream()
                .filter(s -> s.header().unit().equals(unit))
                .forEach(this::ask);
        spec.constants.values().stream()
                .filter(c -> c.header().unit().equals(unit))
                .forEach(this::ask);
        List<Call> calls = spec.calls.values().stream()
                .filter(c -> c.header().unit().equals(unit))
                .toList();
        calls.forEach(this::ask);
        String source = CSource.prelude(spec, unit) + declarations
                + "const unsigned long long posixkit_probe[] = {\n  0x%xULL, 0x%xULL,\n".formatted(MAGIC[0], MAGIC[1])
                + questions + "};\n"
                + "const void *const " + FUNCTIONS + "[] = {\n"
                + String.join(
                        "",
                        calls.stream()
                                .map(c -> "  (const void *)" + c.name() + ",\n")
                                .toList())
                + "  0\n};\n";
        return new Probe(unit, source, replies, calls);
    }

    private void ask(Spec.Struct s) {
        question(
                s.where(),
                "sizeof(" + s.type() + ")",
                "_Alignof(" + s.type() + ")",
                "0",
                (facts, size, align, zero) -> facts.add(new Facts.StructFact(
                        s.name(), (int) size, (int) align, s.header().name())));
        for (Spec.Field f : s.fields()) {
            boolean scalar = f.shape() == Shape.SCALAR || f.shape() == Shape.ARRAY;
            String element = CSource.scalar(s, f);
            question(
                    f.where(),
                    CSource.offset(s, f),
                    "sizeof(" + CSource.member(s, f) + ")",
                    scalar ? "SHAPE(" + element + ") | sizeof(" + element + ") << 8" : "0",
                    (facts, offset, size, code) ->
                            facts.add(new Facts.FieldFact(s.name(), f.path(), (int) offset, kind(s, f, size, code))));
        }
    }

    private static Kind kind(Spec.Struct s, Spec.Field f, long size, long code) {
        long width = code >> 8;
        int shape = (int) code & 0xFF;
        return switch (f.shape()) {
            case POINTER -> Kind.PTR;
            case OPAQUE -> new Kind("bytes", 1, (int) size);
            case SCALAR, ARRAY -> {
                if (shape == 0) {
                    throw f.where().error(s.name() + "." + f.path() + " is no scalar: say *, [] or {}");
                }
                Kind element = (shape & CSource.CHAR) != 0 && f.shape() == Shape.ARRAY
                        ? new Kind("char", 1, -1)
                        : Kind.scalar((shape & CSource.SIGNED) != 0, width);
                yield f.shape() == Shape.ARRAY ? element.array(size / width) : element;
            }
        };
    }

    private void ask(Spec.Constant c) {
        String x = "(" + c.expression() + ")";
        question(
                c.where(),
                "(unsigned long long)" + x,
                "sizeof" + x,
                "SHAPE(" + x + ")",
                (facts, value, size, shape) -> facts.add(new Facts.ConstFact(
                        c.name(), kind(value, size, shape), value, c.header().name())));
    }

    /**
     * Returns the type of a constant: a pointer or an integer. {@code size} is the size of the C type in bytes. {@code shape} is
     * the number that the C macro {@code SHAPE} returns for the constant. If {@code shape} is 0, the C type is not an integer
     * type, and this method returns the type of a pointer. Otherwise it returns an integer type of {@code size} bytes, but of at
     * least 4 bytes. If {@code value} fits into a signed integer of this width, the returned type is signed, even if the C type
     * is unsigned. Reason: the C type of an enumerator can be signed for one compiler and unsigned for another. The value is the
     * same for both compilers, so the table of facts is the same too.
     */
    private static Kind kind(long value, long size, long shape) {
        if (shape == 0) {
            return Kind.PTR;
        }
        boolean signed = size == 8 ? (shape & CSource.SIGNED) != 0 || value >= 0 : value == (int) value;
        return Kind.scalar(signed, Math.max(size, 4));
    }

    private void ask(Call call) {
        declarations.append(CSource.redeclare(call));
        List<Kind> kinds = new ArrayList<>();
        type(call, call.result(), kinds);
        call.params().forEach(p -> type(call, p, kinds));
        replies.add((facts, a, b, c) -> facts.add(new Facts.FuncFact(
                call.name(),
                kinds.get(0),
                List.copyOf(kinds.subList(1, kinds.size())),
                call.variadic(),
                call.name(),
                call.header().name())));
        questions.append("  0, 0, 0,\n");
    }

    private void type(Call call, String declaration, List<Kind> kinds) {
        String type = declaration.equals("void") ? null : CSource.scalarType(declaration);
        if (type == null) {
            kinds.add(declaration.equals("void") ? Kind.VOID : Kind.PTR);
            return;
        }
        int index = kinds.size();
        kinds.add(null);
        question(
                call.where(),
                "sizeof(" + type + ")",
                "((" + type + ")-1 < 0)",
                "0",
                (facts, size, signed, zero) -> kinds.set(index, Kind.scalar(signed != 0, size)));
    }

    private void question(Spec.Where where, String a, String b, String c, Reply reply) {
        questions
                .append(CSource.line(where))
                .append("  ")
                .append(a)
                .append(", ")
                .append(b)
                .append(", ")
                .append(c)
                .append(",\n");
        replies.add(reply);
    }
}
