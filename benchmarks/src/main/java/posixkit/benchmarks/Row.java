package posixkit.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * The result of one variant of a workload.
 *
 * @param workload the name of the workload
 * @param who the library or language that makes the calls
 * @param label tells two variants of the same {@code who} apart; empty if there is one only
 * @param route posixkit's route; empty for others
 * @param goal the ratio that posixkit wants to reach; NaN if there is no goal
 * @param low the first quartile of the ratios to C
 * @param median the median of the ratios to C
 * @param high the third quartile of the ratios to C
 * @param nanos the median time of an operation in nanoseconds
 * @param bytes the bytes that an operation allocates in the Java heap; NaN if unknown
 */
record Row(
        String workload,
        String who,
        String label,
        String route,
        double goal,
        double low,
        double median,
        double high,
        double nanos,
        double bytes) {
    private static final String SEPARATOR = "\t";

    /** Begins each line with a row in what a measuring process prints. */
    private static final String MARK = "row" + SEPARATOR;

    /** Returns the row as a line of text. */
    String toLine() {
        return MARK
                + String.join(
                        SEPARATOR,
                        workload,
                        who,
                        label,
                        route,
                        "" + goal,
                        "" + low,
                        "" + median,
                        "" + high,
                        "" + nanos,
                        "" + bytes);
    }

    static boolean isRow(String line) {
        return line.startsWith(MARK);
    }

    /** Returns the row of a line that {@link #toLine} returned. */
    static Row ofLine(String line) {
        String[] words = line.substring(MARK.length()).split(SEPARATOR, -1);
        double[] numbers =
                Arrays.stream(words).skip(4).mapToDouble(Double::parseDouble).toArray();
        return new Row(
                words[0],
                words[1],
                words[2],
                words[3],
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5]);
    }

    /** Returns the row of one variant. {@code ratios} and {@code nanos} hold one number for each round. */
    static Row of(String workload, Variant variant, String route, double[] ratios, double[] nanos, double[] bytes) {
        return new Row(
                workload,
                variant.who(),
                variant.label(),
                variant.who().equals(Variants.POSIXKIT) ? route : "",
                variant.goal(),
                quantile(ratios, 0.25),
                quantile(ratios, 0.5),
                quantile(ratios, 0.75),
                quantile(nanos, 0.5),
                quantile(bytes, 0.5));
    }

    /** Returns the value below which the part {@code q} of all values lies, between two neighbours in proportion. */
    static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (at - below) * (next - sorted[below]);
    }

    /** Returns the name under which the row is printed. */
    String title() {
        return who + (label.isEmpty() ? "" : " " + label) + (route.isEmpty() ? "" : ", " + route);
    }

    boolean isPosixkit() {
        return who.equals(Variants.POSIXKIT);
    }

    /** Returns a number by which rows are sorted: first C, then posixkit on all routes, then the others. */
    int rank() {
        return who.equals(Variants.C) ? 0 : isPosixkit() ? 1 : 2;
    }

    /** Returns the ratio as it is printed. */
    String medianText() {
        return String.format(Locale.ROOT, "%.2f", median);
    }

    /** Returns true if there is a goal and the ratio, as it is printed, is above it. */
    boolean isGoalMissed() {
        return Math.round(median * 100) > Math.round(goal * 100) && !Double.isNaN(goal);
    }

    /** Returns the goal as it is printed; empty if there is none. */
    String goalText() {
        return Double.isNaN(goal) ? "" : String.format(Locale.ROOT, "%.2f", goal);
    }

    /** Returns the nanoseconds as they are printed: with a decimal if they are few. */
    String nanosText() {
        return String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%.0f", nanos);
    }

    /** Returns the allocated bytes as they are printed; empty if they are unknown. */
    String bytesText() {
        return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%.0f", bytes);
    }
}
