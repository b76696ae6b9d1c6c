package posixkit.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;
import posixkit.ErrnoException;

/**
 * The {@code pk} command. To add a subcommand, write a class that extends {@link Subcommand} and add the class to
 * {@code subcommands} in the annotation below.
 */
@Command(
        name = "pk",
        description = "System calls at the command line, by way of posixkit.",
        subcommands = {CallsCommand.class, DoctorCommand.class, IdCommand.class, StatCommand.class},
        resourceBundle = "posixkit.examples.pk",
        version = "pk ${bundle:release}",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all went well", "1:something failed", "2:a wrong option or argument"})
public final class Pk {
    public static void main(String... arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exit = commandLine().setOut(out).setErr(err).execute(arguments);
        if (out.checkError()) {
            err.println("pk: standard output cannot be written");
            exit = CommandLine.ExitCode.SOFTWARE;
        }
        err.flush();
        System.exit(exit);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Pk()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ErrnoException || failure instanceof UnsupportedOperationException) {
                command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
    }

    /**
     * Returns a writer that always prints UTF-8, whatever the locale is. In another encoding, some file names would be changed.
     */
    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new FileOutputStream(to), false, StandardCharsets.UTF_8);
    }
}
