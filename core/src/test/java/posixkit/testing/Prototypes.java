package posixkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A target's functions, as its fact table and the list of exported symbols have them: the judge of bindings. */
public final class Prototypes {
    private static final Path FACTS = Path.of(System.getProperty("posixkit.root"), "abi", "facts");
    private static final Pattern FUNCTION = Pattern.compile("func +(\\S+) +(\\S+) \\(([^)]*)\\) +(\\S+) +\\S+");
    private static final String DOTS = "...";

    private record Prototype(String function, String result, List<String> fixed, boolean variadic) {
        static Prototype parse(String function, String result, String parameters) {
            List<String> fixed = new ArrayList<>(List.of(parameters.split(", ")));
            fixed.remove("void");
            boolean variadic = fixed.remove(DOTS);
            return new Prototype(function, result, fixed, variadic);
        }
    }

    private final String target;
    private final Set<String> exported = new HashSet<>();
    private final Map<String, Prototype> bySymbol = new HashMap<>();
    private final Map<String, List<String>> behindDots;

    private Prototypes(String target, Map<String, List<String>> behindDots) {
        this.target = target;
        this.behindDots = behindDots;
    }

    /**
     * The table of a target.
     *
     * @param undeclared prototypes of exported functions that no header has: {@code "s32 (ptr, ptr)"}. One with a suffix
     *     stands for the function without it, whose own symbol is then no longer right
     * @param behindDots what variadic functions are given beyond their parameters, as wide as it may be
     */
    public static Prototypes of(String target, Map<String, String> undeclared, Map<String, List<String>> behindDots) {
        Prototypes table = new Prototypes(target, behindDots);
        try {
            for (String line : Files.readAllLines(FACTS.resolve(target + ".abi"))) {
                Matcher m = FUNCTION.matcher(line);
                if (m.matches()) {
                    table.bySymbol.put(m.group(4), Prototype.parse(m.group(1), m.group(2), m.group(3)));
                }
            }
            String system = target.substring(0, target.indexOf('-'));
            for (String line : Files.readAllLines(FACTS.resolve(system + ".symbols"))) {
                String[] columns = line.split("\\s+");
                if (!line.startsWith("#") && !columns[target.endsWith("-x86_64") ? 2 : 3].equals("-")) {
                    table.exported.add(columns[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        undeclared.forEach((name, text) -> {
            Matcher m = Pattern.compile("(\\S+) \\(([^)]*)\\)").matcher(text);
            String plain = name.replaceFirst("\\$.*", "");
            table.bySymbol.values().removeIf(other -> !plain.equals(name) && other.function.equals(plain));
            if (!m.matches() || table.bySymbol.put(name, Prototype.parse(name, m.group(1), m.group(2))) != null) {
                throw new AssertionError(name + " " + text + ": no prototype, or of a function that has one");
            }
        });
        table.addNonVariadic();
        return table;
    }

    /** libSystem's {@code __open} and the like take in registers what the variadic functions take behind their dots. */
    private void addNonVariadic() {
        behindDots.forEach((name, more) -> {
            Prototype variadic = bySymbol.get(name);
            if (exported.contains("__" + name) && variadic != null) {
                List<String> all = new ArrayList<>(variadic.fixed);
                all.addAll(more);
                bySymbol.put("__" + name, new Prototype("__" + name, variadic.result, all, false));
            }
        });
    }

    /** The kind of a function's result, if it is known and less plain than a signed int or long: {@code u16}. */
    public Optional<String> unusualResult(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol))
                .map(Prototype::result)
                .filter(kind -> !Set.of("s32", "s64", "ptr", "void").contains(kind));
    }

    /**
     * What is wrong with a binding here, if anything is. A parameter is as wide as this table wants it, or as the widest of
     * the others that share the binding.
     */
    public Optional<String> complaint(BoundCall call, List<Prototypes> sharing) {
        Prototype prototype = bySymbol.get(call.symbol());
        if (prototype == null) {
            return complaint(call, "no function of the table has this symbol");
        }
        if (!exported.contains(call.symbol())) {
            return complaint(call, "the symbol is not exported");
        }
        if (call.result() != register(prototype.result)) {
            return complaint(call, "result");
        }
        if (call.variadic() != prototype.variadic) {
            return complaint(call, "variadic");
        }
        boolean onTheStack = prototype.variadic && target.equals("darwin-aarch64");
        if (onTheStack ? call.fixed() != prototype.fixed.size() : call.fixed() != BoundCall.NONE) {
            return complaint(call, "jnr-ffi is told of " + call.fixed() + " parameters before the dots");
        }
        List<Integer> widths = widths(prototype);
        for (Prototypes other : sharing) {
            Prototype theirs = other.bySymbol.get(call.symbol());
            if (theirs != null && theirs.fixed.size() == prototype.fixed.size()) {
                List<Integer> wider = other.widths(theirs);
                for (int i = 0; i < Math.min(widths.size(), wider.size()); i++) {
                    widths.set(i, Math.max(widths.get(i), wider.get(i)));
                }
            }
        }
        return call.parameters().equals(widths)
                ? Optional.empty()
                : complaint(call, "parameters are " + call.parameters() + " bytes wide, not " + widths);
    }

    private Optional<String> complaint(BoundCall call, String what) {
        return Optional.of(target + ": " + call + ": " + what);
    }

    private List<Integer> widths(Prototype prototype) {
        List<Integer> widths = new ArrayList<>();
        prototype.fixed.forEach(kind -> widths.add(register(kind)));
        if (prototype.variadic) {
            behindDots.getOrDefault(prototype.function, List.of()).forEach(kind -> widths.add(register(kind)));
        }
        return widths;
    }

    /** What is narrower than an int comes in one; and so does, unseen, what a function without a result leaves behind. */
    private static int register(String kind) {
        return kind.equals("ptr") || kind.endsWith("64") ? Long.BYTES : Integer.BYTES;
    }
}
