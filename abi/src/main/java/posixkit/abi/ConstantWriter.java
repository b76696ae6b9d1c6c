package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Spec.Constant;

/** Writes the constants as Java: names of all four targets to {@code posixkit.constants}, a system's own to its package. */
final class ConstantWriter {
    private static final String COMMON = "posixkit.constants";

    private final Abi abi;

    /** One class to be: its constants, and the targets that have them. */
    private record Home(String packageName, String className, List<String> targets, Map<String, Constant> constants) {}

    private ConstantWriter(Abi abi) {
        this.abi = abi;
    }

    static void write(Abi abi, Path out) throws IOException {
        ConstantWriter writer = new ConstantWriter(abi);
        Output output = new Output(out);
        for (Home home : writer.homes()) {
            output.java(home.packageName, home.className, writer.source(home));
        }
        output.removeTheRest();
    }

    private List<Home> homes() {
        Map<String, Home> homes = new LinkedHashMap<>();
        for (String system : Abi.SYSTEMS) {
            for (Constant c : abi.specs().get(system).constants.values()) {
                String packageName = c.common() ? COMMON : "posixkit.on" + system + ".constants";
                List<String> targets = Abi.TARGETS.stream()
                        .filter(t -> c.common() || t.startsWith(system))
                        .filter(t -> c.arch() == null || t.endsWith(c.arch()))
                        .toList();
                String className =
                        c.group() + (c.arch() == null ? "" : c.arch().equals("x86_64") ? "X86_64" : "Aarch64");
                homes.computeIfAbsent(
                                packageName + "." + className,
                                k -> new Home(packageName, className, targets, new LinkedHashMap<>()))
                        .constants
                        .putIfAbsent(c.name(), c);
            }
        }
        return new ArrayList<>(homes.values());
    }

    private String source(Home home) {
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
                public final class %s {
                    private %s() {}
                %s}
                """.formatted(home.packageName, imports, sentence(home), home.className, home.className, body);
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
