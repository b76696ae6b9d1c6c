package posixkit.mutation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What comes after PIT: tries its unnoticed mutants that the list does not explain again in tests that start other JVMs
 * ({@link Trial}), and holds those that live on to that list. A new one fails the build, and so does an explained one that
 * is none.
 *
 * <p>{@code Survivors JAVA REPORTS TEST-CLASSES LIST}, where a line of the list is a method, a mutator, how many of that
 * mutator's in this method live, and why.
 */
public final class Survivors {
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 600;

    private final String java;
    private final Path reports;
    private final Path tests;

    private Survivors(String java, Path reports, Path tests) {
        this.java = java;
        this.reports = reports;
        this.tests = tests;
    }

    public static void main(String[] args) throws Exception {
        Survivors survivors = new Survivors(args[0], Path.of(args[1]), Path.of(args[2]));
        System.exit(survivors.judge(Path.of(args[3])) ? 0 : 1);
    }

    private boolean judge(Path list) throws Exception {
        NodeList mutations = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(reports.resolve("mutations.xml").toFile())
                .getElementsByTagName("mutation");
        Set<String> mutated = IntStream.range(0, mutations.getLength())
                .mapToObj(i -> Mutant.of((Element) mutations.item(i)).type())
                .collect(Collectors.toSet());
        List<Mutant> unnoticed = Mutant.unnoticed(mutations);
        Map<String, Integer> explained = explained(list, mutated);
        Map<Boolean, List<Mutant>> asExplained = unnoticed.stream()
                .collect(Collectors.partitioningBy(
                        mutant -> explained.getOrDefault(mutant.known(), 0) == count(unnoticed, mutant.known())));
        List<Mutant> doubted = asExplained.get(false);
        String failed = doubted.isEmpty() ? null : noticed(null);
        if (failed != null) {
            throw new IllegalStateException("the tests that start other JVMs fail without any mutant: "
                    + failed.substring(Trial.NOTICED.length()));
        }
        // What is said to live and got past PIT has no need of hours in other JVMs.
        List<Mutant> living = new ArrayList<>(asExplained.get(true));
        living.addAll(tried(doubted));
        Map<String, Integer> found = new TreeMap<>();
        living.forEach(mutant -> found.merge(mutant.known(), 1, Integer::sum));
        for (Mutant mutant : living) {
            if (!explained.getOrDefault(mutant.known(), 0).equals(found.get(mutant.known()))) {
                System.out.println(
                        "SURVIVED: " + mutant.known() + ", line " + mutant.line() + ": " + mutant.description());
            }
        }
        explained.forEach((known, count) -> {
            if (!found.getOrDefault(known, 0).equals(count)) {
                System.out.println(
                        "NOT AS EXPLAINED: " + known + ": " + found.getOrDefault(known, 0) + ", not " + count);
            }
        });
        System.out.println(
                mutations.getLength() + " mutants: " + (mutations.getLength() - unnoticed.size()) + " noticed by PIT, "
                        + (unnoticed.size() - living.size()) + " in other JVMs, " + living.size() + " live");
        return found.equals(explained);
    }

    private static long count(List<Mutant> mutants, String known) {
        return mutants.stream().filter(mutant -> mutant.known().equals(known)).count();
    }

    private List<Mutant> tried(List<Mutant> mutants) throws Exception {
        ExecutorService judges = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<Mutant, Future<Boolean>> trials = new LinkedHashMap<>();
            mutants.forEach(mutant -> trials.put(mutant, judges.submit(() -> lives(mutant))));
            List<Mutant> living = new ArrayList<>();
            for (Map.Entry<Mutant, Future<Boolean>> trial : trials.entrySet()) {
                if (trial.getValue().get()) {
                    living.add(trial.getKey());
                }
            }
            return living;
        } finally {
            judges.shutdown();
        }
    }

    /** Noticed twice, that is: a machine may be slow once. First by tests that are called like it, which is over sooner. */
    private boolean lives(Mutant mutant) throws IOException, InterruptedException {
        String near = noticed(mutant, word(mutant));
        String noticed = near == null ? noticed(mutant) : near;
        String again = noticed == null ? null : again(mutant, noticed.split(" ")[2]);
        if (again != null) {
            System.out.println(mutant.known() + ", line " + mutant.line() + ", " + noticed);
        }
        return again == null;
    }

    /** {@code Process} of {@code UnixProcesses}, {@code Signal} of {@code SignalRelay}. */
    private static String word(Mutant mutant) {
        String type = mutant.type().substring(mutant.type().lastIndexOf('.') + 1);
        return type.replaceFirst("\\$.*", "")
                .replaceFirst("^(Unix|Linux(Only)?)", "")
                .replaceFirst("(?<=[a-z])[A-Z].*", "")
                .replaceFirst("e?s$", "");
    }

    /** By the same class, where it was a class and not the clock. */
    private String again(Mutant mutant, String who) throws IOException, InterruptedException {
        return who.contains(".") ? noticed(mutant, who) : noticed(mutant);
    }

    /** By which test of all, or of those with a word in their name; null if by none. With the classes as they are, if there is no mutant. */
    private String noticed(Mutant mutant, String... word) throws IOException, InterruptedException {
        Path head = Files.createTempDirectory("mutant");
        Path log = Files.createTempFile("mutant", ".log");
        try {
            if (mutant != null) {
                Path code = head.resolve(mutant.type().replace('.', '/') + ".class");
                Files.createDirectories(code.getParent());
                Files.copy(exported(mutant), code);
            }
            List<String> command = new ArrayList<>(List.of(java));
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("posixkit.") || name.startsWith("junit."))
                    .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
            command.addAll(List.of(
                    "-cp",
                    head + File.pathSeparator + System.getProperty("java.class.path"),
                    Trial.class.getName(),
                    "" + tests));
            command.addAll(List.of(word));
            Process trial = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = trial.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            trial.destroyForcibly().waitFor();
            if (!ended) {
                return Trial.NOTICED + "the clock, in " + last(log, Trial.BEGUN, "no test");
            }
            return trial.exitValue() == 0
                    ? null
                    : Trial.NOTICED
                            + last(log, Trial.NOTICED, "a JVM that ended in " + last(log, Trial.BEGUN, "no test"));
        } finally {
            try (Stream<Path> files = Files.walk(head)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(log);
        }
    }

    /** Returns the rest of the last line of the log that begins like this. */
    private static String last(Path log, String beginning, String none) throws IOException {
        // Programs that tests start may write bytes there that are no text.
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .reduce((first, second) -> second)
                .map(line -> line.substring(beginning.length()))
                .orElse(none);
    }

    private Path exported(Mutant mutant) throws IOException {
        try (Stream<Path> exports = Files.list(mutant.exports(reports))) {
            for (Path export : exports.toList()) {
                if (Files.readString(export.resolve("details.txt")).contains(mutant.identity())) {
                    return export.resolve(mutant.type() + ".class");
                }
            }
        }
        throw new IllegalStateException("PIT exported no " + mutant.identity());
    }

    /** Of the types that were mutated this time. */
    private static Map<String, Integer> explained(Path list, Set<String> mutated) throws IOException {
        Map<String, Integer> explained = new TreeMap<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", 4);
            if (words.length < 4) {
                throw new IllegalStateException("not explained: " + line);
            }
            if (mutated.contains(words[0].substring(0, words[0].lastIndexOf('.')))) {
                explained.put(words[0] + " " + words[1], Integer.parseInt(words[2]));
            }
        }
        return explained;
    }
}
