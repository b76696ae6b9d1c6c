package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Spec.Constant;

/**
 * Writes the constants as Java. Names that all four targets have go to {@code posixkit.constants}. Names of one system go to that
 * system's package, into a class with the system's prefix that extends the common class of the same group: {@code LinuxOpen}
 * holds every {@code O_…} that Linux has.
 */
final class ConstantWriter {
    private static final String COMMON = "posixkit.constants";

    private final Abi abi;

    /** One class to write: its group's name, its constants, and the targets that have them. */
    private record Home(
            String packageName,
            String group,
            String className,
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
            output.java(home.packageName, home.className, writer.source(home, writer.parent(home, homes)));
        }
        output.removeTheRest();
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
                String className = (c.common() ? "" : prefix(system)) + c.group() + suffix(c.arch());
                homes.computeIfAbsent(
                                packageName + "." + className,
                                k -> new Home(packageName, c.group(), className, targets, new LinkedHashMap<>()))
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

    /** The full name of the class whose constants this one inherits, or null: the system's for a processor's, the common for a system's. */
    private String parent(Home home, Map<String, Home> homes) {
        String system = home.className.startsWith("Linux") ? "Linux" : "Darwin";
        List<String> candidates = List.of(home.packageName + "." + system + home.group, COMMON + "." + home.group);
        return candidates.stream()
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

                %s/** %s */
                public abstract class %s%s {
                    /** For the classes that inherit these constants. */
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
        return "Constants of " + String.join(", ", headers) + " on " + String.join(", ", home.targets) + ".";
    }

    private Map<String, ConstFact> values(String name, List<String> targets) {
        Map<String, ConstFact> values = new TreeMap<>();
        targets.forEach(t -> values.put(t, abi.facts(t).constants.get(name)));
        return values;
    }

    /** The value in Java: 32-bit unsigned ones by their bits, in hex where decimal would show another number. */
    static String literal(ConstFact fact, boolean wide) {
        boolean negativeBits = !fact.kind().isSigned() && (wide ? fact.value() < 0 : fact.value() > Integer.MAX_VALUE);
        String number = negativeBits ? "0x" + Long.toHexString(fact.value()) : Long.toString(fact.value());
        return wide ? number + "L" : number;
    }
}
