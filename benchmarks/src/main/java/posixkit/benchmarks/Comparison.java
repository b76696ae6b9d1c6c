package posixkit.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import posixkit.Posix;

/**
 * Compares the routes of posixkit with C and with jnr-ffi alone, in one run, and prints the ratios to C. Then compares the first
 * twenty calls of a JVM on each route. Needs a C compiler ({@code cc}). Arguments: the number of rounds, and the seconds that one
 * measurement takes. The result of a benchmark is the median of the rounds. The rounds of all benchmarks alternate, so that a
 * slower phase of the machine meets all of them.
 */
public final class Comparison {
    private static final int FIRST_WITH_FFM = 22;
    private static final int FIRST_WITH_BARRIER = 25;
    private static final int STARTS = 15;
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String BARRIER = "-XX:+UseSystemMemoryBarrier";
    private static final String C = "C";

    private final int rounds;
    private final TimeValue time;
    private final Path directory;

    /** The results in nanoseconds: column, then row, then one result for each round. */
    private final Map<String, Map<String, List<Double>>> results = new LinkedHashMap<>();

    private Comparison(int rounds, TimeValue time, Path directory) {
        this.rounds = rounds;
        this.time = time;
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 0.5;
        Path directory = Files.createTempDirectory("posixkit-benchmarks");
        try {
            new Comparison(rounds, TimeValue.milliseconds(Math.round(seconds * 1000)), directory).run();
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private void run() throws Exception {
        Path program = compile();
        List<String> routes = routes();
        for (int round = 0; round < rounds; round++) {
            inC(program);
            inJava("jnr-ffi alone", JnrFfiBenchmark.class);
            for (String route : routes) {
                String option = "-D" + Posix.ROUTE_PROPERTY + "=" + route;
                inJava("binding, " + route, BindingBenchmark.class, option);
                inJava("posixkit, " + route, CallBenchmark.class, option);
                if (hasBarrier()) {
                    inJava("posixkit, " + route + ", barrier", CallBenchmark.class, option, BARRIER);
                }
            }
        }
        print();
        for (String route : routes) {
            firstCalls(route);
        }
    }

    private static List<String> routes() {
        return Runtime.version().feature() < FIRST_WITH_FFM
                ? List.of("registered", "jnr")
                : List.of("ffm", "registered", "jnr");
    }

    private static boolean hasBarrier() {
        return Runtime.version().feature() >= FIRST_WITH_BARRIER;
    }

    private Path compile() throws Exception {
        Path source = directory.resolve("calls.c");
        try (InputStream stream = Objects.requireNonNull(Comparison.class.getResourceAsStream("calls.c"))) {
            Files.copy(stream, source);
        }
        Path program = directory.resolve("calls");
        output(List.of("cc", "-O2", "-pthread", "-o", program.toString(), source.toString()));
        return program;
    }

    /** Runs a program and returns the lines that it printed. */
    private static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return lines;
    }

    private void inC(Path program) throws IOException, InterruptedException {
        String seconds = String.valueOf(time.convertTo(java.util.concurrent.TimeUnit.MILLISECONDS) / 1000.0);
        for (String line : output(List.of(program.toString(), seconds))) {
            add(C, line.split(" ")[0], Double.parseDouble(line.split(" ")[1]));
        }
    }

    private void inJava(String column, Class<?> benchmark, String... jvmOptions) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName())
                .forks(1)
                .warmupIterations(5)
                .warmupTime(time)
                .measurementIterations(3)
                .measurementTime(time)
                .jvmArgsAppend(jvmOptions)
                .jvmArgsPrepend(NATIVE_ACCESS)
                .verbosity(VerboseMode.SILENT);
        for (RunResult result : new Runner(options.build()).run()) {
            add(
                    column,
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore());
        }
    }

    private void add(String column, String row, double nanoseconds) {
        results.computeIfAbsent(column, k -> new TreeMap<>())
                .computeIfAbsent(row, k -> new ArrayList<>())
                .add(nanoseconds);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void print() {
        Map<String, List<Double>> c = results.get(C);
        System.out.printf("%n%-34s", "ratio to C");
        c.keySet().forEach(row -> System.out.printf("%12s", row));
        results.forEach((column, rows) -> {
            System.out.printf("%n%-34s", column);
            rows.forEach((row, values) -> System.out.printf("%12.2f", median(values) / median(c.get(row))));
        });
        System.out.printf("%n%-34s", "C, in nanoseconds");
        c.values().forEach(values -> System.out.printf("%12.0f", median(values)));
        System.out.println();
    }

    private void firstCalls(String route) throws IOException, InterruptedException {
        List<Double> microseconds = new ArrayList<>();
        List<Double> kib = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            List<String> command = List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    NATIVE_ACCESS,
                    "-D" + Posix.ROUTE_PROPERTY + "=" + route,
                    "-cp",
                    System.getProperty("java.class.path"),
                    FirstCalls.class.getName(),
                    directory.toString());
            String[] words = output(command).get(0).split(" ");
            microseconds.add(Double.parseDouble(words[0]));
            kib.add(Double.parseDouble(words[1]));
        }
        System.out.printf(
                "first twenty calls, %s: %.1f ms, resident %.0f MiB%n",
                route, median(microseconds) / 1000, median(kib) / 1024);
    }
}
