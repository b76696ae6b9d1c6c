package posixkit.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * {@code SUBCOMMANDS} below.
 */
@Command(
        name = "pk",
        description = "System calls at the command line, by way of posixkit.",
        resourceBundle = "posixkit.examples.pk",
        version = "pk ${bundle:release}",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all went well", "1:something failed", "2:a wrong option or argument"})
public final class Pk {
    /** By their names, in the order of the list that {@code --help} prints. */
    private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("cp", CpCommand.class);
        SUBCOMMANDS.put("df", DfCommand.class);
        SUBCOMMANDS.put("doctor", DoctorCommand.class);
        SUBCOMMANDS.put("generate-completion", GenerateCompletion.class);
        SUBCOMMANDS.put("grep", GrepCommand.class);
        SUBCOMMANDS.put("id", IdCommand.class);
        SUBCOMMANDS.put("jnr", JnrCommand.class);
        SUBCOMMANDS.put("limits", LimitsCommand.class);
        SUBCOMMANDS.put("ls", LsCommand.class);
        SUBCOMMANDS.put("mounts", MountsCommand.class);
        SUBCOMMANDS.put("pty", PtyCommand.class);
        SUBCOMMANDS.put("recv", RecvCommand.class);
        SUBCOMMANDS.put("run", RunCommand.class);
        SUBCOMMANDS.put("send", SendCommand.class);
        SUBCOMMANDS.put("serve", ServeCommand.class);
        SUBCOMMANDS.put("stat", StatCommand.class);
        SUBCOMMANDS.put("strace", StraceCommand.class);
        SUBCOMMANDS.put("sysinfo", SysinfoCommand.class);
        SUBCOMMANDS.put("top", TopCommand.class);
        SUBCOMMANDS.put("watch", WatchCommand.class);
        SUBCOMMANDS.put("xattr", XattrCommand.class);
    }

    /** As wide as each subcommand needs for one line in the list of all. */
    private static final int HELP_WIDTH = 104;

    public static void main(String... arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exit = commandLine(arguments)
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

    /**
     * Returns the command without colours, as for an output that is no terminal. If the first argument names a subcommand, the
     * others are left out: to create all takes longer than most of them run.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine pk = new CommandLine(new Pk());
        Class<?> chosen = arguments.length == 0 ? null : SUBCOMMANDS.get(arguments[0]);
        if (chosen == null || chosen == GenerateCompletion.class) {
            SUBCOMMANDS.forEach(pk::addSubcommand);
        } else {
            pk.addSubcommand(arguments[0], chosen);
        }
        return pk.setColorScheme(Help.defaultColorScheme(Ansi.OFF))
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
