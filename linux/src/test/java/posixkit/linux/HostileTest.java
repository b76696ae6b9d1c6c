package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * Whatever a caller passes, every call returns or throws what a caller expects, and the JVM lives. {@code -Dposixkit.hostile=1000000}
 * makes a million calls; {@code -Dposixkit.hostile.seed} repeats a run.
 */
class HostileTest {
    private static final int CALLS = Integer.getInteger("posixkit.hostile", 20_000);
    private static final long SEED = Long.getLong("posixkit.hostile.seed", new Random().nextInt());
    private static final Path BOX = Path.of(System.getProperty("posixkit.root"), "linux/src/test/sh/box");
    private static final Pattern SUMMARY = Pattern.compile("(?m)^\\d+ calls of (\\d+) methods, 0 wrong, .*$");

    /** In a box that keeps the machine from harm: with root's capabilities and with none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @NeedsRoot
    @NeedsTool({"unshare", "setpriv"})
    void noArgumentsBreakTheJvm(boolean hasCapabilities) throws IOException {
        List<String> launcher = Stream.concat(
                        Stream.of(BOX.toString(), "hostile"),
                        hasCapabilities ? Stream.empty() : Stream.of("setpriv", "--bounding-set=-all"))
                .toList();
        ChildJvm jvm = ChildJvm.startBy(
                launcher,
                HostileProgram.class,
                "-XX:-UsePerfData",
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=64m",
                "-Djava.io.tmpdir=/hostile",
                "-Dhostile.seed=" + SEED,
                "-Dhostile.calls=" + CALLS / 2);
        ChildJvm.End end = jvm.last("");
        String said = "seed " + SEED + (hasCapabilities ? "" : ", without capabilities") + ":\n" + end.said();
        assertEquals(0, end.exit(), said);
        assertTrue(SUMMARY.matcher(end.said()).find(), said);
        System.out.println(end.said().lines().reduce((first, last) -> last).orElseThrow());
    }
}
