package posixkit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static Arguments arguments(String... words) {
        return Arguments.of(List.copyOf(Workloads.ALL), words);
    }

    @Test
    void namesChooseWorkloadsInTheirOrder() {
        Arguments arguments = arguments("fstat", "getppid");
        assertEquals(
                List.of("fstat", "getppid"),
                arguments.parts().stream().map(Part::name).toList());
        assertNull(arguments.output(), "a part of the results must not replace the file with all");
    }

    @Test
    void withoutNamesAllIsMeasured() {
        Arguments arguments = arguments("--output", "results.md");
        assertEquals(Workloads.ALL.size(), arguments.parts().size());
        assertEquals(Path.of("results.md"), arguments.output());
    }

    @Test
    void optionsHaveValues() {
        Arguments arguments = arguments("--seconds", "0.25", "--routes", "jnr,registered", "getppid");
        assertEquals(0.25, arguments.seconds());
        assertEquals(0.25, arguments.warmUp(), "a short run has a short warm-up");
        assertEquals(List.of("jnr", "registered"), arguments.routes());
    }

    @Test
    void helpNeedsNoDirectoryForResults() {
        assertTrue(arguments("--help").isHelp());
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, unknown name: nothing",
        "--nothing, unknown option: --nothing",
        "--seconds, --seconds: the value is missing",
        "--seconds x, --seconds: not a number: x",
        "--seconds 0, --seconds: must be above 0 and at most 3600: 0",
        "--seconds NaN, --seconds: must be above 0 and at most 3600: NaN",
        "--routes x, '--routes: must be ffm, registered or jnr: x'",
        "'--routes jnr,jnr', '--routes: a route stands there twice: jnr,jnr'",
        "--output /no/such/file, --output: no directory for /no/such/file"
    })
    void wrongArgumentsAreRefused(String words, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> arguments(words.split(" ")));
        assertEquals(message, e.getMessage());
    }
}
