package posixkit.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import posixkit.Posix;

/** Runs of {@link FamiliesProgram} in other JVMs, some at once. */
public final class FamilyRuns {
    private static final int AT_ONCE = 4;
    private static final int JDK = Runtime.version().feature();

    /** What a JVM prints if nothing was wrong, and nothing else. */
    public static final String GOOD = "exit 0\n\\d+ families, (\\d+) results, by \\w+\n";

    /**
     * One run.
     *
     * @param launcher runs the command that follows its own arguments
     * @param expected is a regular expression for the exit code, the output and the errors
     */
    public record Run(String name, List<String> launcher, List<String> options, String expected) {
        public Run(String name, List<String> options) {
            this(name, List.of(), options, GOOD);
        }

        public Run by(String route) {
            return new Run(
                    name + ", " + route,
                    launcher,
                    Stream.concat(options.stream(), Stream.of(route(route))).toList(),
                    expected);
        }
    }

    private final Class<?> program;
    private final Path dir;
    private final Map<String, String> wrong = new TreeMap<>();
    private int results;
    private int count;

    /** Runs of a program that makes calls in a directory. */
    public FamilyRuns(Class<?> program, Path dir) {
        this.program = program;
        this.dir = dir;
    }

    /** Returns the option that chooses a route. */
    public static String route(String name) {
        return "-D" + Posix.ROUTE_PROPERTY + "=" + name;
    }

    /** Returns the routes that this JDK has. */
    public static List<String> routes() {
        return JDK < 22 ? List.of("registered", "jnr") : List.of("ffm", "registered", "jnr");
    }

    /** Returns the option that permits native access, if this JDK needs it. */
    public static List<String> permission() {
        return JDK < 22 ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
    }

    private ChildJvm start(Run run) throws IOException {
        List<String> options = new ArrayList<>(List.of("-XX:-UsePerfData", "-Dfamilies.dir=" + dir));
        options.addAll(permission());
        options.addAll(run.options);
        return ChildJvm.startBy(run.launcher, program, options.toArray(String[]::new));
    }

    /** Makes the runs. */
    public void make(List<Run> runs) throws IOException {
        for (int i = 0; i < runs.size(); i += AT_ONCE) {
            List<Run> some = runs.subList(i, Math.min(i + AT_ONCE, runs.size()));
            List<ChildJvm> jvms = new ArrayList<>();
            for (Run run : some) {
                jvms.add(start(run));
            }
            for (int j = 0; j < jvms.size(); j++) {
                try (ChildJvm jvm = jvms.get(j)) {
                    ChildJvm.End end = jvm.end();
                    add(some.get(j), "exit " + end.exit() + "\n" + end.said() + jvm.errors());
                }
            }
        }
    }

    private void add(Run run, String said) {
        Matcher matcher = Pattern.compile(run.expected, Pattern.DOTALL).matcher(said);
        count++;
        if (!matcher.matches()) {
            wrong.put(run.name, said);
        } else if (matcher.groupCount() > 0) {
            results += Integer.parseInt(matcher.group(1));
        }
    }

    /** Returns what the runs printed that were not as expected. */
    public Map<String, String> wrong() {
        return wrong;
    }

    /** Returns how many results were checked. */
    public int results() {
        return results;
    }

    /** Returns how many runs were made. */
    public int count() {
        return count;
    }
}
