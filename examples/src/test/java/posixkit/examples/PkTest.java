package posixkit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
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

    /** A subcommand that is created alone has the name under which it is on the list, and the help that it has among all. */
    @Test
    void aSubcommandNeedsNoOther() {
        Map<String, CommandLine> all = Pk.commandLine().getSubcommands();
        assertTrue(all.size() > 20, all::toString);
        all.forEach((name, command) -> {
            assertEquals(name, command.getCommandName());
            Map<String, CommandLine> alone = Pk.commandLine(name, "x").getSubcommands();
            assertEquals(name.equals("generate-completion") ? all.keySet() : Set.of(name), alone.keySet());
            assertEquals(command.getUsageMessage(), alone.get(name).getUsageMessage());
        });
        assertEquals(
                all.keySet(), Pk.commandLine("--help", "ls").getSubcommands().keySet());
    }

    @Test
    void withoutASubcommandIsWrongUse() {
        assertEquals(2, Captured.pk().exit());
        assertEquals(2, Captured.pk("nonsense").exit());
        assertTrue(Captured.pk().errors().contains("Usage: pk"));
    }
}
