package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Writes a list of all C functions and the methods that call them, from A to Z, as an HTML page for the Javadoc. */
final class CallIndexWriter {
    static final String FILE = "posixkit/doc-files/calls.html";

    /** Kinds of documented names that are no function of C: variables of Go's library, and its types. */
    private static final Set<String> OTHER_KINDS = Set.of("trampoline", "variable", "type", "scheduler-hook");

    private static final String HEAD = """
            <!DOCTYPE html>
            <!-- Generated from abi/calls; do not edit. -->
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>C names and their methods</title>
            </head>
            <body>
            <h1>C names and their methods</h1>
            <p>Each function of C, or each request of a function, and the method that makes the call.</p>
            <table>
            <caption>Calls from A to Z</caption>
            <thead><tr><th>C name</th><th>Method</th><th>System</th></tr></thead>
            <tbody>
            """;

    private record Row(String name, String home) {
        /** Javadoc turns the link into one to the method, or to the first of several methods with that name. */
        String html() {
            int dot = home.lastIndexOf('.');
            String system = home.startsWith("posixkit.onlinux.")
                    ? "Linux"
                    : home.startsWith("posixkit.ondarwin.") ? "macOS" : "both";
            return "<tr><td><code>%s</code></td><td>{@link %s %s}</td><td>%s</td></tr>%n"
                    .formatted(
                            name,
                            home.replace('$', '.'),
                            home.substring(dot + 1).replace('$', '.').replace('#', '.'),
                            system);
        }
    }

    private CallIndexWriter() {}

    static String write(Path abi) throws IOException {
        Set<Row> rows = new TreeSet<>(Comparator.comparing(
                        (Row row) -> row.name.replaceFirst("^_+", "").toLowerCase(Locale.ROOT))
                .thenComparing(Row::name)
                .thenComparing(Row::home));
        for (String file : List.of("linux.txt", "darwin.txt")) {
            for (String line : Files.readAllLines(abi.resolve("calls").resolve(file))) {
                String[] words = line.split("\t");
                if (words.length == 4 && !words[2].equals("-") && !OTHER_KINDS.contains(words[1])) {
                    rows.add(new Row(words[2], words[3]));
                }
            }
        }
        for (String line : Files.readAllLines(abi.resolve("calls/extra.txt"))) {
            if (!line.startsWith("#")) {
                rows.add(new Row(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
            }
        }
        StringBuilder html = new StringBuilder(HEAD);
        rows.forEach(row -> html.append(row.html()));
        return html.append("</tbody>\n</table>\n</body>\n</html>\n").toString();
    }
}
