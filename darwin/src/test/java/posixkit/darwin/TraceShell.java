package posixkit.darwin;

import static posixkit.constants.Wait.WNOHANG;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_TRACE_ME;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.file.Io;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;

/**
 * The main class of a {@link ChildJvm} that starts programs and traces them on one thread. When it ends, its tracees end too. With an
 * argument, it is such a program itself: it lets its parent trace it and executes a shell that runs the argument.
 */
public final class TraceShell {
    private static final OnDarwinPtrace PTRACE = Posix.get().onDarwin().ptrace();
    private static final Processes PROCESSES = Posix.get().processes();
    private static final Io IO = Posix.get().io();

    private static final int INPUT_KEPT_OPEN = 9;

    private TraceShell() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            PTRACE.ptrace(PT_TRACE_ME, 0, 0, 0);
            PROCESSES.execve("/bin/sh", new String[] {"sh", "-c", arguments[0]}, null);
        }
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNextLine()) {
                try {
                    System.out.println(answer(in.nextLine()));
                } catch (ErrnoException e) {
                    System.out.println(e.call().equals("ptrace") ? Errno.name(e.errno()) : e);
                }
            }
        }
    }

    private static String answer(String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "spawn" -> {
                return Integer.toString(PROCESSES.spawn(Spawn.of("/bin/sh", "-c", line.substring("spawn ".length()))));
            }
            case "start" -> {
                return Integer.toString(started(line.substring("start ".length())));
            }
            case "ptrace" ->
                PTRACE.ptrace(number(words[1]), number(words[2]), Long.parseLong(words[3]), number(words[4]));
            case "wait" -> {
                WaitStatus status = new WaitStatus();
                PROCESSES.wait4(number(words[1]), status, 0, null);
                return status.toString();
            }
            case "isRunning" -> {
                return Boolean.toString(PROCESSES.wait4(number(words[1]), null, WNOHANG, null) == 0);
            }
            case "kill" -> PROCESSES.kill(number(words[1]), number(words[2]));
            default -> throw new IllegalArgumentException("no such thing to do");
        }
        return "ok";
    }

    /**
     * Starts a shell and waits until it runs its script, by a byte that the script writes first. A tracer that attaches
     * while execve has not returned yet would get execve's SIGTRAP. The shell holds both ends of the pipe that it may read
     * from, so a read blocks for ever.
     */
    private static int started(String script) throws IOException {
        int[] ready = IO.pipe();
        int[] input = IO.pipe();
        Spawn shell = Spawn.of("/bin/sh", "-c", "echo; " + script)
                .dup2(input[0], 0)
                .dup2(ready[1], 1)
                .dup2(input[1], INPUT_KEPT_OPEN);
        int pid = PROCESSES.spawn(shell);
        IO.close(ready[1]);
        int bytes = IO.read(ready[0], new byte[1]);
        IO.close(ready[0]);
        IO.close(input[0]);
        IO.close(input[1]);
        if (bytes != 1) {
            throw new IllegalStateException("the shell ended before its script ran");
        }
        return pid;
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
