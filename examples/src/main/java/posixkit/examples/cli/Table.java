package posixkit.examples.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text, whose columns are as wide as their widest cells. One space separates the columns. */
public final class Table {
    /** A column with its title and its least width. Numbers stand on the right. */
    public record Column(String title, boolean right, int least) {
        public static Column left(String title) {
            return new Column(title, false, 0);
        }

        public static Column right(String title) {
            return new Column(title, true, 0);
        }
    }

    private final List<Column> columns;
    private final List<String[]> rows = new ArrayList<>();

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
        rows.add(columns.stream().map(Column::title).toArray(String[]::new));
    }

    /** Adds a row with one cell for each column. */
    public void add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " for " + columns.size() + " columns");
        }
        rows.add(cells);
    }

    /** Prints the titles and the rows. No spaces follow the last cell of a line if its column is on the left. */
    public void print(PrintWriter to) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).least;
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], TextWidth.of(row[i]));
            }
        }
        StringBuilder line = new StringBuilder();
        for (String[] row : rows) {
            line.setLength(0);
            for (int i = 0; i < widths.length; i++) {
                String spaces = " ".repeat(widths[i] - TextWidth.of(row[i]));
                boolean isRight = columns.get(i).right;
                boolean isLast = i == widths.length - 1;
                line.append(isRight ? spaces : "").append(row[i]).append(isRight || isLast ? "" : spaces);
                line.append(isLast ? "" : " ");
            }
            to.println(line);
        }
    }
}
