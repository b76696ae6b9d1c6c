package posixkit.examples.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posixkit.testing.Programs;

/** Runs pk for macOS on Linux, through the library that stands in for the libc of macOS. */
public final class StandIn {
    private static final Path LIBRARIES = Path.of(System.getProperty("posixkit.root"), "darwin", "target", "standin");

    private StandIn() {}

    /** Runs a subcommand. The test is skipped if the tests of macOS have not built the library. */
    public static Programs.Outcome pk(String target, String... arguments) {
        Path library = LIBRARIES.resolve(target).resolve("libstandin.so");
        assumeTrue(Files.exists(library), "the tests of macOS make " + library);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dposixkit.target=" + target,
                "-Dposixkit.darwin.library=" + library,
                "-cp",
                System.getProperty("java.class.path"),
                "posixkit.examples.Pk"));
        command.addAll(List.of(arguments));
        return Programs.run(command.toArray(String[]::new));
    }
}
