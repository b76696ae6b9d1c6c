package posixkit.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Describes what the results depend on. */
final class Machine {
    private Machine() {}

    /** Returns a table of names and values. */
    static List<List<String>> describe(Session session) throws IOException, InterruptedException {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", ""));
        table.add(List.of("date", LocalDate.now(ZoneOffset.UTC).toString()));
        table.add(List.of(
                "processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores visible"));
        table.add(List.of("system", System.getProperty("os.name") + " " + System.getProperty("os.version")));
        table.add(List.of("C", Session.output(List.of("cc", "--version")).get(0) + ", `-O2`"));
        table.add(List.of(
                "libc", Session.output(List.of("getconf", "GNU_LIBC_VERSION")).get(0)));
        if (session.hasGo()) {
            table.add(List.of("Go", Session.output(List.of("go", "version")).get(0)));
        }
        table.add(List.of("load average of 15 minutes, at the end", loadAverage()));
        table.add(
                List.of("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")));
        table.add(List.of("JVM options", "`" + String.join(" ", options(session)) + "`"));
        for (Workload workload : Workloads.ALL) {
            if (!workload.options().isEmpty()) {
                table.add(List.of("… of " + workload.name(), "also `" + String.join(" ", workload.options()) + "`"));
            }
        }
        table.add(List.of(
                "routes of posixkit", String.join(", ", session.arguments().routes())));
        table.add(List.of("libraries", String.join(", ", libraries(session))));
        table.add(List.of(
                "seconds per workload", String.valueOf(session.arguments().seconds())));
        return table;
    }

    private static List<String> options(Session session) {
        return session.jvmOptions("…", List.of());
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /** Returns how many threads of the whole machine wanted to run. More than the cores means that others disturbed. */
    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[2];
    }

    /** Returns the names of the jars, which contain the versions. */
    private static List<String> libraries(Session session) {
        return session.classPath().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(jar -> jar.matches("(posixkit-core|jnr-ffi|jffi|jnr-posix|jna)-\\d.*\\.jar"))
                .map(jar -> jar.substring(0, jar.length() - ".jar".length()))
                .sorted()
                .toList();
    }
}
