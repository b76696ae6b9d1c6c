package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares the artifacts of others that a module needs at run time with the list of their SHA-256 sums, the file
 * {@code dependencies.sha256}. The list has the form of the program {@code sha256sum}, with paths below a repository.
 */
public final class DependencySums {
    private static final Path REPOSITORY = Path.of(System.getProperty("posixkit.downloaded"));

    private DependencySums() {}

    /**
     * Fails if an artifact has another sum, is not in the list, or is in the list and not needed. The build has written the class path
     * of the module's run time into {@code target/dependencies}.
     *
     * @param others the names of artifacts in the list that another module needs and this one does not
     */
    public static void check(String module, String... others) throws IOException {
        Path root = Path.of(System.getProperty("posixkit.root"));
        Path directory = root.resolve(module);
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("dependencies.sha256"))) {
            String[] columns = line.split("  ", 2);
            expected.put(columns[1], columns[0]);
        }
        for (String other : others) {
            assertTrue(expected.keySet().removeIf(path -> path.contains("/" + other + "/")), other);
        }
        Map<String, String> found = new TreeMap<>();
        String classPath =
                Files.readString(directory.resolve("target/dependencies")).strip();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (file.startsWith(REPOSITORY) && !file.startsWith(REPOSITORY.resolve("io/github/posixkit"))) {
                found.put(REPOSITORY.relativize(file).toString(), sum(file));
            }
        }
        Files.writeString(directory.resolve("target/dependencies.sha256"), text(found));
        assertTrue(found.size() > others.length, classPath);
        assertEquals(List.of(), differences(expected, found), "CONTRIBUTING says what to do, in \"Dependencies\"");
    }

    static List<String> differences(Map<String, String> expected, Map<String, String> found) {
        List<String> differences = new ArrayList<>();
        expected.forEach((path, sum) -> {
            String other = found.get(path);
            if (other == null) {
                differences.add("missing: " + path);
            } else if (!other.equals(sum)) {
                differences.add("another sum: " + path);
            }
        });
        found.keySet().stream()
                .filter(path -> !expected.containsKey(path))
                .forEach(path -> differences.add("new: " + path));
        return differences;
    }

    private static String text(Map<String, String> sums) {
        return sums.entrySet().stream()
                .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                .collect(Collectors.joining());
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
