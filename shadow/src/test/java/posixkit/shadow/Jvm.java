package posixkit.shadow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jnr.posix.POSIXFactory;
import posixkit.Posix;
import posixkit.interop.JnrPosix;

/** Other JVMs, with class paths that a test makes. */
final class Jvm {
    private static final int PATIENCE_SECONDS = 240;

    private Jvm() {}

    record Ended(int exit, String output, String errors) {}

    /** The jars that the shadow needs, and behind them {@code program}. */
    static String behindTheShadow(String program) throws Exception {
        Set<String> path = new LinkedHashSet<>();
        for (Class<?> type : List.of(
                POSIXFactory.class,
                JnrPosix.class,
                Posix.class,
                Class.forName("posixkit.linux.LinuxPosix"),
                Class.forName("posixkit.darwin.DarwinPosix"))) {
            path.add(place(type));
        }
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (each.contains("ffm")) {
                path.add(each);
            }
        }
        path.add(program);
        return String.join(File.pathSeparator, path);
    }

    /** The jar or folder that a class is from. */
    static String place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    static Ended run(String classPath, List<String> options, String... main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        // A short run: the second compiler takes more time than it saves.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(main));
        Path output = Files.createTempFile("jvm", ".out");
        Path errors = Files.createTempFile("jvm", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command + Files.readString(errors));
            }
            return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
