package posixkit.examples.processes;

import static posixkit.constants.Errno.ESRCH;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACECLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACEVFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.examples.cli.Subcommand;
import posixkit.onlinux.SyscallStop;
import posixkit.onlinux.Tracer;
import posixkit.onlinux.Tracer.Stop.Kind;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

@Command(
        name = "calls",
        description = "Runs a program and counts the calls it makes of Linux, as strace -c does.",
        exitCodeList = {
            "0..127:the program's own",
            "129..192:128 and the signal that ended it",
            "1:it could not be started"
        })
public final class CallsCommand extends Subcommand {
    private static final int BIRTHS = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    private static final int SIGNALED = 128;
    private static final String LINE = "%9s %9s %s%n";

    @Option(
            names = {"-f", "--follow"},
            description = "also those of the processes and threads that it starts")
    private boolean follow;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "print there, and not to standard error")
    private Path output;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "the program and its arguments")
    private List<String> program;

    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    /**
     * Runs one task for each process or thread that the traced program starts. The task handles all stops of its process or
     * thread. Each task needs a thread of its own, because the task blocks its thread while it waits for the next stop.
     */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private record Tally(AtomicInteger calls, AtomicInteger errors) {
        Tally() {
            this(new AtomicInteger(), new AtomicInteger());
        }
    }

    /** Makes picocli stop parsing options at the name of the program to trace. Options after this name belong to that program. */
    @Spec
    void leaveItsOptionsAlone(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
    }

    @Override
    protected void run() throws Exception {
        WaitStatus end;
        try (Tracer tracer = Tracer.start(posix(), Spawn.of(program.toArray(String[]::new)), follow ? BIRTHS : 0)) {
            end = count(tracer);
        } finally {
            threads.shutdown();
        }
        print();
        exitWith(end.exited() ? end.exitStatus() : SIGNALED + end.signal());
    }

    /**
     * Counts the system calls of the tracee, which is the process or thread that {@code tracer} traces. Waits until the tracee
     * and its children have ended. Returns the wait status of the tracee. Here, the children are the processes and threads that
     * the tracee starts, as far as they are traced too. For each child, a separate task of {@link #threads} runs this method.
     */
    private WaitStatus count(Tracer tracer) throws Exception {
        List<Future<WaitStatus>> children = new ArrayList<>();
        String entered = null;
        while (tracer.stop().kind() != Kind.END) {
            try {
                if (tracer.stop().kind() == Kind.CALL) {
                    entered = tally(tracer.call(), entered);
                } else if (tracer.stop().kind() == Kind.EVENT) {
                    children.add(begun(tracer.takeChild()));
                }
                tracer.resumeToCall();
            } catch (ErrnoException e) {
                // ESRCH means that somebody killed the program while it was stopped. A killed program cannot be
                // resumed. The await() below then reports that the program has ended, so the loop ends.
                if (e.errno() != ESRCH) {
                    throw e;
                }
            }
            tracer.await();
        }
        for (Future<WaitStatus> child : children) {
            awaitEndOf(child);
        }
        return tracer.stop().status();
    }

    private Future<WaitStatus> begun(Tracer child) {
        return threads.submit(() -> {
            child.await();
            return count(child);
        });
    }

    private static void awaitEndOf(Future<WaitStatus> child) throws Exception {
        try {
            child.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Handles a stop at a system call. The traced program stops twice for each call: when it enters the call and when the call
     * returns. At the first stop, this method returns the name of the call. At the second stop, this method counts the call and
     * returns null. So {@code exit}, which never returns, is not counted.
     *
     * @param entered the result of this method at the previous stop: the name of the call that the program has entered, or null
     */
    private String tally(SyscallStop call, String entered) {
        if (call.op() == PTRACE_SYSCALL_INFO_ENTRY) {
            return CallNames.of(call.entryNr());
        }
        if (entered != null) {
            Tally tally = tallies.computeIfAbsent(entered, name -> new Tally());
            tally.calls.incrementAndGet();
            tally.errors.addAndGet(call.exitIsError());
        }
        return null;
    }

    private void print() throws IOException {
        if (output == null) {
            print(err());
            return;
        }
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(output, StandardCharsets.UTF_8))) {
            print(file);
        }
    }

    private void print(PrintWriter to) {
        Tally total = new Tally();
        to.printf(LINE, "calls", "errors", "call");
        List<Map.Entry<String, Tally>> sorted = new ArrayList<>(tallies.entrySet());
        sorted.sort(Comparator.comparing((Map.Entry<String, Tally> entry) ->
                        -entry.getValue().calls.get())
                .thenComparing(Map.Entry::getKey));
        for (Map.Entry<String, Tally> entry : sorted) {
            Tally tally = entry.getValue();
            to.printf(LINE, tally.calls, tally.errors, entry.getKey());
            total.calls.addAndGet(tally.calls.get());
            total.errors.addAndGet(tally.errors.get());
        }
        to.printf(LINE, total.calls, total.errors, "total");
    }
}
