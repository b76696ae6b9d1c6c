package posixkit.examples.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
        List<String> options = List.of("-Dposixkit.target=" + target, "-Dposixkit.darwin.library=" + library);
        return Programs.run(ChildPk.command(options, arguments));
    }
}
