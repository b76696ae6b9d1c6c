package posixkit.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import posixkit.examples.Pk;

/** The {@code pk} command in a JVM of its own, for what needs a terminal, a signal or an end. */
public final class ChildPk {
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    private ChildPk() {}

    /** Returns the command that starts {@code pk} with these arguments on the class path of this test. */
    public static String[] command(String... arguments) {
        return command(List.of(), arguments);
    }

    /** Returns the same for a JVM with further options. */
    static String[] command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background of a shell ignores SIGINT, and so would its children.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pk.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command.toArray(String[]::new);
    }
}
