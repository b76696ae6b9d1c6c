package posixkit.examples.jnr;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;

@Command(
        name = "jnr",
        description = {
            "Does the same tasks with jnr-posix and posixkit, and compares the answers.",
            "The column drop-in is jnr-posix's interface over posixkit: JnrPosix.wrap() of posixkit-interop.",
            "For those who come from jnr-posix: the class SideBySide has the code of each task in both ways."
        })
public final class JnrCommand extends Subcommand {
    @Option(names = "--json", description = "print all answers as JSON")
    private boolean json;

    @Override
    protected void run() throws Exception {
        List<Comparison> comparisons;
        // Names jnr-posix, so the class is loaded here only: the other subcommands do without jnr-posix.
        try (SideBySide tasks = new SideBySide(posix())) {
            comparisons = tasks.compare();
        } catch (NoClassDefFoundError e) {
            throw new UnsupportedOperationException("jnr-posix or posixkit-interop is not on the class path", e);
        }
        if (json) {
            Json.print(out(), comparisons);
            return;
        }
        for (Comparison comparison : comparisons) {
            if (comparison.isSame()) {
                out().printf("%-12s same       %s%n", comparison.task(), comparison.posixkit());
            } else {
                out().printf("%-12s DIFFERENT  %s%n", comparison.task(), comparison.reason());
                out().printf("%-12s            jnr-posix: %s%n", "", comparison.jnrPosix());
                out().printf("%-12s            drop-in:   %s%n", "", comparison.dropIn());
                out().printf("%-12s            posixkit:  %s%n", "", comparison.posixkit());
            }
        }
    }
}
