package posixkit.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import posixkit.examples.Pk;

/** What a subcommand, run in this process, returned and printed. */
public record Captured(int exit, String output, String errors) {
    public static Captured pk(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Pk.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Captured(exit, out.toString(), err.toString());
    }

    /** What it printed, without the last newline, as {@link posixkit.testing.Programs#output} gives it. */
    public static String output(String... arguments) {
        Captured captured = pk(arguments);
        assertEquals("", captured.errors);
        assertEquals(0, captured.exit);
        return captured.output.stripTrailing();
    }
}
