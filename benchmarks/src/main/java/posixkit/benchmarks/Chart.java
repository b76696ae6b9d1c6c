package posixkit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the ratios of some workloads as a chart (SVG). It reads the summary of a file of results, so that chart and table agree.
 * {@link Comparison} draws the chart beside its results; {@code Chart RESULTS.md} draws it again.
 */
final class Chart {
    /** The lines of the summary that are drawn, and what a reader calls them. */
    private static final Map<String, String> GROUPS = new LinkedHashMap<>();

    /** The first route of posixkit, whichever it is. Its column is behind the name and the goal. */
    private static final String POSIXKIT = "posixkit";

    private static final int FIRST_ROUTE = 2;

    /** The columns of the summary that are drawn, with what a reader calls them and a colour. Further routes of posixkit are left out. */
    private static final List<Series> SERIES = List.of(
            new Series(POSIXKIT, "posixkit", "#0b6e4f"),
            new Series(Variants.JNI, "JNI", "#5b4b8a"),
            new Series(Variants.FFM, "FFM by hand", "#6aa9d8"),
            new Series(Variants.JNR_FFI, "jnr-ffi", "#c9a227"),
            new Series(Variants.JNR_POSIX, "jnr-posix", "#b5651d"),
            new Series(Variants.JNA, "JNA", "#a23b3b"),
            new Series(Variants.JDK, "JDK", "#8a8f98"));

    static {
        GROUPS.put("stat reused", "stat");
        GROUPS.put("stat-missing value", "stat, no such file");
        GROUPS.put("open-close", "open + close");
        GROUPS.put("read-1 direct", "read 1 byte");
        GROUPS.put("list-10000 names", "list 10,000 names");
        GROUPS.put("spawn", "spawn + wait");
    }

    private static final int WIDTH = 760;
    private static final int LEFT = 150;
    private static final int TOP = 58;
    private static final int BAR = 11;
    private static final int GAP = 14;
    private static final double LONGEST_RATIO = 5;
    private static final double SCALE = (WIDTH - LEFT - 60) / LONGEST_RATIO;

    private record Series(String column, String title, String colour) {}

    private Chart() {}

    public static void main(String... arguments) throws IOException {
        draw(Path.of(arguments[0]));
    }

    /** Draws the chart of a file of results beside it. */
    static void draw(Path results) throws IOException {
        String name = results.getFileName().toString().replaceFirst("\\.md$", "");
        Files.writeString(results.resolveSibling(name + ".svg"), svg(summary(Files.readAllLines(results))));
    }

    /** Returns the summary: for each line, the ratios by column. */
    private static Map<String, Map<String, Double>> summary(List<String> lines) {
        Map<String, Map<String, Double>> found = new LinkedHashMap<>();
        List<String> head = List.of();
        for (String line : lines.subList(lines.indexOf("## Summary") + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            List<String> cells = cells(line);
            if (head.isEmpty() && cells.size() > 2) {
                head = new ArrayList<>(cells);
                head.set(FIRST_ROUTE, POSIXKIT);
                continue;
            }
            Map<String, Double> ratios = new LinkedHashMap<>();
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).matches("[0-9.]+")) {
                    ratios.put(head.get(i), Double.parseDouble(cells.get(i)));
                }
            }
            if (!ratios.isEmpty()) {
                found.put(cells.get(0), ratios);
            }
        }
        return found;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|")) {
            return List.of();
        }
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("\\|")) {
            cells.add(cell.strip().replace("*", ""));
        }
        return cells;
    }

    private static String svg(Map<String, Map<String, Double>> summary) {
        StringBuilder bars = new StringBuilder();
        int y = TOP;
        for (Map.Entry<String, String> group : GROUPS.entrySet()) {
            Map<String, Double> ratios = summary.getOrDefault(group.getKey(), Map.of());
            int first = y;
            for (Series series : SERIES) {
                Double ratio = ratios.get(series.column);
                if (ratio != null) {
                    bars.append(format(
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s: %.2f</title></rect>%n",
                            LEFT, y, ratio * SCALE, BAR - 1, series.colour, series.title, ratio));
                    bars.append(format(
                            "<text x=\"%.1f\" y=\"%d\" class=\"small\">%.2f</text>%n",
                            LEFT + ratio * SCALE + 4, y + 9, ratio));
                    y += BAR;
                }
            }
            bars.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 10, (first + y) / 2 + 4, group.getValue()));
            y += GAP;
        }
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%1$d\" height=\"%2$d\""
                        + " font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<style>.small { font-size: 9px; fill: #444 }</style>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                        + "<text x=\"10\" y=\"20\" font-weight=\"bold\">Time of a call, divided by its time in C (shorter is better)</text>%n",
                WIDTH, y + 6));
        int x = 10;
        for (Series series : SERIES) {
            svg.append(format(
                    "<rect x=\"%d\" y=\"32\" width=\"11\" height=\"11\" fill=\"%s\"/><text x=\"%d\" y=\"42\">%s</text>%n",
                    x, series.colour, x + 16, series.title));
            x += 34 + series.title.length() * 8;
        }
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%1$.1f\" y2=\"%d\" stroke=\"#444\" stroke-dasharray=\"3 3\"/>%n",
                LEFT + SCALE, TOP - 8, y));
        return svg.append(bars).append("</svg>\n").toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
