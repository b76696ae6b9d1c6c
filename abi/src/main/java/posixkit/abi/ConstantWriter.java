package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Spec.Constant;

/**
 * Writes the C constants as Java classes. The specs divide the constants into groups, one for each topic, for example
 * {@code Open}.
 *
 * <p>The package {@code posixkit.constants} contains the constants that all four targets have, in one class for each group. The
 * package of an operating system contains the constants that only this operating system has, also in one class for each group.
 * The name of a class in the package of an operating system is {@code Linux} or {@code Darwin}, followed by the name of the
 * group. The class extends the class of the same group in {@code posixkit.constants}, if {@code posixkit.constants} has this
 * group. For example, {@code LinuxOpen} extends {@code Open}, so {@code LinuxOpen} has every {@code O_…} of Linux.
 *
 * <p>If only one processor has a constant, the constant is in a separate class. The name of the separate class ends with the name
 * of the processor, for example {@code LinuxOpenX86_64}.
 */
final class ConstantWriter {
    private static final String COMMON = "posixkit.constants";
    private static final String PACKAGE_INFO = """
            // Generated from abi/facts; do not edit.
            /**
             * Constants that Linux and macOS both have, by their C names. There is one class for each topic. The
             * <a href="doc-files/constants.html">list of all constants</a> shows the class and the values of each constant, from
             * A to Z. It also contains the constants that only one of the two systems has.
             */
            package posixkit.constants;
            """;

    private final Abi abi;

    /**
     * Describes one generated class of constants. {@code parents}: the full names of possible superclasses. The first name is in
     * the package of the described class, and the second is in {@code posixkit.constants}. The list may contain classes that are
     * not generated, and also the described class itself. The method {@code parent} chooses the superclass from this list.
     * {@code targets}: the targets that have the constants of the class. {@code constants}: the constants of the class, by name.
     */
    private record Home(
            String packageName,
            String className,
            List<String> parents,
            List<String> targets,
            Map<String, Constant> constants) {}

    private ConstantWriter(Abi abi) {
        this.abi = abi;
    }

    static void write(Abi abi, Path out) throws IOException {
        ConstantWriter writer = new ConstantWriter(abi);
        Output output = new Output(out);
        Map<String, Home> homes = writer.homes();
        for (Home home : homes.values()) {
            output.java(home.packageName, home.className, writer.source(home, parent(home, homes)));
        }
        output.java(TableWriter.PACKAGE, TableWriter.CLASS, TableWriter.write(abi));
        output.java(COMMON, "package-info", PACKAGE_INFO);
        output.removeTheRest();
        List<IndexWriter.Entry> entries = new ArrayList<>();
        for (Home home : homes.values()) {
            for (String name : home.constants.keySet()) {
                entries.add(new IndexWriter.Entry(
                        name, home.packageName, home.className, writer.values(name, home.targets)));
            }
        }
        Output.write(out.resolve(COMMON.replace('.', '/')).resolve(IndexWriter.FILE), IndexWriter.write(entries));
    }

    private Map<String, Home> homes() {
        Map<String, Home> homes = new LinkedHashMap<>();
        for (String system : Abi.SYSTEMS) {
            for (Constant c : abi.specs().get(system).constants.values()) {
                String packageName = c.common() ? COMMON : "posixkit.on" + system + ".constants";
                List<String> targets = Abi.TARGETS.stream()
                        .filter(t -> c.common() || t.startsWith(system))
                        .filter(t -> c.arch() == null || t.endsWith(c.arch()))
                        .toList();
                String group = (c.common() ? "" : prefix(system)) + c.group();
                String className = group + suffix(c.arch());
                List<String> parents = List.of(packageName + "." + group, COMMON + "." + c.group());
                homes.computeIfAbsent(
                                packageName + "." + className,
                                k -> new Home(packageName, className, parents, targets, new LinkedHashMap<>()))
                        .constants
                        .putIfAbsent(c.name(), c);
            }
        }
        return homes;
    }

    private static String prefix(String system) {
        return system.equals("linux") ? "Linux" : "Darwin";
    }

    private static String suffix(String arch) {
        return arch == null ? "" : arch.equals("x86_64") ? "X86_64" : "Aarch64";
    }

    /**
     * Returns the full name of the superclass of the class that {@code home} describes, or null if the class has no superclass.
     * Only classes of the same group are considered. A class for one operating system extends the class for both Linux and macOS.
     * A class for one processor extends the class for its operating system. If there is no class for its operating system, the
     * class for one processor extends the class for both Linux and macOS. {@code homes} contains all generated classes, by full
     * name.
     */
    private static String parent(Home home, Map<String, Home> homes) {
        return home.parents.stream()
                .filter(homes::containsKey)
                .filter(name -> !name.equals(home.packageName + "." + home.className))
                .findFirst()
                .orElse(null);
    }

    private String source(Home home, String parent) {
        StringBuilder body = new StringBuilder();
        String header = null;
        for (Constant c : home.constants.values()) {
            if (!c.header().name().equals(header)) {
                header = c.header().name();
                body.append("\n    // ").append(header).append('\n');
            }
            Map<String, ConstFact> values = values(c.name(), home.targets);
            boolean wide = values.values().stream().anyMatch(v -> v.kind().width() == 8);
            body.append("    /** ").append(describe(values, wide)).append(" */\n");
            body.append("    public static final ")
                    .append(wide ? "long " : "int ")
                    .append(c.name())
                    .append(" = ")
                    .append(Choice.of(values, v -> literal(v, wide)))
                    .append(";\n");
        }
        if (home.packageName.equals(COMMON) && home.className.equals("Errno")) {
            body.append(new NameWriter(abi).errno());
        }
        if (home.packageName.equals(COMMON) && home.className.equals("Signal")) {
            body.append(new NameWriter(abi).signal());
        }
        String imports = body.indexOf("Target.") < 0 ? "" : "import posixkit.Target;\n\n";
        return """
                // Generated from abi/facts; do not edit.
                package %s;

                %s/**
                 * %s
                 *
                 * <p>A constant that has the same value on every target is a compile-time constant, and {@code case} accepts it
                 * if it is an {@code int}. The value of any other constant is chosen when the class is loaded, and the comment
                 * of the constant says so. To switch on an error number, use {@code ErrnoException.name()}.
                 */
                public abstract class %s%s {
                    /** For subclasses, which inherit these constants. */
                    protected %s() {}
                %s}
                """.formatted(
                        home.packageName,
                        imports,
                        sentence(home),
                        home.className,
                        parent == null ? "" : " extends " + parent,
                        home.className,
                        body);
    }

    private static String sentence(Home home) {
        List<String> headers = home.constants.values().stream()
                .map(c -> "{@code " + c.header().name() + "}")
                .distinct()
                .toList();
        return "Constants of " + String.join(", ", headers) + " on " + places(home.targets) + ".";
    }

    /**
     * Returns the text of the Javadoc comment of a constant: its value, or its values and the targets that have each value. The
     * text also says whether the constant is a compile-time constant.
     */
    private static String describe(Map<String, ConstFact> values, boolean wide) {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        Abi.TARGETS.stream().filter(values::containsKey).forEach(t -> targets.computeIfAbsent(
                        literal(values.get(t), false), k -> new ArrayList<>())
                .add(t));
        String text = targets.entrySet().stream()
                .map(e -> e.getKey() + " on " + places(e.getValue()))
                .collect(Collectors.joining(", "));
        if (targets.size() > 1) {
            return text + ": not a compile-time constant, so not for {@code case}.";
        }
        return text
                + (wide
                        ? ": a compile-time constant, but a {@code long}, so not for {@code case}."
                        : ": a compile-time constant.");
    }

    /**
     * Returns a text that lists {@code targets}, for example {@code Linux and macOS aarch64}. In this text, an operating system
     * without a processor, for example {@code Linux}, means this operating system on every processor.
     */
    private static String places(List<String> targets) {
        if (targets.equals(Abi.TARGETS)) {
            return "every target";
        }
        List<String> words = new ArrayList<>();
        for (String system : Abi.SYSTEMS) {
            List<String> ofSystem =
                    targets.stream().filter(t -> t.startsWith(system)).toList();
            String name = system.equals("linux") ? "Linux" : "macOS";
            if (ofSystem.size() == 2) {
                words.add(name);
            } else {
                ofSystem.forEach(t -> words.add(name + " " + Abi.processor(t)));
            }
        }
        return String.join(" and ", words);
    }

    private Map<String, ConstFact> values(String name, List<String> targets) {
        Map<String, ConstFact> values = new TreeMap<>();
        targets.forEach(t -> values.put(t, abi.facts(t).constants.get(name)));
        return values;
    }

    /**
     * Returns the value as a Java literal: a {@code long} if {@code wide} is true, and otherwise an {@code int}. An unsigned
     * value may be too large for the Java type. Such a value is written in hex, because Java accepts it as a hex literal but not
     * as a decimal literal.
     */
    static String literal(ConstFact fact, boolean wide) {
        boolean negativeBits = !fact.kind().isSigned() && (wide ? fact.value() < 0 : fact.value() > Integer.MAX_VALUE);
        String number = negativeBits ? "0x" + Long.toHexString(fact.value()) : Long.toString(fact.value());
        return wide ? number + "L" : number;
    }
}
