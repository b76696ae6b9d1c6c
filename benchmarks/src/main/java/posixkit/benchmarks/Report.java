package posixkit.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the results, prints them as they come, and writes them to a file at the end. */
final class Report {
    /** The length of the bar of the ratio 1. */
    private static final int BAR_OF_ONE = 20;

    private static final int LONGEST_BAR = 60;

    private final PrintStream out;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void start(String workload) {
        rows.put(workload, new ArrayList<>());
    }

    void add(Row row) {
        rows.get(row.workload()).add(row);
    }

    void end(String workload) {
        out.println();
        lines(workload).forEach(out::println);
    }

    /** Adds the results of a part that has another form. The first line is the head of the table. */
    void table(String part, List<List<String>> table) {
        tables.put(part, table);
        out.println();
        out.println(part);
        lines(table).forEach(out::println);
    }

    /** Returns a table in Markdown whose columns are as wide as their contents. */
    private static List<String> lines(List<List<String>> table) {
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

    /** Returns the results of one workload as a table with bars. */
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

    /** Writes all results to the file that the user wants. */
    void write(Session session) throws IOException {
        List<String> text = new ArrayList<>();
        text.add("# Measurements");
        text.add("");
        text.add("```");
        for (String workload : rows.keySet()) {
            text.addAll(lines(workload));
            text.add("");
        }
        text.add("```");
        Files.write(session.arguments().output(), text);
    }
}
