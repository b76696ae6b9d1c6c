package posixkit.testing;

import static posixkit.constants.Fcntl.F_GETFD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.Posix;

/**
 * Makes the calls of every family twice, in a new directory, and prints each result that was wrong. The last line says how many families
 * ran, how many results were checked, and by which route.
 */
public final class FamiliesProgram {
    private static final int ROUNDS = 2;
    private static final int ATTEMPTS = 50;
    private static final int MOST = 8192;

    private final Posix posix = Posix.get();
    private final List<Family> families;
    private int results;

    private FamiliesProgram(List<Family> families) {
        this.families = families;
    }

    /** Makes the calls in {@code families.dir}, or those of {@link CrowdProgram} if that has a number of threads. */
    public static void run(List<Family> families) throws Exception {
        if (Integer.getInteger(CrowdProgram.THREADS) != null) {
            CrowdProgram.run(families);
        } else {
            new FamiliesProgram(families).run();
        }
    }

    private void run() throws IOException {
        // A short name: macOS takes names of sockets of at most 103 bytes.
        Path dir = Files.createDirectory(Path.of(
                System.getProperty("families.dir"), "" + posix.processes().getpid()));
        // When the JDK first writes a file, it opens a socket, and keeps it.
        Files.delete(Files.writeString(dir.resolve("first"), ""));
        round(dir);
        List<Integer> before = descriptors(posix);
        for (int i = 1; i < ROUNDS; i++) {
            round(dir);
        }
        List<String> left = left(posix, before);
        if (!left.isEmpty()) {
            System.out.println("descriptors are left: " + left);
        }
        if (!dir.toFile().delete()) {
            System.out.println("files are left: " + Arrays.toString(dir.toFile().list()));
        }
        System.out.println(families.size() + " families, " + results + " results, by " + Posix.route());
    }

    private void round(Path dir) {
        FamilyRun run = new FamilyRun(posix, dir);
        for (Family family : families) {
            try {
                results += family.run(run);
            } catch (Exception | Error e) {
                System.out.println(family + ": " + e + " at " + place(e));
            }
        }
    }

    private static String place(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().endsWith("Families"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }

    /** Returns the open descriptors. */
    static List<Integer> descriptors(Posix posix) {
        return IntStream.range(0, MOST)
                .filter(fd -> posix.io().fcntlOrErrno(fd, F_GETFD, 0) >= 0)
                .boxed()
                .collect(Collectors.toList());
    }

    private static List<Integer> beyond(Posix posix, List<Integer> before) {
        List<Integer> more = descriptors(posix);
        more.removeAll(before);
        return more;
    }

    /** Returns the descriptors that were not open before, with what they are open for. Waits a little: the JVM opens files now and then. */
    static List<String> left(Posix posix, List<Integer> before) throws IOException {
        List<Integer> more = beyond(posix, before);
        for (int i = 0; i < ATTEMPTS && !more.isEmpty(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            more = beyond(posix, before);
        }
        List<String> left = new ArrayList<>();
        for (int fd : more) {
            Path link = Path.of("/proc/self/fd", Integer.toString(fd));
            left.add(fd + (Files.exists(link) ? " " + Files.readSymbolicLink(link) : ""));
        }
        return left;
    }
}
