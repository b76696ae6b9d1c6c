package posixkit.abi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import posixkit.abi.Facts.ConstFact;

/** Writes a list of all constants from A to Z, as an HTML page for the Javadoc. */
final class IndexWriter {
    static final String FILE = "doc-files/constants.html";

    /** A constant, its class, and its value on each target that has the constant. */
    record Entry(String name, String packageName, String className, Map<String, ConstFact> values) {}

    private IndexWriter() {}

    static String write(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing((Entry e) -> letters(e.name)).thenComparing(Entry::name));
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <!-- Generated from abi/facts; do not edit. -->
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>All constants</title>
                </head>
                <body>
                <h1>All constants</h1>
                <p>Each constant with its class and its value on each target. An empty cell: that target lacks it. A class of one
                system inherits the constants of the common class for the same topic: <code>LinuxOpen</code> has those of
                <code>Open</code>.</p>
                """);
        StringBuilder links = new StringBuilder("<p>");
        StringBuilder rows = new StringBuilder(
                "<table>\n<caption>Constants from A to Z</caption>\n<thead><tr><th>Constant</th><th>Class</th>");
        Abi.TARGETS.forEach(t -> rows.append("<th>").append(t).append("</th>"));
        rows.append("</tr></thead>\n<tbody>\n");
        char letter = 0;
        for (Entry entry : sorted) {
            char first = letters(entry.name).charAt(0);
            rows.append("<tr");
            if (first != letter) {
                letter = first;
                rows.append(" id=\"").append(letter).append('"');
                links.append("<a href=\"#%1$s\">%1$s</a> ".formatted(letter));
            }
            rows.append(row(entry));
        }
        return html.append(links.toString().strip())
                .append("</p>\n")
                .append(rows)
                .append("</tbody>\n</table>\n</body>\n</html>\n")
                .toString();
    }

    private static String row(Entry entry) {
        StringBuilder row = new StringBuilder("><td><a href=\"../../../%s/%s.html#%s\"><code>%3$s</code></a></td>"
                .formatted(entry.packageName.replace('.', '/'), entry.className, entry.name));
        row.append("<td>")
                .append(entry.packageName)
                .append('.')
                .append(entry.className)
                .append("</td>");
        for (String target : Abi.TARGETS) {
            ConstFact fact = entry.values.get(target);
            row.append("<td>")
                    .append(fact == null ? "" : ConstantWriter.literal(fact, false))
                    .append("</td>");
        }
        return row.append("</tr>\n").toString();
    }

    /** Returns the text by which {@code name} is sorted: without leading underscores, and in capitals. */
    private static String letters(String name) {
        return name.replaceFirst("^_+", "").toUpperCase(Locale.ROOT);
    }
}
