package posixkit.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects the results, prints them as they come, and writes them to a file at the end. */
final class Report {
    /** The length of the bar of the ratio 1. */
    private static final int BAR_OF_ONE = 20;

    private static final int LONGEST_BAR = 60;

    /** The columns of the summary after those of posixkit. The last collects what belongs to the JDK. */
    private static final List<String> PEERS = List.of(
            Variants.JNI, Variants.JNR_FFI, Variants.JNR_POSIX, Variants.JNA, Variants.FFM, Variants.GO, Variants.JDK);

    private final PrintStream out;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Adds a sentence, for example why something was not measured. */
    void note(String text) {
        notes.add(text);
        out.println(text);
    }

    /** Adds the rows of a workload, of all its processes. */
    void workload(String name, List<Row> results) {
        rows.put(name, results);
        out.println();
        lines(name).forEach(out::println);
    }

    /** Adds the results of a part that has another form. The first line is the head of the table. */
    void table(String part, List<List<String>> table) {
        tables.put(part, table);
        out.println();
        out.println(part);
        markdown(table).forEach(out::println);
    }

    /** Returns the results of one workload with bars. */
    private List<String> lines(String workload) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-32s %6s  %-13s %10s %8s %5s", workload, "ratio", "quartiles", "ns", "B/op", "goal"));
        for (Row row : rows.get(workload)) {
            int bar = (int) Math.min(LONGEST_BAR, Math.round(row.median() * BAR_OF_ONE));
            String line = String.format(
                    Locale.ROOT,
                    "  %-30s %6.2f  %5.2f – %5.2f %10s %8s %5s  %s",
                    row.title(),
                    row.median(),
                    row.low(),
                    row.high(),
                    row.nanosText(),
                    row.bytesText(),
                    row.goalText(),
                    "█".repeat(bar));
            lines.add(line.stripTrailing());
        }
        return lines;
    }

    /** Returns a table in Markdown whose columns are as wide as their contents. */
    private static List<String> markdown(List<List<String>> table) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < table.size(); k++) {
            StringBuilder line = new StringBuilder("|");
            StringBuilder rule = new StringBuilder("|");
            for (int column = 0; column < table.get(0).size(); column++) {
                int at = column;
                int width =
                        table.stream().mapToInt(l -> l.get(at).length()).max().orElseThrow();
                String cell = table.get(k).get(column);
                String space = " ".repeat(width - cell.length());
                line.append(' ')
                        .append(column == 0 ? cell + space : space + cell)
                        .append(" |");
                rule.append("-".repeat(width + 1)).append(column == 0 ? "-|" : ":|");
            }
            lines.add(line.toString());
            if (k == 0) {
                lines.add(rule.toString());
            }
        }
        return lines;
    }

    /** Writes all results to the file that the user wants. */
    void write(Session session) throws IOException, InterruptedException {
        List<String> text = new ArrayList<>(List.of("# Measurements", ""));
        text.add(
                "Written by `Comparison`; CONTRIBUTING says how to run it. A number is the time of an operation divided by the"
                        + " time of the same operation in a C loop, which ran in the same process: the median of many rounds.");
        text.add("");
        text.addAll(markdown(Machine.describe(session)));
        for (String note : notes) {
            text.addAll(List.of("", note + "."));
        }
        if (!rows.isEmpty()) {
            text.addAll(List.of("", "## Summary", ""));
            text.add(
                    "`C again` is the C loop once more: its distance from 1 is the noise. The column JDK is the fastest of NIO,"
                            + " `java.io`, `ProcessBuilder` and the JDK's clocks. A peer stands in the line of the variant that does the"
                            + " same. B/op are the bytes that posixkit allocates for an operation, on the first route. Bold: posixkit misses its goal.");
            text.add("");
            text.addAll(markdown(summary(session.arguments().routes())));
        }
        for (Map.Entry<String, List<List<String>>> table : tables.entrySet()) {
            text.addAll(List.of("", "## " + table.getKey(), ""));
            text.addAll(markdown(table.getValue()));
        }
        if (!rows.isEmpty()) {
            text.addAll(List.of("", "## All variants", "", "```"));
            rows.keySet().forEach(workload -> {
                text.addAll(lines(workload));
                text.add("");
            });
            text.set(text.size() - 1, "```");
        }
        Files.write(session.arguments().output(), text);
        if (!rows.isEmpty()) {
            Chart.draw(session.arguments().output());
        }
    }

    /** Returns a table with a line for each variant of posixkit. */
    private List<List<String>> summary(List<String> routes) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "goal"));
        head.addAll(routes);
        head.add("B/op");
        head.addAll(PEERS);
        head.add("C again");
        table.add(head);
        rows.forEach((workload, results) -> {
            Set<String> labels = new LinkedHashSet<>();
            results.stream().filter(Row::isPosixkit).forEach(row -> labels.add(row.label()));
            for (String label : labels) {
                List<String> line = new ArrayList<>();
                List<Row> own = routes.stream()
                        .map(route -> results.stream()
                                .filter(row -> row.isPosixkit()
                                        && row.label().equals(label)
                                        && row.route().equals(route))
                                .findFirst()
                                .orElse(null))
                        .toList();
                line.add((workload + " " + label).trim());
                Row first = own.stream().filter(Objects::nonNull).findFirst().orElseThrow();
                line.add(first.goalText());
                own.forEach(row -> line.add(
                        row == null ? "" : row.isGoalMissed() ? "**" + row.medianText() + "**" : row.medianText()));
                line.add(first.bytesText());
                PEERS.forEach(peer -> line.add(fastest(results, peer, label)));
                line.add(fastest(results, Variants.C, Variants.AGAIN));
                table.add(line);
            }
        });
        return table;
    }

    private static String fastest(List<Row> results, String column, String label) {
        List<Row> found = results.stream()
                .filter(row ->
                        Variants.column(row.who()).equals(column) && row.label().equals(label))
                .toList();
        return found.isEmpty()
                ? ""
                : Collections.min(found, Comparator.comparingDouble(Row::median))
                        .medianText();
    }
}
