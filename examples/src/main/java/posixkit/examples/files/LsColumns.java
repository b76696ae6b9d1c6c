package posixkit.examples.files;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import posixkit.examples.cli.TextWidth;

/** Prints names in columns, from top to bottom, in as few rows as fit, as GNU ls does. */
final class LsColumns {
    private static final int GAP = 2;
    private static final int NARROWEST = 3;

    private final LsNames names;
    private final int limit;

    /** Creates columns for lines of {@code limit} characters at most; 0 means no limit. */
    LsColumns(LsNames names, int limit) {
        this.names = names;
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /**
     * Prints the names of {@code entries}, each behind the text that {@code prefix} returns. If a name of {@code measured} has quotes,
     * the names without quotes are indented.
     */
    void print(PrintWriter to, List<LsEntry> entries, List<LsEntry> measured, Function<LsEntry, String> prefix) {
        boolean anyIsQuoted = limit < Integer.MAX_VALUE && names.anyIsQuoted(measured);
        int[] texts = entries.stream()
                .mapToInt(entry -> prefix.apply(entry).length()
                        + names.indent(entry.name(), anyIsQuoted).length()
                        + TextWidth.of(names.plain(entry.name())))
                .toArray();
        int[] columns = widths(texts);
        int rows = rows(texts.length, columns.length);
        StringBuilder line = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            line.setLength(0);
            for (int i = row; i < texts.length; i += rows) {
                LsEntry entry = entries.get(i);
                line.append(prefix.apply(entry))
                        .append(names.indent(entry.name(), anyIsQuoted))
                        .append(names.coloured(entry.name(), entry.mode()));
                if (i + rows < texts.length) {
                    line.append(" ".repeat(columns[i / rows] - texts[i]));
                }
            }
            to.println(line);
        }
    }

    /** Returns the widths of as many columns as fit on a line. */
    private int[] widths(int... texts) {
        for (int count = Math.min(texts.length, limit / NARROWEST); count > 1; count--) {
            int[] columns = columns(count, texts);
            if (Arrays.stream(columns).sum() < limit) {
                return columns;
            }
        }
        return columns(1, texts);
    }

    private static int[] columns(int count, int... texts) {
        int rows = rows(texts.length, count);
        int[] columns = new int[count];
        Arrays.fill(columns, NARROWEST);
        for (int i = 0; i < texts.length; i++) {
            int column = i / rows;
            columns[column] = Math.max(columns[column], texts[i] + (column == count - 1 ? 0 : GAP));
        }
        return columns;
    }

    private static int rows(int texts, int columns) {
        return (texts + columns - 1) / columns;
    }
}
