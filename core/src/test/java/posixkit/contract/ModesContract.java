package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.FamilyRuns;
import posixkit.testing.FamilyRuns.Run;
import posixkit.testing.NeedsJdk;

/**
 * The calls of every family give the same results under each collector, interpreted, compiled at once, with checked JNI calls, with a small
 * heap. The JVM prints no warning. {@code -Dposixkit.modes=all} tries each mode by each route, and with each compiler.
 */
public abstract class ModesContract {
    private static final boolean ALL = "all".equals(System.getProperty("posixkit.modes"));

    private static final List<List<String>> MODES = List.of(
            List.of("-XX:+UseSerialGC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseParallelGC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseG1GC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseZGC"),
            List.of("-Xint"),
            List.of("-Xcomp"),
            List.of("-Xcheck:jni"),
            List.of("-Xmx32m"));

    private final Class<?> program;
    private final int fewest;

    @TempDir
    Path dir;

    /** The modes of a program, which checks at least so many results in each. */
    protected ModesContract(Class<?> program, int fewest) {
        this.program = program;
        this.fewest = fewest;
    }

    private static List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (List<String> mode : MODES) {
            for (String level : ALL ? List.of("1", "4") : List.of("1")) {
                List<String> options = new ArrayList<>(mode);
                options.add("-XX:TieredStopAtLevel=" + level);
                Run run = new Run(options.toString(), options);
                if (ALL) {
                    FamilyRuns.routes().forEach(route -> runs.add(run.by(route)));
                } else {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    @Test
    void everyModeGivesTheSameResults() throws IOException {
        FamilyRuns runs = new FamilyRuns(program, dir);
        runs.make(runs());
        System.out.printf(
                Locale.ROOT, "%s: %d modes, %,d results%n", getClass().getSimpleName(), runs.count(), runs.results());
        assertEquals(Map.of(), runs.wrong());
        assertTrue(runs.results() >= fewest * runs.count(), "results: " + runs.results());
    }

    /** {@code RouteChoiceTest} is about the error without the option that permits it. */
    @Test
    @NeedsJdk(24)
    void whereNativeAccessIsDeniedTheOptionPermitsIt() throws IOException {
        FamilyRuns runs = new FamilyRuns(program, dir);
        runs.make(List.of(new Run("denied", List.of("--illegal-native-access=deny"))));
        assertEquals(Map.of(), runs.wrong());
    }
}
