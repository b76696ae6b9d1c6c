package posixkit.testing;

import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Resource.RLIMIT_CORE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.ClockId;
import posixkit.constants.Errno;
import posixkit.process.Processes;
import posixkit.process.Rlimit;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * The main class of a {@link ChildJvm} that may change what is a whole process's: its limits, its priority, its program, its
 * end, and whose clock nobody lets it set. Each line is a call and its arguments, encoded as in a URL; the answer what it
 * returned, {@code ok}, or the name of the errno.
 */
public final class ProcessShell {
    private static final Posix POSIX = Posix.get();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private ProcessShell() {}

    public static void main(String[] args) throws IOException {
        // Loads the classes now: another user cannot open the jars.
        answer("stat", "/no/such");
        answer("getrlimit", Integer.toString(RLIMIT_CORE));
        answer("getpriority", "0", "0");
        answer("clock");
        answer("unlink", "/no/such");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = Arrays.stream(line.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .toArray(String[]::new);
            OUT.println(answer(words[0], Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    /** A line for {@link ChildJvm#ask}. */
    public static String line(Object... words) {
        return String.join(
                " ",
                Arrays.stream(words)
                        .map(word -> URLEncoder.encode(word.toString(), StandardCharsets.UTF_8))
                        .toArray(String[]::new));
    }

    private static String answer(String call, String... arguments) {
        try {
            String result = call(call, arguments);
            return result == null ? "ok" : result;
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    private static String call(String call, String[] a) throws ErrnoException {
        Processes processes = POSIX.processes();
        switch (call) {
            case "stat" -> POSIX.files().stat(a[0]);
            case "unlink" -> POSIX.files().unlink(a[0]);
            case "setuid" -> POSIX.ids().setuid(number(a[0]));
            case "kill" -> processes.kill(number(a[0]), number(a[1]));
            case "raise" -> processes.raise(number(a[0]));
            case "gethostname" -> {
                return POSIX.host().gethostname();
            }
            case "getpriority" -> {
                return Integer.toString(processes.getpriority(number(a[0]), number(a[1])));
            }
            case "setpriority" -> processes.setpriority(number(a[0]), number(a[1]), number(a[2]));
            case "getrlimit" -> {
                Rlimit limit = processes.getrlimit(number(a[0]));
                return Rlimit.text(limit.cur()) + " " + Rlimit.text(limit.max());
            }
            case "setrlimit" ->
                processes.setrlimit(
                        number(a[0]), processes.newRlimit().cur(limit(a[1])).max(limit(a[2])));
            case "getdtablesize" -> {
                return Integer.toString(POSIX.host().getdtablesize());
            }
            case "open" -> {
                return Integer.toString(POSIX.files().open(a[0], O_RDONLY));
            }
            case "keep" -> {
                int fd = POSIX.files().open(a[0], O_RDONLY);
                POSIX.io().fcntl(fd, F_SETFD, 0);
                return Integer.toString(fd);
            }
            case "inherit" -> {
                return Integer.toString(POSIX.inheriting().files().open(a[0], O_RDONLY));
            }
            // how many arguments, they, and the environment, unless it is ours
            case "execve" -> {
                int count = number(a[1]);
                String[] argv = Arrays.copyOfRange(a, 2, 2 + count);
                String[] envp = Arrays.copyOfRange(a, 2 + count, a.length);
                processes.execve(a[0], argv, envp.length == 1 && envp[0].equals("ours") ? null : envp);
            }
            case "execveBytes" -> {
                String[] words = Arrays.stream(a)
                        .map(HexFormat.of()::parseHex)
                        .map(Names::of)
                        .toArray(String[]::new);
                processes.execve(words[0], Arrays.copyOfRange(words, 1, 4), Arrays.copyOfRange(words, 4, words.length));
            }
            case "spawn" -> {
                return spawn(a);
            }
            case "execveLong" ->
                processes.execve(Programs.path("true"), new String[] {"true", "x".repeat(number(a[0]))}, new String[0]);
            case "exit" -> exit(number(a[0]));
            default -> {
                return clock(call, a);
            }
        }
        return null;
    }

    /** Runs a program to its end. Returns how that was, or why there was none. */
    private static String spawn(String... command) {
        SpawnFailure failure = new SpawnFailure();
        int pid = POSIX.processes().spawnOrErrno(Spawn.of(command), failure);
        WaitStatus status = new WaitStatus();
        return pid < 0 || POSIX.processes().wait4OrErrno(pid, status, 0, null) != pid
                ? failure.toString()
                : status.toString();
    }

    /** With all that an orderly end would do, and says so. */
    private static void exit(int status) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OUT.println("hook")));
        try {
            POSIX.processes().exit(status);
            OUT.println("returned");
        } finally {
            OUT.println("finally");
        }
    }

    private static String clock(String call, String[] a) throws ErrnoException {
        posixkit.time.Clocks clock = POSIX.clocks();
        switch (call) {
            case "clock" -> clock.clockGettime(ClockId.CLOCK_MONOTONIC);
            case "clock_settime" ->
                clock.clockSettime(ClockId.CLOCK_REALTIME, Timespec.of(Long.parseLong(a[0]), Long.parseLong(a[1])));
            case "settimeofday" -> clock.settimeofday(time(a));
            case "adjtime" -> {
                Timeval old = clock.newTimeval().sec(11).usec(12);
                try {
                    clock.adjtime(a[0].equals("null") ? null : time(a), old);
                } catch (ErrnoException e) {
                    return Errno.name(e.errno()) + " " + old.sec() + " " + old.usec();
                }
                return old.sec() + " " + old.usec();
            }
            default -> throw new IllegalArgumentException("no such call: " + call);
        }
        return null;
    }

    private static Timeval time(String[] a) {
        return POSIX.clocks().newTimeval().sec(Long.parseLong(a[0])).usec(Long.parseLong(a[1]));
    }

    private static long limit(String text) {
        return text.equals("unlimited") ? Rlimit.INFINITY : Long.parseUnsignedLong(text);
    }

    private static int number(String text) {
        return (int) Long.parseLong(text);
    }
}
