package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is coreutils' id, as a child with the same users and groups. */
@NeedsTool("id")
class IdCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"-u", "-g", "-un", "-gn", "-ur", "-gr", "-unr", "-gnr"})
    void printsTheIdThatIdPrints(String options) {
        printsWhatIdPrints(options);
    }

    @ParameterizedTest
    @NeedsGnu
    @ValueSource(strings = {"", "-G", "-Gn", "-Gr", "-Gnr"})
    void printsTheGroupsThatIdPrints(String options) {
        printsWhatIdPrints(options);
    }

    private static void printsWhatIdPrints(String options) {
        String[] command = ("id " + options).strip().split(" ");
        assertEquals(Programs.output(command), Captured.output(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n", "-r", "-u -g", "-G -u", "-x", "somebody"})
    void refusesWhatMakesNoSense(String options) {
        Captured captured = Captured.pk(("id " + options).split(" "));
        assertEquals(2, captured.exit());
        assertEquals("", captured.output());
        assertTrue(captured.errors().contains("Usage: pk id"), captured.errors());
    }
}
