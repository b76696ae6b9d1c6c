package posixkit.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java that README shows is the Java that {@link Snippets} compiles, all of it and nothing else. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path RECIPES = ROOT.resolve("examples/src/main/java/posixkit/examples/recipes");
    private static final Path SNIPPETS = RECIPES.resolve("Snippets.java");
    private static final Path FIRST = RECIPES.resolve("First.java");

    private static final Path INTEROP_SNIPPETS =
            ROOT.resolve("interop/src/test/java/posixkit/interop/InteropSnippets.java");

    private static final Pattern REGION = Pattern.compile("(?ms)^ *// snippet: (\\S+)\n(.*?)^ *// end$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(?:<!-- snippet: (\\S+) -->\n+)?```java\n(.*?)^```$");

    @Test
    void everyJavaBlockIsASnippetAndEverySnippetABlock() throws IOException {
        Map<String, String> snippets = named(REGION, SNIPPETS);
        assertFalse(snippets.isEmpty());
        snippets.putAll(named(REGION, FIRST));
        assertEquals(snippets, named(BLOCK, ROOT.resolve("README.md")));
    }

    @Test
    void theShadowsPageShowsCompiledCodeToo() throws IOException {
        Map<String, String> snippets = named(REGION, INTEROP_SNIPPETS);
        assertFalse(snippets.isEmpty());
        assertEquals(snippets, named(BLOCK, ROOT.resolve("docs/jnr-posix-shadow.md")));
    }

    @Test
    void theCookbookShowsCompiledCodeToo() throws IOException {
        Map<String, String> snippets = new TreeMap<>();
        try (Stream<Path> sources = Files.list(RECIPES)) {
            for (Path source : sources.toList()) {
                if (source.getFileName().toString().startsWith("Cookbook")) {
                    named(REGION, source).forEach((name, code) -> assertNull(snippets.put(name, code), name));
                }
            }
        }
        assertFalse(snippets.isEmpty());
        assertEquals(snippets, named(BLOCK, ROOT.resolve("docs/cookbook.md")));
    }

    /** The ratios in README are those of the results, and none is left out. */
    @Test
    void theRatiosAreThoseOfTheResults() throws IOException {
        List<List<String>> readme = table("README.md", "<!-- ratios -->");
        List<List<String>> results = table("benchmarks/RESULTS.md", "## Summary");
        List<String> workloads = List.of(
                "stat reused", "stat-missing value", "open-close", "read-1 direct", "list-10000 names", "spawn");
        Map<String, String> columns = Map.of("posixkit", "ffm", "FFM by hand", "FFM");
        assertEquals(7, readme.get(0).size());
        for (List<String> row : readme.subList(2, readme.size())) {
            int column = results.get(0).indexOf(columns.getOrDefault(row.get(0), row.get(0)));
            List<String> expected = workloads.stream()
                    .map(workload -> results.stream()
                            .filter(line -> line.get(0).equals(workload))
                            .findFirst()
                            .orElseThrow()
                            .get(column))
                    .map(ratio -> ratio.isEmpty() ? "–" : ratio)
                    .toList();
            assertEquals(expected, row.subList(1, row.size()), row.get(0));
        }
        assertEquals(9, readme.size());
    }

    /** Returns the cells of the first table behind a line, without stars. */
    private static List<List<String>> table(String file, String behind) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve(file));
        return lines.subList(lines.indexOf(behind) + 1, lines.size()).stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("*", "").strip())
                        .toList())
                .toList();
    }

    /** A block without a name goes by {@code ?}, which no snippet does. */
    private static Map<String, String> named(Pattern pattern, Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            String name = matcher.group(1) == null ? "?" : matcher.group(1);
            String code = matcher.group(2).stripTrailing().stripIndent();
            assertEquals(code, found.getOrDefault(name, code), "two snippets named " + name);
            found.put(name, code);
        }
        return found;
    }
}
