package posixkit.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The arguments of {@link Comparison}.
 *
 * @param parts what is measured
 * @param seconds the time of measuring for each workload
 * @param routes the routes of posixkit that are measured
 * @param hasBarrier true if the JVMs get the option {@code -XX:+UseSystemMemoryBarrier}
 * @param output the file for the results; null if there is none
 * @param isHelp true if only the help is wanted
 */
record Arguments(
        List<Part> parts, double seconds, List<String> routes, boolean hasBarrier, Path output, boolean isHelp) {
    static final String HELP = """
            Compares the time of posixkit's calls, and of other libraries' calls, with the time of the same calls in C.
            Runs on Linux.

            Usage: java -cp 'benchmarks/target/lib/*' posixkit.benchmarks.Comparison [OPTION]... [NAME]...

              NAME             what to measure; all, if there is no name
              --seconds N      measure each workload for N seconds, and half of that on further routes (default: 1.5)
              --routes A,B     routes of posixkit to measure: ffm, registered, jnr (default: all that this JDK has).
                               Other libraries are measured together with the first
              --barrier        run with -XX:+UseSystemMemoryBarrier, an option of JDK 25
              --output FILE    write the results to FILE, in Markdown, and a chart beside it. Without names, the default is benchmarks/RESULTS.md.
                               With names, the default is no file
              --help           print this text and the names

            Each line of the results is a variant: its median ratio to C, the quartiles, the time of one operation, the bytes
            that one operation allocates, and the goal of posixkit. "C again" is the same C loop, measured as a variant. It
            shows the noise. All variants of a workload run in one JVM, in short blocks in random order. The C loop runs in
            the same JVM. It needs the C compiler cc. Go programs run if go is installed.

            Names:
            """;

    private static final int FIRST_WITH_FFM = 22;
    private static final int FIRST_WITH_BARRIER = 25;
    private static final double SECONDS = 1.5;
    private static final double WARM_UP = 1;
    private static final List<String> ROUTES = List.of("ffm", "registered", "jnr");
    private static final Path OUTPUT = Path.of("benchmarks", "RESULTS.md");

    /**
     * Returns the arguments that {@code words} mean.
     *
     * @throws IllegalArgumentException if an argument is wrong; the message says which
     */
    static Arguments of(List<Part> all, String... words) {
        List<Part> parts = new ArrayList<>();
        double seconds = SECONDS;
        List<String> routes = possibleRoutes();
        boolean hasBarrier = false;
        boolean isHelp = false;
        Path output = null;
        for (Iterator<String> left = Arrays.asList(words).iterator(); left.hasNext(); ) {
            String word = left.next();
            switch (word) {
                case "--help" -> isHelp = true;
                case "--barrier" -> hasBarrier = barrier();
                case "--seconds" -> seconds = seconds(value(word, left));
                case "--routes" -> routes = routes(value(word, left));
                case "--output" -> output = Path.of(value(word, left));
                default -> parts.add(named(all, word));
            }
        }
        if (output == null && parts.isEmpty()) {
            output = OUTPUT;
        }
        if (!isHelp
                && output != null
                && !Files.isDirectory(output.toAbsolutePath().getParent())) {
            throw new IllegalArgumentException("--output: no directory for " + output);
        }
        return new Arguments(parts.isEmpty() ? all : List.copyOf(parts), seconds, routes, hasBarrier, output, isHelp);
    }

    private static String value(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(option + ": the value is missing");
        }
        return left.next();
    }

    private static Part named(List<Part> all, String name) {
        if (name.startsWith("-")) {
            throw new IllegalArgumentException("unknown option: " + name);
        }
        Part found = all.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown name: " + name));
        if (found.obstacle() != null) {
            throw new IllegalArgumentException(name + ": " + found.obstacle());
        }
        return found;
    }

    private static double seconds(String text) {
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seconds: not a number: " + text, e);
        }
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new IllegalArgumentException("--seconds: must be above 0 and at most 3600: " + text);
        }
        return seconds;
    }

    /** Returns true if this JDK has the foreign-function API. */
    static boolean hasFfm() {
        return Runtime.version().feature() >= FIRST_WITH_FFM;
    }

    private static List<String> possibleRoutes() {
        return hasFfm() ? ROUTES : List.of("registered", "jnr");
    }

    private static List<String> routes(String text) {
        List<String> routes = List.of(text.split(",", -1));
        for (String route : routes) {
            if (!ROUTES.contains(route)) {
                throw new IllegalArgumentException("--routes: must be ffm, registered or jnr: " + route);
            }
            if (!possibleRoutes().contains(route)) {
                throw new IllegalArgumentException("--routes: ffm needs JDK " + FIRST_WITH_FFM);
            }
        }
        if (routes.stream().distinct().count() < routes.size()) {
            throw new IllegalArgumentException("--routes: a route stands there twice: " + text);
        }
        return routes;
    }

    private static boolean barrier() {
        if (Runtime.version().feature() < FIRST_WITH_BARRIER) {
            throw new IllegalArgumentException("--barrier: needs JDK " + FIRST_WITH_BARRIER);
        }
        return true;
    }

    /** Returns the seconds in which a Java variant warms up: long enough for the JIT compiler, less only if all is short. */
    double warmUp() {
        return Math.min(WARM_UP, seconds);
    }
}
