package posixkit.examples.terminals;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.examples.cli.Subcommand;
import posixkit.process.WaitStatus;
import posixkit.terminal.WindowSize;

@Command(
        name = "pty",
        description = {
            "Runs a command on a new pseudo-terminal, and can record what it shows.",
            "A recording is an asciicast v2, as asciinema makes it.",
            "If standard input is no terminal, it is typed at the new terminal, without echo, and its end is typed as Control-D.",
            "Commands run on Linux only: on macOS, no call starts a program in a new session. Recordings play on both."
        },
        exitCodeList = {
            "0..127:the command's own",
            "129..192:128 and the signal that ended it",
            "1:it could not be started"
        })
public final class PtyCommand extends Subcommand {
    private static final int STDIN = 0;
    private static final int EVERYBODY = 0666;
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})");

    @ArgGroup
    private Recording recording = new Recording();

    static final class Recording {
        @Option(
                names = {"-r", "--record"},
                paramLabel = "FILE",
                description = "record the session there")
        String record;

        @Option(
                names = {"-p", "--replay"},
                paramLabel = "FILE",
                description = "show a recording, and run nothing")
        String replay;
    }

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "with --replay: how many times faster than recorded")
    private double speed;

    @Option(
            names = "--size",
            paramLabel = "COLSxROWS",
            description =
                    "the size of the terminal; if not given, that of standard input, or 80x24 if that is no terminal")
    private String size;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "the command and its arguments; if there is none, your shell")
    private List<String> command;

    /** Makes picocli leave the options behind the command's name to the command. */
    @Spec
    void leaveItsOptionsAlone(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
    }

    @Override
    protected void run() throws Exception {
        if (!(speed > 0)) {
            throw usage("--speed is more than 0");
        }
        if (recording.replay == null) {
            execute();
        } else if (command != null) {
            throw usage("--replay runs no command");
        } else {
            replay();
        }
    }

    private void execute() throws Exception {
        boolean hasTerminal = posix().terminals().isatty(STDIN);
        WindowSize window = window(hasTerminal);
        String[] words = command == null ? new String[] {shell()} : command.toArray(String[]::new);
        WaitStatus end;
        if (recording.record == null) {
            end = new PtySession(posix(), null).run(window, hasTerminal, words);
        } else {
            try (Fd file = Fd.own(posix().files().open(recording.record, O_WRONLY | O_CREAT | O_TRUNC, EVERYBODY))) {
                Recorder recorder = new Recorder(posix(), file.num(), window, String.join(" ", words));
                end = new PtySession(posix(), recorder).run(window, hasTerminal, words);
            }
        }
        exitAs(end);
    }

    private WindowSize window(boolean hasTerminal) throws ErrnoException {
        if (size != null) {
            Matcher given = SIZE.matcher(size);
            if (!given.matches()) {
                throw usage("--size is, for example, 80x24");
            }
            return window(Integer.parseInt(given.group(1)), Integer.parseInt(given.group(2)));
        }
        return hasTerminal ? posix().terminals().tcgetwinsize(STDIN) : window(COLUMNS, ROWS);
    }

    private static WindowSize window(int columns, int rows) {
        return posix().terminals().newWindowSize().col(columns).row(rows);
    }

    private static String shell() {
        String shell = posix().environment().getenv("SHELL");
        return shell == null || shell.isEmpty() ? "/bin/sh" : shell;
    }

    private void replay() throws ErrnoException {
        List<Asciicast.Event> events;
        try (Fd file = Fd.own(posix().files().open(recording.replay, O_RDONLY))) {
            events = Asciicast.read(posix(), file.num());
        } catch (IllegalArgumentException e) {
            complain(recording.replay + ": " + e.getMessage());
            return;
        }
        double shown = 0;
        for (Asciicast.Event event : events) {
            out().flush();
            double wait = Math.max(0, event.seconds() - shown) / speed;
            posix().clocks().nanosleep((long) (wait * TimeUnit.SECONDS.toNanos(1)));
            shown = Math.max(shown, event.seconds());
            out().print(event.text());
        }
        out().flush();
    }
}
