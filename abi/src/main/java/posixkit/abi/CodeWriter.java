package posixkit.abi;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import posixkit.abi.Facts.CodeFact;

/**
 * Writes the machine code of the library as Java classes. A routine is one assembled source of {@code abi/code}, for example
 * {@code spawn}. Each routine becomes one class, for example {@code SpawnCode}. The class contains the bytes of the routine, the
 * offsets of the labels in the routine, and the numbers that the source defines with {@code .equ}.
 */
final class CodeWriter {
    private CodeWriter() {}

    static void write(Abi abi, String system, String packageName, Output output) throws IOException {
        Map<String, Map<String, CodeFact>> codes = new TreeMap<>();
        Abi.TARGETS.stream()
                .filter(t -> t.startsWith(system))
                .forEach(target -> abi.facts(target).codes.values().forEach(code -> codes.computeIfAbsent(
                                code.name(), n -> new TreeMap<>())
                        .put(target, code)));
        for (Map<String, CodeFact> byTarget : codes.values()) {
            String name = byTarget.values().iterator().next().name();
            output.java(packageName, className(name), source(packageName, name, className(name), byTarget));
        }
    }

    static String className(String routine) {
        return routine.substring(0, 1).toUpperCase(Locale.ROOT) + routine.substring(1) + "Code";
    }

    static String constant(String place) {
        return place.toUpperCase(Locale.ROOT);
    }

    private static String source(String packageName, String name, String className, Map<String, CodeFact> byTarget) {
        StringBuilder places = new StringBuilder();
        for (String place : byTarget.values().iterator().next().places().keySet()) {
            places.append("    public static final int %s = %s;%n"
                    .formatted(
                            constant(place),
                            Choice.of(byTarget, code -> code.places().get(place).toString())));
        }
        return """
                // Generated from abi/facts; do not edit.
                package %s;

                import java.util.HexFormat;
                import posixkit.Target;

                /** The routine {@code %s} of {@code abi/code}, on %s: its machine code and its numbers. */
                public final class %s {
                %s
                    private %s() {}

                    public static byte[] bytes() {
                        return HexFormat.of().parseHex(%s);
                    }
                }
                """.formatted(
                        packageName,
                        name,
                        String.join(", ", byTarget.keySet()),
                        className,
                        places,
                        className,
                        Choice.of(byTarget, code -> '"' + code.hex() + '"'));
    }
}
