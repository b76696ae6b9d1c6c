package posixkit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import posixkit.benchmarks.start.StartFfm;
import posixkit.benchmarks.start.StartJna;
import posixkit.benchmarks.start.StartJnrFfi;
import posixkit.benchmarks.start.StartJnrPosix;
import posixkit.benchmarks.start.StartNothing;
import posixkit.benchmarks.start.StartPosixkit;

/**
 * The time from the beginning of {@code main} to the end of the first call, and of twenty different calls, and the resident
 * memory then. Each program runs alone with the jars that its library needs. The programs run in turns, so a slower phase of the
 * machine meets all.
 */
final class StartUp implements Part {
    private static final int STARTS = 9;
    private static final List<Integer> CALLS = List.of(1, 20);
    private static final List<String> JNR_FFI_JARS = List.of("jnr-ffi", "jnr-a64asm", "jnr-x86asm", "jffi", "asm");

    /** A program that is measured. {@code route} is null for programs without posixkit. */
    private record Program(String name, Class<?> main, String route, List<String> jars) {}

    /** What a program printed: the time in milliseconds and the resident memory in MiB. */
    private record Start(double millis, double mib) {}

    @Override
    public String name() {
        return "start-up";
    }

    private static List<Program> programs(Session session) {
        List<Program> programs = new ArrayList<>();
        programs.add(new Program("JVM alone", StartNothing.class, null, List.of()));
        for (String route : session.arguments().routes()) {
            List<String> jars = new ArrayList<>(List.of("posixkit-core", "posixkit-linux", "posixkit-ffm"));
            jars.addAll(JNR_FFI_JARS);
            programs.add(new Program(Variants.POSIXKIT + ", " + route, StartPosixkit.class, route, jars));
        }
        programs.add(new Program(Variants.JNR_FFI, StartJnrFfi.class, null, JNR_FFI_JARS));
        List<String> jnrPosix = new ArrayList<>(List.of("jnr-posix", "jnr-constants"));
        jnrPosix.addAll(JNR_FFI_JARS);
        programs.add(new Program(Variants.JNR_POSIX, StartJnrPosix.class, null, jnrPosix));
        programs.add(new Program(Variants.JNA, StartJna.class, null, List.of("jna")));
        if (Arguments.hasFfm()) {
            programs.add(new Program(Variants.FFM, StartFfm.class, null, List.of()));
        }
        return programs;
    }

    @Override
    public void run(Session session) throws IOException, InterruptedException {
        List<Program> programs = programs(session);
        Map<Program, Map<Integer, List<Start>>> starts = new LinkedHashMap<>();
        // The first start of each reads the jars from the disk. It does not count.
        for (int k = -1; k < STARTS; k++) {
            for (Program program : programs) {
                for (int calls : CALLS) {
                    Start start = start(session, program, calls);
                    if (k >= 0) {
                        starts.computeIfAbsent(program, p -> new LinkedHashMap<>())
                                .computeIfAbsent(calls, c -> new ArrayList<>())
                                .add(start);
                    }
                }
            }
        }
        session.report().table(name(), table(starts));
    }

    private static Start start(Session session, Program program, int calls) throws IOException, InterruptedException {
        List<Path> classPath = session.classPath().stream()
                .filter(jar -> isNeeded(program, jar.getFileName().toString()))
                .toList();
        List<String> options =
                program.route() == null ? session.commonOptions() : session.jvmOptions(program.route(), List.of());
        Path directory = session.newDirectory();
        List<String> lines =
                session.java(options, classPath, program.main(), String.valueOf(calls), directory.toString());
        String[] words = lines.get(0).split(" ");
        return new Start(Double.parseDouble(words[0]) / 1000, Double.parseDouble(words[1]) / 1024);
    }

    /** Returns true if a program needs a jar. The jar of the benchmarks, which contains the programs, is needed by all. */
    private static boolean isNeeded(Program program, String jar) {
        return jar.startsWith("posixkit-benchmarks")
                || program.jars().stream().anyMatch(name -> jar.matches(name + "(-[a-z]+)?-\\d.*"));
    }

    private static List<List<String>> table(Map<Program, Map<Integer, List<Start>>> starts) {
        Map<String, double[]> medians = new LinkedHashMap<>();
        starts.forEach((program, byCalls) -> medians.put(program.name(), new double[] {
            median(byCalls.get(1), Start::millis), median(byCalls.get(1), Start::mib),
            median(byCalls.get(20), Start::millis), median(byCalls.get(20), Start::mib)
        }));
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "", "1 call, ms", "of JNA", "of jnr-ffi", "MiB", "20 calls, ms", "of JNA", "of jnr-ffi", "MiB"));
        medians.forEach((name, m) -> {
            List<String> line = new ArrayList<>(List.of(name));
            for (int k = 0; k < m.length; k += 2) {
                line.add(String.format(Locale.ROOT, "%.1f", m[k]));
                line.add(String.format(Locale.ROOT, "%.2f", m[k] / medians.get(Variants.JNA)[k]));
                line.add(String.format(Locale.ROOT, "%.2f", m[k] / medians.get(Variants.JNR_FFI)[k]));
                line.add(String.format(Locale.ROOT, "%.0f", m[k + 1]));
            }
            table.add(line);
        });
        String mib = "jnr-ffi's";
        table.add(List.of("goal of posixkit", "", "0.60", "0.45", mib, "", "0.60", "0.45", mib));
        return table;
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> value) {
        return Row.quantile(starts.stream().mapToDouble(value).toArray(), 0.5);
    }
}
