package posixkit.examples.doctor;

import static posixkit.examples.doctor.Checkup.same;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts {@link Successor}, and adds its report and its calls to those of this process. */
final class SuccessorChecks {
    private static final int SECONDS = 60;

    private SuccessorChecks() {}

    static void run(Workplace workplace, Coverage coverage, Checkup checkup) {
        checkup.check("execve, exit", () -> {
            Path directory = Files.createDirectory(workplace.path("directory"));
            Path errors = workplace.path("errors");
            List<String> second = command(directory);
            List<String> first = new ArrayList<>(second);
            first.addAll(second);
            Process process =
                    new ProcessBuilder(first).redirectError(errors.toFile()).start();
            try {
                process.getOutputStream().close();
                List<String> called = new ArrayList<>();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                output.lines().forEach(line -> {
                    if (line.startsWith(Successor.LINE)) {
                        checkup.adopt(line.substring(Successor.LINE.length()));
                    } else if (line.startsWith(Successor.CALLED)) {
                        called.add(line.substring(Successor.CALLED.length()));
                    }
                });
                coverage.add(called);
                same("ended in time", process.waitFor(SECONDS, TimeUnit.SECONDS), true);
                String said = process.exitValue() == Successor.STATUS ? "" : ", " + Files.readString(errors);
                same("exit status" + said, process.exitValue(), Successor.STATUS);
                same("the second program ran", called.contains("execve/3"), true);
                return "a JVM replaced itself by another, which ended";
            } finally {
                process.destroyForcibly();
            }
        });
    }

    /** Returns the command line of a JVM with the settings of this one. */
    private static List<String> command(Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Dposixkit."))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Successor.class.getName()));
        command.add(directory.toString());
        return command;
    }
}
