package posixkit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import posixkit.examples.cli.Captured;

class PkTest {
    @Test
    void tellsItsVersion() {
        String version = Captured.output("--version");
        assertTrue(version.matches("pk [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"), version);
        assertEquals(version, Captured.output("id", "--version"));
    }

    @Test
    void helpNamesEachSubcommand() {
        String help = Captured.output("--help");
        for (String name : Pk.commandLine().getSubcommands().keySet()) {
            assertTrue(
                    help.matches("(?s).*\n  " + name + " +[A-Z][^\n]*\\.\n(  [a-z]|Exit).*"),
                    name + " in one line: " + help);
            assertTrue(Captured.output(name, "--help").startsWith("Usage: pk " + name), name);
        }
    }

    @Test
    void withoutASubcommandIsWrongUse() {
        assertEquals(2, Captured.pk().exit());
        assertEquals(2, Captured.pk("nonsense").exit());
        assertTrue(Captured.pk().errors().contains("Usage: pk"));
    }
}
