package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every fact of a table with one number, kind or symbol of it wrong. */
final class FactMutants {
    private FactMutants() {}

    /** A fact as it is and as it is wrong; either may be put into a table. */
    record Mutant(String line, Function<Facts, String> lineIn, Consumer<Facts> wrong, Consumer<Facts> right) {}

    static List<Mutant> of(Facts facts) {
        List<Mutant> mutants = new ArrayList<>(ofPlaces(facts));
        for (Map<String, Facts.FieldFact> members : facts.fields.values()) {
            for (Facts.FieldFact f : members.values()) {
                kinds(f.kind())
                        .forEach(kind -> add(mutants, f, new Facts.FieldFact(f.struct(), f.path(), f.offset(), kind)));
            }
        }
        for (Facts.ConstFact c : facts.constants.values()) {
            for (long value :
                    new long[] {c.value() + 1, c.value() ^ 1L << c.kind().width() * 8 - 1}) {
                add(mutants, c, new Facts.ConstFact(c.name(), c.kind(), value, c.header()));
            }
            kinds(c.kind())
                    .forEach(kind -> add(mutants, c, new Facts.ConstFact(c.name(), kind, c.value(), c.header())));
        }
        for (Facts.FuncFact f : facts.functions.values()) {
            kinds(f.result()).forEach(kind -> add(mutants, f, with(f, kind, f.params(), f.variadic(), f.symbol())));
            for (int i = 0; i < f.params().size(); i++) {
                for (Kind kind : kinds(f.params().get(i))) {
                    List<Kind> params = new ArrayList<>(f.params());
                    params.set(i, kind);
                    add(mutants, f, with(f, f.result(), params, f.variadic(), f.symbol()));
                }
                List<Kind> fewer = new ArrayList<>(f.params());
                fewer.remove(i);
                add(mutants, f, with(f, f.result(), fewer, f.variadic(), f.symbol()));
            }
            List<Kind> more = new ArrayList<>(f.params());
            more.add(Kind.PTR);
            add(mutants, f, with(f, f.result(), more, f.variadic(), f.symbol()));
            add(mutants, f, with(f, f.result(), f.params(), !f.variadic(), f.symbol()));
            int dollar = f.symbol().indexOf('$');
            String plain = dollar < 0 ? f.symbol() : f.symbol().substring(0, dollar);
            for (String symbol : List.of(plain, plain + "$INODE64", plain + "$1050", plain + "$DARWIN_EXTSN")) {
                if (!symbol.equals(f.symbol())) {
                    add(mutants, f, with(f, f.result(), f.params(), f.variadic(), symbol));
                }
            }
        }
        return mutants;
    }

    /** Sizes, alignments and offsets alone. */
    static List<Mutant> ofPlaces(Facts facts) {
        List<Mutant> mutants = new ArrayList<>();
        for (Facts.StructFact s : facts.structs.values()) {
            add(mutants, s, new Facts.StructFact(s.name(), s.size() + s.align(), s.align(), s.header()));
            add(mutants, s, new Facts.StructFact(s.name(), s.size() - s.align(), s.align(), s.header()));
            add(mutants, s, new Facts.StructFact(s.name(), s.size(), s.align() * 2, s.header()));
            add(mutants, s, new Facts.StructFact(s.name(), s.size(), s.align() == 1 ? 3 : s.align() / 2, s.header()));
        }
        for (Map<String, Facts.FieldFact> members : facts.fields.values()) {
            for (Facts.FieldFact f : members.values()) {
                for (int offset : new int[] {f.offset() + f.kind().width(), f.offset() + 1, f.offset() - 1}) {
                    add(mutants, f, new Facts.FieldFact(f.struct(), f.path(), offset, f.kind()));
                }
            }
        }
        return mutants;
    }

    /** Other widths and the other sign, or another length. */
    private static List<Kind> kinds(Kind kind) {
        Map<String, Kind> others = new LinkedHashMap<>();
        if (kind.isArray()) {
            others.put("longer", kind.array(kind.count() + 1));
            others.put("shorter", kind.array(Math.max(0, kind.count() - 1)));
        } else {
            boolean signed = kind.isSigned();
            others.put("sign", kind.element().matches("[su]\\d+") ? Kind.scalar(!signed, kind.width()) : Kind.VOID);
            for (int width = 1; width <= 8; width *= 2) {
                others.put("width" + width, Kind.scalar(signed, width));
            }
        }
        others.values().remove(kind);
        return List.copyOf(others.values());
    }

    private static Facts.FuncFact with(
            Facts.FuncFact f, Kind result, List<Kind> params, boolean variadic, String symbol) {
        return new Facts.FuncFact(f.name(), result, List.copyOf(params), variadic, symbol, f.header());
    }

    private static void add(List<Mutant> mutants, Facts.StructFact right, Facts.StructFact wrong) {
        mutants.add(new Mutant(
                wrong.line(),
                facts -> facts.structs.get(right.name()).line(),
                facts -> facts.add(wrong),
                facts -> facts.add(right)));
    }

    private static void add(List<Mutant> mutants, Facts.FieldFact right, Facts.FieldFact wrong) {
        mutants.add(new Mutant(
                wrong.line(),
                facts -> facts.fields.get(right.struct()).get(right.path()).line(),
                facts -> facts.add(wrong),
                facts -> facts.add(right)));
    }

    private static void add(List<Mutant> mutants, Facts.ConstFact right, Facts.ConstFact wrong) {
        mutants.add(new Mutant(
                wrong.line(),
                facts -> facts.constants.get(right.name()).line(),
                facts -> facts.add(wrong),
                facts -> facts.add(right)));
    }

    private static void add(List<Mutant> mutants, Facts.FuncFact right, Facts.FuncFact wrong) {
        mutants.add(new Mutant(
                wrong.line(),
                facts -> facts.functions.get(right.name()).line(),
                facts -> facts.add(wrong),
                facts -> facts.add(right)));
    }
}
