package posixkit.examples.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posixkit.Target;

/** The lists in the jar: functions of the C library, and structures. */
final class Resources {
    private Resources() {}

    /** Returns the functions of macOS that the documented calls of posixkit need. */
    static Set<String> documented() throws IOException {
        return lines("darwin.txt").stream()
                .map(line -> line.split("\t")[2].split("\\|"))
                .map(symbols -> symbols[Target.IS_X86_64 ? 0 : symbols.length - 1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns all functions that posixkit can use on this operating system and processor. */
    static Set<String> symbols() throws IOException {
        int column = Target.IS_X86_64 ? 2 : 3;
        return lines((Target.IS_DARWIN ? "darwin" : "linux") + ".symbols").stream()
                .map(line -> line.split(" +"))
                .filter(columns -> !columns[column].equals("-"))
                .map(columns -> columns[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns a table of two columns. The first word of a line is the key, the rest of the line is the value. */
    static Map<String, String> table(String name) throws IOException {
        return lines(name).stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (a, b) -> a, TreeMap::new));
    }

    /** Reads a text file from the jar and returns its lines, except comment lines. */
    private static List<String> lines(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
