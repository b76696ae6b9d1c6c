package posixkit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares posixkit and other libraries with C, and prints the ratios. {@link Arguments#HELP} says how to run it. Each workload
 * runs in a JVM of its own, so the JIT compiler's profiles of one workload do not spoil another, and on each route of posixkit in
 * another.
 */
public final class Comparison {
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private Comparison() {}

    /** All that can be chosen by a name. */
    private static List<Part> parts() {
        List<Part> parts = new ArrayList<>(Workloads.ALL);
        parts.add(new BlockedReaders());
        parts.add(new StartUp());
        return parts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.of(parts(), args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("--help prints the options and the names.");
            System.exit(WRONG_ARGUMENTS);
            return;
        }
        if (arguments.isHelp()) {
            System.out.print(Arguments.HELP);
            arguments.parts().forEach(part -> System.out.println("  " + part.name()));
            return;
        }
        if (!Session.isOnPath("cc")) {
            System.err.println("cc is not installed: it compiles the C loops.");
            System.exit(FAILED);
            return;
        }
        Path directory = Files.createTempDirectory("pk");
        boolean isComplete;
        try {
            isComplete = run(new Session(arguments, directory, new Report(System.out)));
        } finally {
            delete(directory);
        }
        if (!isComplete) {
            System.exit(FAILED);
        }
    }

    /** Returns true if all parts could be measured. */
    private static boolean run(Session session) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        session.compile();
        for (Part part : session.arguments().parts()) {
            if (part.obstacle() != null) {
                System.out.println(part.name() + ": not measured: " + part.obstacle());
                continue;
            }
            try {
                part.run(session);
            } catch (IOException e) {
                System.err.println(part.name() + ": " + e.getMessage());
                failed.add(part.name());
            }
        }
        if (session.arguments().output() != null) {
            session.report().write(session);
        }
        return failed.isEmpty();
    }

    /** Deletes a directory and all in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
