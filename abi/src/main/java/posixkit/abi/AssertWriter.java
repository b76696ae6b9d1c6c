package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Facts.FieldFact;
import posixkit.abi.Facts.FuncFact;
import posixkit.abi.Facts.StructFact;
import posixkit.abi.Spec.Shape;

/**
 * Writes a table of facts as C static assertions. The table contains the facts of one target (an operating system and a
 * processor). The assertions check every size, alignment, offset, width, sign, value and prototype in the table. There is one C
 * file for each translation unit, that is, for each group of headers that are compiled together. Any compiler for the target can
 * compile the files. If a fact is wrong, the error message of the compiler names the fact.
 */
final class AssertWriter {
    private final Spec spec;
    private final Facts facts;
    private final Predicate<Spec.Header> in;
    private final StringBuilder c = new StringBuilder();

    /** @param in tells whether a header states facts that are written */
    private AssertWriter(Spec spec, Facts facts, Predicate<Spec.Header> in) {
        this.spec = spec;
        this.facts = facts;
        this.in = in;
    }

    /**
     * Writes the C files with the assertions into the directory {@code out}: one file for each translation unit. Returns the
     * paths of the files.
     */
    static List<Path> write(Spec spec, Facts facts, Path out) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String unit : spec.units()) {
            Path file = out.resolve(facts.target + "-" + unit + ".c");
            Output.write(
                    file,
                    new AssertWriter(spec.on(facts.target), facts, header -> header.unit()
                                    .equals(unit))
                            .source(unit));
            files.add(file);
        }
        return files;
    }

    /**
     * Returns a C source with the facts that the headers of the C library state, for another C library, which may lack some of
     * these headers. There is one assertion on each line. The headers of the kernel are the same for every C library, so their
     * facts are left out. A prototype must be the same word for word.
     */
    static String ofLibrary(Spec spec, Facts facts) {
        AssertWriter writer = new AssertWriter(
                spec.on(facts.target), facts, header -> !header.name().matches("(linux|asm)/.*"));
        String includes = spec.headers.stream()
                .filter(writer.in)
                .map(Spec.Header::name)
                .distinct()
                .map("#if __has_include(<%1$s>)\n#include <%1$s>\n#endif\n"::formatted)
                .collect(Collectors.joining());
        writer.layoutsAndConstants();
        writer.calls(writer::prototype);
        return CSource.prelude(includes) + writer.c;
    }

    private String source(String unit) {
        c.append("/* Generated from abi/facts/").append(facts.target).append(".abi; do not edit. */\n");
        c.append(CSource.prelude(spec, unit));
        layoutsAndConstants();
        calls(this::call);
        return c.toString();
    }

    private void layoutsAndConstants() {
        spec.structs.values().stream().filter(s -> in.test(s.header())).forEach(this::struct);
        spec.constants.values().stream().filter(k -> in.test(k.header())).forEach(this::constant);
    }

    private void calls(Consumer<Spec.Call> writer) {
        spec.calls.values().stream().filter(f -> in.test(f.header())).forEach(writer);
    }

    private void prototype(Spec.Call call) {
        String other = "posixkit_" + call.name();
        c.append("extern ")
                .append(call.prototype().replace("(" + call.name() + ")", "(" + other + ")"))
                .append("; ");
        that(
                "__builtin_types_compatible_p(__typeof__(" + call.name() + "), __typeof__(" + other + "))",
                facts.functions.get(call.name()).line());
    }

    private void struct(Spec.Struct s) {
        StructFact fact = facts.structs.get(s.name());
        that(
                "sizeof(" + s.type() + ") == " + fact.size() + " && _Alignof(" + s.type() + ") == " + fact.align(),
                fact.line());
        for (Spec.Field f : s.fields()) {
            FieldFact field = facts.fields.get(s.name()).get(f.path());
            String condition = CSource.offset(s, f) + " == " + field.offset() + " && sizeof(" + CSource.member(s, f)
                    + ") == " + field.kind().size();
            if (f.shape() == Shape.SCALAR || f.shape() == Shape.ARRAY) {
                String element = CSource.scalar(s, f);
                condition += " && sizeof(" + element + ") == " + field.kind().width() + " && "
                        + shape(element, field.kind());
            }
            that(condition, field.line());
        }
    }

    private static String shape(String expression, Kind kind) {
        if (kind.element().equals("char")) {
            return "SHAPE(" + expression + ") >= " + CSource.CHAR;
        }
        return "(SHAPE(" + expression + ") & 3) == "
                + (kind.isSigned() ? CSource.SCALAR | CSource.SIGNED : CSource.SCALAR);
    }

    private void constant(Spec.Constant constant) {
        ConstFact fact = facts.constants.get(constant.name());
        String x = "(" + constant.expression() + ")";
        String width = " && sizeof" + x + (fact.kind().width() == 8 ? " == 8" : " <= 4");
        if (fact.kind().equals(Kind.PTR)) {
            // _Static_assert needs an integer constant expression. The C expression in the variable condition converts
            // a pointer into an integer. In strict C, an expression with such a conversion is no integer constant
            // expression. But gcc and clang evaluate an expression e at compile time if the source says
            // __builtin_constant_p(e) ? e : 0.
            String condition = "(unsigned long)" + x + " == " + HeaderWriter.literal(fact) + width;
            that("__builtin_constant_p(" + condition + ") ? " + condition + " : 0", fact.line());
        } else {
            that(x + " == " + HeaderWriter.literal(fact) + width, fact.line());
        }
    }

    private void call(Spec.Call call) {
        FuncFact fact = facts.functions.get(call.name());
        c.append(CSource.redeclare(call));
        StringBuilder condition = new StringBuilder(kind(call.result(), fact.result()));
        condition.append(" && ").append(call.params().size() == fact.params().size());
        condition.append(" && ").append(call.variadic() == fact.variadic());
        for (int i = 0; i < Math.min(call.params().size(), fact.params().size()); i++) {
            condition
                    .append(" && ")
                    .append(kind(call.params().get(i), fact.params().get(i)));
        }
        that(condition.toString().replace("true", "1").replace("false", "0"), fact.line());
    }

    private static String kind(String declaration, Kind kind) {
        String type = declaration.equals("void") ? null : CSource.scalarType(declaration);
        if (type == null) {
            return String.valueOf(kind.equals(declaration.equals("void") ? Kind.VOID : Kind.PTR));
        }
        return "sizeof(" + type + ") == " + kind.width() + " && (" + type + ")-1 " + (kind.isSigned() ? "<" : ">")
                + " 0";
    }

    private void that(String condition, String fact) {
        c.append("_Static_assert(")
                .append(condition)
                .append(", \"")
                .append(fact.replaceAll(" +", " "))
                .append("\");\n");
    }
}
