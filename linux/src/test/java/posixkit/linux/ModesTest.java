package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;

/**
 * The calls of every family give the same results under each collector, interpreted, compiled at once, with checked JNI calls, with a small
 * heap. The JVM prints no warning. {@code -Dposixkit.modes=all} tries each mode by each route, and compiles with both compilers.
 */
class ModesTest {
    private static final boolean ALL = "all".equals(System.getProperty("posixkit.modes"));
    private static final int AT_ONCE = 4;
    private static final int JDK = Runtime.version().feature();
    private static final String PERMIT = "--enable-native-access=ALL-UNNAMED";

    /** What {@link FamiliesProgram} prints if nothing was wrong, and all that it may print. */
    static final Pattern GOOD = Pattern.compile("(\\d+) families, (\\d+) results, by (\\w+)\n");

    private static final List<List<String>> MODES = List.of(
            List.of("-XX:+UseSerialGC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseParallelGC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseG1GC"),
            List.of("-XX:-UseSerialGC", "-XX:+UseZGC"),
            List.of("-Xint"),
            List.of("-Xcomp"),
            List.of("-Xcheck:jni"),
            List.of("-Xmx32m"));

    @TempDir
    Path dir;

    private static String route(String name) {
        return "-D" + Posix.ROUTE_PROPERTY + "=" + name;
    }

    private static List<List<String>> runs() {
        if (!ALL) {
            return MODES;
        }
        List<List<String>> runs = new ArrayList<>();
        for (String route : JDK < 22 ? List.of("registered", "jnr") : List.of("ffm", "registered", "jnr")) {
            for (List<String> mode : MODES) {
                for (String level : List.of("1", "4")) {
                    runs.add(Stream.concat(mode.stream(), Stream.of("-XX:TieredStopAtLevel=" + level, route(route)))
                            .toList());
                }
            }
        }
        return runs;
    }

    private ChildJvm start(List<String> options) throws IOException {
        Stream<String> permit = JDK < 22 ? Stream.empty() : Stream.of(PERMIT);
        return ChildJvm.start(
                FamiliesProgram.class,
                Stream.concat(Stream.of("-Dfamilies.dir=" + dir), Stream.concat(options.stream(), permit))
                        .toArray(String[]::new));
    }

    @Test
    void everyModeGivesTheSameResults() throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        List<List<String>> runs = runs();
        int results = 0;
        for (int i = 0; i < runs.size(); i += AT_ONCE) {
            Map<List<String>, ChildJvm> jvms = new LinkedHashMap<>();
            for (List<String> run : runs.subList(i, Math.min(i + AT_ONCE, runs.size()))) {
                jvms.put(run, start(run));
            }
            for (Map.Entry<List<String>, ChildJvm> each : jvms.entrySet()) {
                try (ChildJvm jvm = each.getValue()) {
                    ChildJvm.End end = jvm.end();
                    String said = end.said() + jvm.errors();
                    Matcher good = GOOD.matcher(said);
                    if (end.exit() != 0 || !good.matches()) {
                        wrong.put(each.getKey().toString(), "exit " + end.exit() + ": " + said);
                    } else {
                        results += Integer.parseInt(good.group(2));
                    }
                }
            }
        }
        System.out.printf(Locale.ROOT, "ModesTest: %d modes, %,d results%n", runs.size(), results);
        assertEquals(Map.of(), wrong);
        assertTrue(results > 150 * runs.size(), "results: " + results);
    }

    /** {@link RouteChoiceTest} is about the error without this option. */
    @Test
    @NeedsJdk(24)
    void whereNativeAccessIsDeniedTheOptionPermitsIt() throws IOException {
        try (ChildJvm jvm = start(List.of("--illegal-native-access=deny"))) {
            String said = jvm.end().said() + jvm.errors();
            assertTrue(GOOD.matcher(said).matches(), said);
        }
    }
}
