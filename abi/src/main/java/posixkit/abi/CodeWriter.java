package posixkit.abi;

import java.io.IOException;
import java.util.List;
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
    /**
     * The routines that both operating systems use. They contain nothing that depends on the operating system, so they are
     * assembled once for each processor, with the assembler of Linux.
     */
    static final List<String> SHARED = List.of(
            "buffered",
            "direct",
            "fieldId",
            "intCall",
            "kernelCall",
            "libcInt",
            "libcLong",
            "longCall",
            "numbered",
            "plainCall");

    private CodeWriter() {}

    /**
     * Writes the Java classes of the pieces of machine code that the library uses on one operating system only.
     *
     * @param system the name of the operating system: {@code linux} or {@code darwin}
     */
    static void write(Abi abi, String system, String packageName, Output output) throws IOException {
        for (String name : abi.facts(system + "-x86_64").codes.keySet()) {
            if (!SHARED.contains(name)) {
                write(abi, name, packageName, output, system);
            }
        }
    }

    /** Writes the Java classes of the pieces of machine code in {@link #SHARED}. */
    static void writeShared(Abi abi, String packageName, Output output) throws IOException {
        for (String name : SHARED) {
            write(abi, name, packageName, output, "");
        }
    }

    private static void write(Abi abi, String name, String packageName, Output output, String system)
            throws IOException {
        Map<String, CodeFact> byTarget = new TreeMap<>();
        for (String target : Abi.TARGETS) {
            if (target.startsWith(system)) {
                String assembled = "linux" + target.substring(target.indexOf('-'));
                byTarget.put(target, abi.facts(assembled).codes.get(name));
            }
        }
        output.java(packageName, className(name), source(packageName, name, className(name), byTarget));
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
