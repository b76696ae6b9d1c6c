package posixkit.examples;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Posix;

/** What all subcommands share: the system, where to print, how to complain, and what to return after that. */
abstract class Subcommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private int exit = CommandLine.ExitCode.OK;

    protected abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return exit;
    }

    /** Asked for when it is used: picocli makes every subcommand, and most of them will not run. */
    protected static Posix posix() {
        return Posix.get();
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    protected final void exitWith(int status) {
        exit = status;
    }

    /** Goes on, to exit with 1 in the end. */
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
