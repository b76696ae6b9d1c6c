package posixkit.testing;

import static posixkit.constants.Resource.RLIMIT_NPROC;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Wait.WNOHANG;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.process.Processes;
import posixkit.process.WaitStatus;

/**
 * The main class of a {@link ChildJvm} that makes copies of itself, of which each becomes another program or ends. Those that
 * hang, as copies of a JVM may, are killed, and said to have been. Each line is what the copy is to do; the answer its pid and
 * how it ended, or the name of the errno.
 */
public final class ForkShell {
    /** Nothing is compiled and nothing waited for by all threads: what makes a copy of a JVM hang, if anything does. */
    public static final String[] QUIET = {
        "-Xint", "-XX:-UsePerfData", "-XX:+UnlockDiagnosticVMOptions", "-XX:GuaranteedSafepointInterval=0"
    };

    private static final Processes PROCESSES = Posix.get().processes();
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private ForkShell() {}

    public static void main(String[] args) throws Exception {
        // Both loaded before there is a copy, which could not.
        String[] none = {"none"};
        try {
            PROCESSES.execve("/no/such", none, null);
        } catch (ErrnoException expected) {
            answer("kill", new Scanner(""));
        }
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNext()) {
                try {
                    System.out.println(answer(in.next(), in));
                } catch (ErrnoException e) {
                    System.out.println(e.call() + " " + Errno.name(e.errno()));
                }
            }
        }
    }

    private static String answer(String what, Scanner in) throws IOException {
        switch (what) {
            case "exit" -> {
                int code = in.nextInt();
                int pid = PROCESSES.fork();
                if (pid == 0) {
                    PROCESSES.exit(code);
                }
                return end(pid);
            }
            case "execve" -> {
                String[] argv = {"sh", "-c", "echo $$ $PPID > " + in.next() + "; exit 9"};
                int pid = PROCESSES.fork();
                if (pid == 0) {
                    PROCESSES.execve("/bin/sh", argv, null);
                }
                return end(pid);
            }
            // The answer is for those who ask when it fails; otherwise this JVM has ended.
            case "daemon" -> {
                String[] argv = {
                    "sh",
                    "-c",
                    "echo $$ $(ps -o sid= -o tty= -p $$) $(readlink /proc/$$/cwd /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2) > $0",
                    in.next()
                };
                PROCESSES.daemon(in.nextBoolean(), in.nextBoolean());
                PROCESSES.execve("/bin/sh", argv, null);
                return "execve returned";
            }
            // Before anything else, for the classes' sake.
            case "kill" -> {
                return PROCESSES.killOrErrno(PROCESSES.getpid(), 0) + "" + new WaitStatus()
                        + waited(-1, new WaitStatus());
            }
            case "noMore" -> {
                Posix.get().ids().setuid(1234);
                PROCESSES.setrlimit(RLIMIT_NPROC, PROCESSES.newRlimit().cur(0).max(0));
                return "ok";
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static String end(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        long start = System.nanoTime();
        while (waited(pid, status) == 0) {
            if (System.nanoTime() - start > PATIENCE) {
                PROCESSES.kill(pid, SIGKILL);
                PROCESSES.wait4(pid, status, 0, null);
                return pid + " hung";
            }
            Thread.yield();
        }
        return pid + " " + status;
    }

    private static int waited(int pid, WaitStatus status) {
        return PROCESSES.wait4OrErrno(pid, status, WNOHANG, null);
    }
}
