package posixkit.examples.processes;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Signal.SIGINT;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Sysconf._SC_PAGESIZE;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Target;
import posixkit.event.PollFds;
import posixkit.examples.cli.Subcommand;
import posixkit.onlinux.Pidfds.SpawnedChild;
import posixkit.process.Rusage;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;

@Command(
        name = "run",
        description = {
            "Runs a program with other limits, ids, files or surroundings than the shell's.",
            "On macOS, only --env, --unset, --clear-env, --stdin, --stdout, --stderr and -v work."
        },
        exitCodeList = {
            "0..127:the program's own",
            "129..192:128 and the signal that ended it",
            "1:it could not be started",
            "2:a wrong option or argument"
        })
public final class RunCommand extends Subcommand {

    @Mixin
    private SpawnOptions options;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "send it a signal after this time")
    private Double timeout;

    @Option(
            names = "--signal",
            paramLabel = "NAME",
            defaultValue = "TERM",
            description = "the signal of --timeout (${DEFAULT-VALUE})")
    private String signal;

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "print to standard error what it used, as /usr/bin/time -v does.",
                "On Linux, its maximum resident set is never below that of pk, in whose memory it begins."
            })
    private boolean verbose;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "the program and its arguments")
    private List<String> program;

    /** Makes picocli stop parsing options at the name of the program. Options after this name belong to that program. */
    @Spec
    void leaveItsOptionsAlone(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
    }

    @Override
    protected void run() throws ErrnoException {
        Spawn what = options.spawn(posix(), program);
        if (timeout != null && timeout < 0) {
            throw usage("--timeout: less than 0");
        }
        int late = timeout == null ? 0 : options.signal(signal);
        Rusage usage = posix().processes().newRusage();
        WaitStatus end = new WaitStatus();
        Duration start = now();
        if (Target.IS_LINUX) {
            startAndWait(what, late, end, usage);
        } else if (timeout != null) {
            throw new UnsupportedOperationException("--timeout: only on Linux");
        } else {
            posix().processes().wait4(posix().processes().spawn(what), end, 0, usage);
        }
        Duration elapsed = now().minus(start);
        if (verbose) {
            long pageSize = posix().host().sysconf(_SC_PAGESIZE).orElseThrow();
            UsageReport.print(err(), program, end, elapsed, usage, Target.IS_DARWIN, pageSize);
        }
        exitAs(end);
    }

    /**
     * Runs the program to its end. The descriptor of the process becomes readable at the end, and a signal through it can reach
     * no other process. A terminal sends its SIGINT to the program too, so this command ignores it; it passes SIGTERM on.
     */
    private void startAndWait(Spawn what, int late, WaitStatus end, Rusage usage) throws ErrnoException {
        SpawnedChild child = posix().onLinux().pidfds().pidfdSpawn(what, new SpawnFailure());
        try (Fd process = Fd.own(child.pidfd())) {
            SignalRelay relay = SignalRelay.start(posix(), each -> passOn(process.num(), each), SIGINT, SIGTERM);
            try {
                PollFds ended = posix().poll().newPollFds(1);
                ended.add(process.num(), POLLIN);
                if (timeout != null && posix().poll().poll(ended, milliseconds()) == 0) {
                    posix().onLinux().pidfds().pidfdSendSignal(process.num(), late);
                }
                posix().processes().wait4(child.pid(), end, 0, usage);
            } finally {
                relay.close();
            }
        }
    }

    private static void passOn(int pidfd, int signal) {
        if (signal != SIGINT) {
            posix().onLinux().pidfds().pidfdSendSignalOrErrno(pidfd, signal);
        }
    }

    private int milliseconds() {
        return (int) Math.min(
                Integer.MAX_VALUE, Math.ceil(timeout * Duration.ofSeconds(1).toMillis()));
    }

    private static Duration now() throws ErrnoException {
        return posix().clocks().clockGettime(CLOCK_MONOTONIC).toDuration();
    }
}
