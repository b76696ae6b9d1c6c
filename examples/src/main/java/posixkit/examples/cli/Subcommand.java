package posixkit.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.process.WaitStatus;
import posixkit.terminal.WindowSize;

/** The base class of all subcommands. It provides the {@link Posix} object, the output, error messages and the exit code. */
public abstract class Subcommand implements Callable<Integer> {
    private static final int STDOUT = 1;
    private static final int USUAL_COLUMNS = 80;
    private static final int SIGNALED = 128;

    @Spec
    private CommandSpec spec;

    private int exit = CommandLine.ExitCode.OK;

    protected abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return exit;
    }

    /**
     * Returns the {@link Posix} object. A subcommand must call this method when it runs, not when it is created. picocli creates
     * all subcommands but runs only one, and the other subcommands do not need the object.
     */
    protected static Posix posix() {
        return Posix.get();
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /**
     * Returns true if the output may have colours: it goes to a terminal, and the user has not set {@code NO_COLOR} (no-color.org).
     * This is found out here and not at the start, because most subcommands print no colours.
     */
    protected final boolean showsColours() {
        Ansi chosen = spec.commandLine().getColorScheme().ansi();
        String refused = System.getenv("NO_COLOR");
        return chosen == Ansi.AUTO ? (refused == null || refused.isEmpty()) && isOnTerminal() : chosen.enabled();
    }

    /** Returns true if standard output is a terminal. */
    protected static boolean isOnTerminal() {
        return posix().terminals().isatty(STDOUT);
    }

    /** Returns the number of columns of the terminal to which standard output goes; 80 if that is unknown. */
    protected static int terminalColumns() {
        WindowSize size = posix().terminals().newWindowSize();
        int result = posix().terminals().tcgetwinsizeOrErrno(STDOUT, size);
        return result == 0 && size.col() > 0 ? size.col() : USUAL_COLUMNS;
    }

    protected final void exitWith(int status) {
        exit = status;
    }

    /** Exits as a shell does for a program that ended so: with its exit status, or with 128 and the signal that killed it. */
    protected final void exitAs(WaitStatus end) {
        exitWith(end.exited() ? end.exitStatus() : SIGNALED + end.signal());
    }

    /** Prints an error message. The command continues, and exits with 1 when it has finished. */
    protected final void complain(String what) {
        out().flush();
        err().println(spec.qualifiedName() + ": " + what);
        exitWith(CommandLine.ExitCode.SOFTWARE);
    }

    protected final void complain(String subject, int errno) {
        complain(subject + ": " + ErrnoException.describe(errno));
    }

    protected final ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
