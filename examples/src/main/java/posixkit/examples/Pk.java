package posixkit.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ScopeType;
import posixkit.ErrnoException;
import posixkit.examples.cli.Arguments;
import posixkit.examples.cli.NameWriter;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.doctor.DoctorCommand;
import posixkit.examples.files.CpCommand;
import posixkit.examples.files.GrepCommand;
import posixkit.examples.files.LsCommand;
import posixkit.examples.files.StatCommand;
import posixkit.examples.files.WatchCommand;
import posixkit.examples.files.XattrCommand;
import posixkit.examples.jnr.JnrCommand;
import posixkit.examples.network.RecvCommand;
import posixkit.examples.network.SendCommand;
import posixkit.examples.network.ServeCommand;
import posixkit.examples.processes.IdCommand;
import posixkit.examples.processes.LimitsCommand;
import posixkit.examples.processes.RunCommand;
import posixkit.examples.processes.StraceCommand;
import posixkit.examples.processes.TopCommand;
import posixkit.examples.system.DfCommand;
import posixkit.examples.system.MountsCommand;
import posixkit.examples.system.SysinfoCommand;
import posixkit.examples.terminals.PtyCommand;

/**
 * The {@code pk} command. To add a subcommand, write a class that extends {@link Subcommand} and add the class to
 * {@code subcommands} in the annotation below.
 */
@Command(
        name = "pk",
        description = "System calls at the command line, by way of posixkit.",
        subcommands = {
            CpCommand.class,
            DfCommand.class,
            DoctorCommand.class,
            GenerateCompletion.class,
            GrepCommand.class,
            IdCommand.class,
            JnrCommand.class,
            LimitsCommand.class,
            LsCommand.class,
            MountsCommand.class,
            PtyCommand.class,
            RecvCommand.class,
            RunCommand.class,
            SendCommand.class,
            ServeCommand.class,
            StatCommand.class,
            StraceCommand.class,
            SysinfoCommand.class,
            TopCommand.class,
            WatchCommand.class,
            XattrCommand.class,
        },
        resourceBundle = "posixkit.examples.pk",
        version = "pk ${bundle:release}",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all went well", "1:something failed", "2:a wrong option or argument"})
public final class Pk {
    /** As wide as each subcommand needs for one line in the list of all. */
    private static final int HELP_WIDTH = 104;

    public static void main(String... arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exit = commandLine()
                .setColorScheme(Help.defaultColorScheme(Ansi.AUTO))
                .setOut(out)
                .setErr(err)
                .execute(Arguments.lossless(arguments));
        if (out.checkError()) {
            err.println("pk: standard output cannot be written");
            exit = CommandLine.ExitCode.SOFTWARE;
        }
        err.flush();
        System.exit(exit);
    }

    /** Returns the command without colours, as for an output that is no terminal. */
    public static CommandLine commandLine() {
        return new CommandLine(new Pk())
                .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ErrnoException || failure instanceof UnsupportedOperationException) {
                        command.getErr()
                                .println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
    }

    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new NameWriter(new FileOutputStream(to)));
    }
}
