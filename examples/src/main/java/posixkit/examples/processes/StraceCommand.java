package posixkit.examples.processes;

import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGINT;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACECLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEEXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEVFORK;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.examples.cli.Subcommand;
import posixkit.file.Dir;
import posixkit.onlinux.Tracer;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

@Command(
        name = "strace",
        description = {
            "Runs a program and prints the system calls that it makes, as strace does.",
            "The arguments of rarer calls are printed in hexadecimal.",
            "Linux only. If pk itself is killed by SIGKILL, the kernel kills the traced programs too."
        },
        exitCodeList = {
            "0..127:the program's own; 0 for -p",
            "129..192:128 and the signal that ended it",
            "1:it could not be started or traced",
            "2:a wrong option or argument"
        })
public final class StraceCommand extends Subcommand {
    private static final int BIRTHS = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;

    @Option(
            names = {"-f", "--follow"},
            description = "also trace the processes and threads that it starts; with -p, all threads of the process")
    private boolean follow;

    @Option(
            names = {"-c", "--summary-only"},
            description = "print only a table of calls, errors and the time that calls took, as strace -c -w does")
    private boolean counts;

    @Option(
            names = {"-e", "--trace"},
            paramLabel = "[trace=][!]NAME,…",
            description = "only these calls; with !, all others")
    private String expression;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "print there, and not to standard error")
    private Path output;

    @Option(
            names = {"-p", "--attach"},
            paramLabel = "PID",
            description = "trace this process until it ends, or until Ctrl-C or SIGTERM; then it runs on")
    private Integer attached;

    @Option(
            names = {"-s", "--string-limit"},
            paramLabel = "BYTES",
            defaultValue = "32",
            description = "print at most so many bytes of a buffer (${DEFAULT-VALUE}); paths are printed whole")
    private int limit;

    @Option(
            names = {"-y", "--decode-fds"},
            description = "print the paths of descriptors")
    private boolean showsPaths;

    @Parameters(arity = "0..*", paramLabel = "PROGRAM", description = "the program and its arguments")
    private List<String> program;

    /** Makes picocli stop parsing options at the name of the program to trace. Options after this name belong to that program. */
    @Spec
    void leaveItsOptionsAlone(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
    }

    @Override
    protected void run() throws Exception {
        if ((program == null) == (attached == null)) {
            throw usage("either a program or -p PID is needed");
        }
        if (limit < 0) {
            throw usage("-s: less than 0");
        }
        Predicate<String> filter = filter();
        posix().onLinux();
        if (output == null) {
            trace(filter, err());
            return;
        }
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(output, StandardCharsets.UTF_8))) {
            trace(filter, file);
        } catch (IOException e) {
            throw e instanceof ErrnoException ? e : usage(output + ": cannot be written");
        }
    }

    private void trace(Predicate<String> filter, PrintWriter to) throws Exception {
        CallTally tally = counts ? new CallTally() : null;
        TraceLog log = new TraceLog(to, output != null, follow);
        Signatures signatures = new Signatures();
        ArgumentPrinter arguments = new ArgumentPrinter(posix(), signatures, limit, showsPaths);
        try (Tracing tracing = new Tracing(posix(), signatures, arguments, filter, tally, log)) {
            if (attached == null) {
                start(tracing);
            } else {
                attach(tracing);
            }
        }
        if (counts) {
            tally.print(to);
            to.flush();
        }
    }

    private void start(Tracing tracing) throws Exception {
        Spawn what = Spawn.of(program.toArray(String[]::new));
        try (Tracer tracer = Tracer.start(posix(), what, PTRACE_O_TRACEEXEC | (follow ? BIRTHS : 0))) {
            SignalRelay relay = SignalRelay.start(posix(), signal -> passOn(tracer.pid(), signal), SIGINT, SIGTERM);
            try {
                WaitStatus end = tracing.run(tracer, program);
                exitAs(end);
            } finally {
                relay.close();
            }
        }
    }

    /** A terminal sends its SIGINT to the program too, so this command only waits for the program's end. */
    private static void passOn(int pid, int signal) {
        if (signal != SIGINT) {
            posix().processes().killOrErrno(pid, signal);
        }
    }

    private void attach(Tracing tracing) throws Exception {
        int options = PTRACE_O_TRACEEXEC | (follow ? BIRTHS : 0);
        List<Future<WaitStatus>> tasks = new ArrayList<>();
        SignalRelay relay = SignalRelay.start(posix(), signal -> tracing.detach(), SIGINT, SIGTERM);
        try {
            tasks.add(tracing.start(Tracer.attach(posix(), attached, options)));
            for (int thread : follow ? otherThreads() : new int[0]) {
                try {
                    tasks.add(tracing.start(Tracer.attach(posix(), thread, options)));
                } catch (ErrnoException e) {
                    if (e.errno() != ESRCH) {
                        complain("thread " + thread, e.errno());
                    }
                }
            }
            for (Future<WaitStatus> task : tasks) {
                Tracing.result(task);
            }
        } finally {
            relay.close();
        }
    }

    private int[] otherThreads() throws ErrnoException {
        List<String> names = new ArrayList<>();
        try (Dir threads = posix().files().opendir("/proc/" + attached + "/task")) {
            while (threads.next()) {
                names.add(threads.name());
            }
        }
        return names.stream()
                .filter(name -> !name.startsWith("."))
                .mapToInt(Integer::parseInt)
                .filter(thread -> thread != attached)
                .toArray();
    }

    private Predicate<String> filter() {
        if (expression == null) {
            return name -> true;
        }
        String names = expression.replaceFirst("^trace=", "");
        boolean isNegative = names.startsWith("!");
        Set<String> chosen = Set.of((isNegative ? names.substring(1) : names).split(","));
        for (String name : chosen) {
            if (!CallNames.exists(name)) {
                throw usage("no system call is named " + name);
            }
        }
        return name -> chosen.contains(name) != isNegative;
    }
}
