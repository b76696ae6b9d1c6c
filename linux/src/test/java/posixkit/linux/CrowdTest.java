package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.ChildJvm;

/**
 * Sixteen platform threads, and on JDK 21 and later a thousand virtual threads, make calls of every family at once. Each checks its own
 * results, and at the end no descriptor, child or mapping is left. {@code -Dposixkit.crowd=1000} starts a thousand virtual threads for each
 * family, and lets the platform threads make the calls fifty times.
 */
@Tag("unmutated")
class CrowdTest {
    private static final int CROWD = Integer.getInteger("posixkit.crowd", 0);
    private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;

    /** There are 26 families for virtual threads. */
    private static final int VIRTUAL_OF_A_FAMILY = CROWD > 0 ? CROWD : 39;

    private static final String GOOD = "errno 0, left: [] [] []\n";
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) results, (\\d+) signals, (\\d+) interruptions\n");

    @TempDir
    Path dir;

    /** Runs {@link CrowdProgram}, sees that nothing was wrong, and returns its summary. */
    static Matcher summary(Path dir, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Xmx128m", "-Dcrowd.dir=" + dir));
        all.addAll(FamilyRuns.permission());
        all.addAll(List.of(options));
        try (ChildJvm jvm = ChildJvm.start(CrowdProgram.class, all.toArray(String[]::new))) {
            String said = jvm.end().said() + jvm.errors();
            assertTrue(said.startsWith(GOOD), said);
            Matcher summary = SUMMARY.matcher(said.substring(GOOD.length()));
            assertTrue(summary.matches(), said);
            return summary;
        }
    }

    @Test
    void everyThreadGetsItsOwnResults() throws IOException {
        int virtual = HAS_VIRTUAL ? VIRTUAL_OF_A_FAMILY : 0;
        int rounds = CROWD > 0 ? 50 : 1;
        Matcher summary = summary(dir, "-Dcrowd.threads=16", "-Dcrowd.rounds=" + rounds, "-Dcrowd.virtual=" + virtual);
        int results = Integer.parseInt(summary.group(1));
        System.out.printf(
                Locale.ROOT,
                "CrowdTest: %,d results in 16 platform threads and %,d virtual threads%n",
                results,
                virtual * 26);
        assertEquals(92 * 16 * rounds + 89 * virtual, results);
    }
}
