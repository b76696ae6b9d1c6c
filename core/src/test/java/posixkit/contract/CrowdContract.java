package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.ChildJvm;
import posixkit.testing.CrowdProgram;
import posixkit.testing.FamilyRuns;

/**
 * Sixteen platform threads, and on JDK 21 and later a thousand virtual threads, make calls of every family at once. Each checks its own
 * results, and at the end no descriptor, child or mapping is left. {@code -Dposixkit.crowd=1000} starts a thousand virtual threads for each
 * family, and lets the platform threads make the calls fifty times.
 */
public abstract class CrowdContract {
    private static final int CROWD = Integer.getInteger("posixkit.crowd", 0);
    private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;
    private static final int USUAL_VIRTUAL = 1000;

    private static final String GOOD = "errno 0, left: [] [] []\n";
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) results, (\\d+) signals, (\\d+) interruptions\n");

    private final Class<?> program;
    private final int results;
    private final int virtualFamilies;
    private final int virtualResults;

    @TempDir
    Path dir;

    /**
     * A crowd that makes the calls of a system.
     *
     * @param program is its main class
     * @param results is the number of results in all its families
     * @param virtualFamilies is the number of families for virtual threads, and {@code virtualResults} that of their results
     */
    protected CrowdContract(Class<?> program, int results, int virtualFamilies, int virtualResults) {
        this.program = program;
        this.results = results;
        this.virtualFamilies = virtualFamilies;
        this.virtualResults = virtualResults;
    }

    /** Runs {@link CrowdProgram} in a directory, sees that nothing was wrong, and returns its summary. */
    static Matcher summary(Class<?> program, Path dir, int threads, int rounds, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-Xmx128m",
                "-Dfamilies.dir=" + dir,
                "-D" + CrowdProgram.THREADS + "=" + threads,
                "-Dcrowd.rounds=" + rounds));
        all.addAll(FamilyRuns.permission());
        all.addAll(List.of(options));
        try (ChildJvm jvm = ChildJvm.start(program, all.toArray(String[]::new))) {
            String said = jvm.end().said() + jvm.errors();
            assertTrue(said.startsWith(GOOD), said);
            Matcher summary = SUMMARY.matcher(said.substring(GOOD.length()));
            assertTrue(summary.matches(), said);
            return summary;
        }
    }

    @Test
    void everyThreadGetsItsOwnResults() throws IOException {
        int virtual = !HAS_VIRTUAL ? 0 : CROWD > 0 ? CROWD : USUAL_VIRTUAL / virtualFamilies + 1;
        int rounds = CROWD > 0 ? 50 : 1;
        Matcher summary = summary(program, dir, 16, rounds, "-Dcrowd.virtual=" + virtual);
        int checked = Integer.parseInt(summary.group(1));
        System.out.printf(
                Locale.ROOT,
                "%s: %,d results in 16 platform threads and %,d virtual threads%n",
                getClass().getSimpleName(),
                checked,
                virtual * virtualFamilies);
        assertEquals(results * 16 * rounds + virtualResults * virtual, checked);
    }
}
