package posixkit.darwin;

import static posixkit.constants.Wait.WNOHANG;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_TRACE_ME;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
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
            case "sleep" -> {
                return Integer.toString(PROCESSES.spawn(Spawn.of("sleep", "1000")));
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

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
