package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.testing.ChildJvm;
import posixkit.testing.HostileProgram;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * Whatever a caller passes, every call returns or throws what a caller expects, leaves nothing that the caller did not get, and the JVM
 * lives. {@code -Dposixkit.hostile=1000000} makes a million calls; {@code -Dposixkit.hostile.seed} repeats a run.
 */
public abstract class HostileContract {
    private static final long SEED = Long.getLong("posixkit.hostile.seed", new Random().nextInt());
    /** Calls write much to the standard error. */
    private static final int MOST_ERRORS = 6000;

    private static final Path BOX = Path.of(System.getProperty("posixkit.root"), "core/src/test/sh/box");
    private static final Pattern SUMMARY =
            Pattern.compile("(?m)^(\\d+) calls of (\\d+) methods, 0 wrong, 0 leaks, (\\d+) still waiting$");

    private final int calls;

    /** @param usual how many calls a build makes */
    protected HostileContract(int usual) {
        calls = Integer.getInteger("posixkit.hostile", usual);
    }

    /** In a box that keeps the machine from harm: with root's capabilities and, beside it, with none. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "setpriv"})
    void noArgumentsBreakTheJvm() throws IOException {
        List<String> options = options();
        try (ChildJvm mighty = start(options);
                ChildJvm weak = start(options, "setpriv", "--bounding-set=-all")) {
            Matcher first = summary(mighty, "with capabilities");
            Matcher second = summary(weak, "without capabilities");
            int made = Integer.parseInt(first.group(1)) + Integer.parseInt(second.group(1));
            System.out.printf(
                    Locale.ROOT, "%s: %,d calls of %s methods%n", getClass().getSimpleName(), made, first.group(2));
            assertEquals(calls, made);
            assertEquals(first.group(2), second.group(2));
        }
    }

    /** Returns the main class, which calls {@link HostileProgram#run}. */
    protected abstract Class<?> program();

    /** Returns options for the JVM with the main class. */
    protected List<String> options() {
        return List.of();
    }

    private ChildJvm start(List<String> more, String... launcher) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-XX:-UsePerfData",
                "-XX:+ErrorFileToStderr",
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=64m",
                "-Djava.io.tmpdir=/hostile",
                "-Dhostile.seed=" + SEED,
                "-Dhostile.calls=" + calls / 2));
        options.addAll(more);
        return ChildJvm.startBy(
                // With one arena of malloc, threads do not reserve memory of their own.
                Stream.concat(Stream.of(BOX.toString(), "hostile", "env", "MALLOC_ARENA_MAX=1"), Stream.of(launcher))
                        .toList(),
                program(),
                options.toArray(String[]::new));
    }

    private static Matcher summary(ChildJvm jvm, String which) throws IOException {
        ChildJvm.End end = jvm.end();
        String report = "seed " + SEED + ", " + which + ":\n" + end.said() + worst(jvm.errors());
        assertEquals(0, end.exit(), report);
        Matcher summary = SUMMARY.matcher(end.said());
        assertTrue(summary.find(), report);
        return summary;
    }

    /** Returns how the report of a crash begins, with the stack, or else what was written last. */
    private static String worst(String errors) {
        int crash = errors.indexOf("# A fatal error");
        int start = crash >= 0 ? crash : Math.max(0, errors.length() - MOST_ERRORS);
        return errors.substring(start, Math.min(errors.length(), start + MOST_ERRORS));
    }
}
