package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Contains the facts that a compiler found for one target: the layouts of structures, the values of constants, the prototypes of
 * functions, and assembled code. The file {@code facts/TARGET.abi} stores them as a table, with one fact on each line.
 */
final class Facts {
    record StructFact(String name, int size, int align, String header) {
        String line() {
            return "struct %-30s size %d align %d  %s".formatted(name, size, align, header);
        }
    }

    record FieldFact(String struct, String path, int offset, Kind kind) {
        String name() {
            return struct + "." + path;
        }

        String line() {
            return "field  %-40s %d %s".formatted(name(), offset, kind);
        }
    }

    /**
     * A constant. {@code value} always has 64 bits: a narrower C value is sign-extended if {@code kind} is signed, and otherwise
     * zero-extended.
     */
    record ConstFact(String name, Kind kind, long value, String header) {
        String number() {
            return kind.isSigned() ? Long.toString(value) : Long.toUnsignedString(value);
        }

        String line() {
            return "const  %-40s %s %s  %s".formatted(name, number(), kind, header);
        }
    }

    record FuncFact(String name, Kind result, List<Kind> params, boolean variadic, String symbol, String header) {
        /** Returns the same prototype with another symbol. */
        FuncFact as(String otherSymbol) {
            return new FuncFact(name, result, params, variadic, otherSymbol, header);
        }

        String signature() {
            List<String> all = new ArrayList<>();
            params.forEach(p -> all.add(p.toString()));
            if (variadic) {
                all.add("...");
            }
            return result + " (" + (all.isEmpty() ? "void" : String.join(", ", all)) + ")";
        }

        String line() {
            return "func   %-40s %s  %s  %s".formatted(name, signature(), symbol, header);
        }
    }

    /**
     * The machine code of one source in {@code abi/code}. {@code hex}: the bytes of the code, in hex. {@code places}: the numbers
     * that Java code needs to use the machine code, by name. Some are the offsets of labels in the code. The others are numbers
     * that the source defines with {@code .equ}.
     */
    record CodeFact(String name, String hex, Map<String, Integer> places) {
        List<String> lines() {
            List<String> lines = new ArrayList<>(List.of("code   %-40s %s".formatted(name, hex)));
            places.forEach((place, value) -> lines.add("place  %-40s %d".formatted(name + "." + place, value)));
            return lines;
        }
    }

    final String target;
    /** The comment lines at the top of the table of facts. They name the versions of the C headers from which the facts come. */
    final List<String> vintage = new ArrayList<>();

    final Map<String, StructFact> structs = new TreeMap<>();
    final Map<String, Map<String, FieldFact>> fields = new TreeMap<>();
    final Map<String, ConstFact> constants = new TreeMap<>();
    final Map<String, FuncFact> functions = new TreeMap<>();
    final Map<String, CodeFact> codes = new TreeMap<>();

    Facts(String target) {
        this.target = target;
    }

    static Facts read(Path abi, String target) throws IOException {
        Path file = abi.resolve("facts").resolve(target + ".abi");
        Facts facts = new Facts(target);
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                facts.add(line);
            } catch (RuntimeException e) {
                throw new AbiException(file + ":" + number + ": not a fact: " + line);
            }
        }
        return facts;
    }

    void add(StructFact fact) {
        structs.put(fact.name, fact);
    }

    void add(FieldFact fact) {
        fields.computeIfAbsent(fact.struct, s -> new LinkedHashMap<>()).put(fact.path, fact);
    }

    void add(ConstFact fact) {
        constants.put(fact.name, fact);
    }

    void add(FuncFact fact) {
        functions.put(fact.name, fact);
    }

    void add(CodeFact fact) {
        codes.put(fact.name, fact);
    }

    private void add(String line) {
        if (line.startsWith("#")) {
            vintage.add(line);
            return;
        }
        String[] words = line.split("\\s+", 3);
        String name = words[1];
        String[] rest = words[2].split("\\s+");
        switch (words[0]) {
            case "struct" -> add(new StructFact(name, Integer.parseInt(rest[1]), Integer.parseInt(rest[3]), rest[4]));
            case "field" -> {
                int dot = name.indexOf('.');
                add(new FieldFact(
                        name.substring(0, dot),
                        name.substring(dot + 1),
                        Integer.parseInt(rest[0]),
                        Kind.parse(rest[1])));
            }
            case "const" -> {
                Kind kind = Kind.parse(rest[1]);
                long value = kind.isSigned() ? Long.parseLong(rest[0]) : Long.parseUnsignedLong(rest[0]);
                add(new ConstFact(name, kind, value, rest[2]));
            }
            case "func" -> add(function(name, words[2]));
            case "code" -> add(new CodeFact(name, rest[0], new TreeMap<>()));
            case "place" -> {
                int dot = name.indexOf('.');
                codes.get(name.substring(0, dot)).places.put(name.substring(dot + 1), Integer.parseInt(rest[0]));
            }
            default -> throw new IllegalArgumentException();
        }
    }

    private static FuncFact function(String name, String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')');
        List<String> params =
                new ArrayList<>(Arrays.asList(text.substring(open + 1, close).split(", ")));
        params.remove("void");
        boolean variadic = params.remove("...");
        String[] tail = text.substring(close + 1).strip().split("\\s+");
        return new FuncFact(
                name,
                Kind.parse(text.substring(0, open).strip()),
                params.stream().map(Kind::parse).toList(),
                variadic,
                tail[0],
                tail[1]);
    }

    /**
     * Returns the table as text, with one fact on each line. The lines have a fixed order, so that a change of one fact changes
     * one line. The members of a structure are in the order of their offsets.
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(vintage);
        for (StructFact struct : structs.values()) {
            lines.add(struct.line());
            fields.getOrDefault(struct.name, Map.of()).values().stream()
                    .sorted((a, b) -> a.offset != b.offset ? a.offset - b.offset : a.path.compareTo(b.path))
                    .forEach(f -> lines.add(f.line()));
        }
        constants.values().forEach(c -> lines.add(c.line()));
        functions.values().forEach(f -> lines.add(f.line()));
        codes.values().forEach(c -> lines.addAll(c.lines()));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
