package posixkit.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what JaCoCo counted, prints it, and fails where tests run too little: CONTRIBUTING, "Tests that bite". */
public final class LineCoverage {
    private static final int CLASS = 2;
    private static final int MISSED = 7;
    private static final int COVERED = 8;

    private LineCoverage() {}

    /** Arguments: JaCoCo's CSV report, and how many of a hundred lines have to be run. */
    public static void main(String... arguments) throws IOException {
        long missed = 0;
        long covered = 0;
        List<String> classes = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",");
            missed += Long.parseLong(columns[MISSED]);
            covered += Long.parseLong(columns[COVERED]);
            if (!columns[MISSED].equals("0")) {
                classes.add("  " + columns[CLASS] + ": " + columns[MISSED] + " lines are not run");
            }
        }
        classes.forEach(System.out::println);
        double percent = 100.0 * covered / (covered + missed);
        System.out.println(String.format(
                Locale.ROOT, "darwin: line coverage %.1f %% (%d of %d)", percent, covered, covered + missed));
        if (!(percent >= Integer.parseInt(arguments[1]))) {
            throw new AssertionError("less than " + arguments[1] + " % of macOS's bodies are run by tests");
        }
    }
}
