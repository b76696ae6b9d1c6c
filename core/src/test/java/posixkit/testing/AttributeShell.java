package posixkit.testing;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Utime.UTIME_NOW;
import static posixkit.constants.Utime.UTIME_OMIT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.file.FileTree;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * The main class of a {@link ChildJvm} that becomes another user and tries what that user may set. It reads a call and its arguments
 * from each line, and prints {@code ok} or the name of the errno. Modes are octal.
 */
public final class AttributeShell {
    private static final Posix POSIX = Posix.get();
    private static final FileTree FILES = POSIX.files();

    private AttributeShell() {}

    public static void main(String[] args) throws IOException {
        // Loads the classes now: another user cannot open the jars.
        for (String call : List.of(
                "chmod X 0",
                "fchmodat X 0 0",
                "chown X 1 1",
                "lchown X 1 1",
                "utimes X",
                "utimes X 1 2",
                "lutimes X 1 2",
                "utimensat X now 1",
                "truncate X 0",
                "faccessat X 0 512",
                "statfs X",
                "statvfs X",
                "pathconf X 3",
                "seteuid -1",
                "futimes X",
                "fchmod X 0",
                "fchown X 1 1")) {
            answer(call.replace("X", "/no/such"));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(line));
        }
    }

    private static String answer(String line) {
        String[] words = line.split(" ");
        try {
            call(words[0], words[1], Arrays.copyOfRange(words, 2, words.length));
            return "ok";
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    private static void call(String call, String path, String[] more) throws ErrnoException {
        switch (call) {
            case "seteuid" -> POSIX.ids().seteuid(Integer.parseInt(path));
            case "setegid" -> POSIX.ids().setegid(Integer.parseInt(path));
            case "setgroups" -> POSIX.ids().setgroups(Integer.parseInt(path));
            case "chmod" -> FILES.chmod(path, Integer.parseInt(more[0], 8));
            case "fchmodat" -> FILES.fchmodat(AT_FDCWD, path, Integer.parseInt(more[0], 8), Integer.parseInt(more[1]));
            case "chown" -> FILES.chown(path, Integer.parseInt(more[0]), Integer.parseInt(more[1]));
            case "lchown" -> FILES.lchown(path, Integer.parseInt(more[0]), Integer.parseInt(more[1]));
            case "utimes" -> {
                if (more.length == 0) {
                    FILES.utimes(path);
                } else {
                    FILES.utimes(path, micros(more[0]), micros(more[1]));
                }
            }
            case "lutimes" -> FILES.lutimes(path, micros(more[0]), micros(more[1]));
            case "utimensat" -> FILES.utimensat(AT_FDCWD, path, time(more[0]), time(more[1]), 0);
            case "truncate" -> FILES.truncate(path, Long.parseLong(more[0]));
            case "faccessat" -> FILES.faccessat(AT_FDCWD, path, Integer.parseInt(more[0]), Integer.parseInt(more[1]));
            case "statfs" -> FILES.statfs(path);
            case "statvfs" -> FILES.statvfs(path);
            case "pathconf" -> FILES.pathconf(path, Integer.parseInt(more[0]));
            default -> opened(call, path, more);
        }
    }

    private static void opened(String call, String path, String[] more) throws ErrnoException {
        try (Fd fd = Fd.own(FILES.open(path, O_RDONLY))) {
            switch (call) {
                case "futimes" -> {
                    if (more.length == 0) {
                        POSIX.io().futimes(fd.num());
                    } else {
                        POSIX.io().futimes(fd.num(), micros(more[0]), micros(more[1]));
                    }
                }
                case "fchmod" -> POSIX.io().fchmod(fd.num(), Integer.parseInt(more[0], 8));
                case "fchown" -> POSIX.io().fchown(fd.num(), Integer.parseInt(more[0]), Integer.parseInt(more[1]));
                default -> throw new IllegalArgumentException("no such call: " + call);
            }
        }
    }

    private static Timeval micros(String seconds) {
        return POSIX.clocks().newTimeval().sec(Long.parseLong(seconds)).usec(0);
    }

    private static Timespec time(String word) {
        Timespec time = POSIX.clocks().newTimespec();
        return switch (word) {
            case "now" -> time.nsec(UTIME_NOW);
            case "omit" -> time.nsec(UTIME_OMIT);
            default -> time.set(Instant.ofEpochSecond(Long.parseLong(word)));
        };
    }
}
