package posixkit.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.terminal.WindowSize;

/** The base class of all subcommands. It provides the {@link Posix} object, the output, error messages and the exit code. */
public abstract class Subcommand implements Callable<Integer> {
    private static final int STDOUT = 1;
    private static final int USUAL_COLUMNS = 80;

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

    /** Returns true if the output may have colours: it goes to a terminal, and the user has not set {@code NO_COLOR}. */
    protected final boolean showsColours() {
        return spec.commandLine().getColorScheme().ansi().enabled();
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
