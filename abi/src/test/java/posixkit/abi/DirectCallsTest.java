package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system call that generated code makes in place of a C function is the one that the spec names. Calls such as
 * {@code fsync} and {@code fdatasync} have the same results, so only their numbers tell them apart.
 */
class DirectCallsTest {
    private static final List<String> PROCESSORS = List.of("x86_64", "aarch64");
    private static final Pattern CALL = Pattern.compile("call [^(]*?(\\w+)\\([^:]*\\) : \\w+(.*)");
    private static final Pattern DIRECT =
            Pattern.compile(", direct(?: (x86_64|aarch64))?(?: (?!by )(\\w+))?(\\([^)]*\\))?(?=,|$)");
    private static final Pattern NATIVE =
            Pattern.compile("code\\.(direct|buffered|kernel)\\(\"(\\w+)_\", \"[^\"]*\", ([^\"]*?)(?:, \"\\w+\")?\\);");
    private static final Pattern METHOD = Pattern.compile("public \\w+ (\\w+)\\([^{]*\\{(.*?)\\n    }", Pattern.DOTALL);
    private static final Pattern KERNEL = Pattern.compile("down\\.kernel\\((\\d+)");
    private static final int MANY = 60;

    @TempDir
    static Path dir;

    private static Abi abi;

    /** Function and processor to the system call; a call with other arguments than the function's has a parenthesis behind it. */
    private static final Map<String, String> MARKS = new HashMap<>();

    @BeforeAll
    static void generate() throws IOException {
        abi = Abi.read(Room.ABI);
        for (String what : List.of("common", "linux")) {
            CallWriter.write(abi, what, dir.resolve(what));
            for (String line : Files.readAllLines(Room.ABI.resolve("spec").resolve(what + ".spec"))) {
                Matcher call = CALL.matcher(line);
                if (call.matches()) {
                    DIRECT.matcher(call.group(2)).results().forEach(mark -> add(call.group(1), mark));
                }
            }
        }
    }

    private static void add(String function, MatchResult mark) {
        String kernel = mark.group(2) == null ? function : mark.group(2);
        for (String processor : mark.group(1) == null ? PROCESSORS : List.of(mark.group(1))) {
            MARKS.put(function + " " + processor, kernel + (mark.group(3) == null ? "" : "("));
        }
    }

    private static long number(String processor, String kernel) {
        return abi.facts("linux-" + processor)
                .constants
                .get("SYS_" + kernel.replace("(", ""))
                .value();
    }

    private static List<Path> generated(String prefix) throws IOException {
        try (var files = Files.walk(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void aNativeMethodMakesTheSystemCallThatTheSpecNames() throws IOException {
        int count = 0;
        for (Path file : generated("Registered")) {
            Matcher each = NATIVE.matcher(Files.readString(file));
            while (each.find()) {
                String numbers = each.group(3).replaceAll("x86_64|X86_64|\\s", "");
                List<Long> found = Pattern.compile("-?\\d+")
                        .matcher(numbers)
                        .results()
                        .map(number -> Long.valueOf(number.group()))
                        .toList();
                for (String processor : PROCESSORS) {
                    boolean differ = numbers.contains("IS_?");
                    long actual = found.get(differ && processor.equals("aarch64") ? 1 : 0);
                    String marked = MARKS.getOrDefault(each.group(2) + " " + processor, "(");
                    if (actual != -1) {
                        String kernel = marked.equals("(") || marked.endsWith("(") ? each.group(2) : marked;
                        assertEquals(number(processor, kernel), actual, each.group() + " on " + processor);
                        count++;
                    } else if (!each.group(1).equals("kernel")) {
                        assertTrue(marked.endsWith("("), each.group() + " on " + processor);
                    }
                }
            }
        }
        assertTrue(count > 2 * MANY, count + " numbers");
    }

    @Test
    void theForeignFunctionRouteMakesTheSameSystemCalls() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Path file : generated("Linked")) {
            Matcher each = METHOD.matcher(Files.readString(file));
            while (each.find()) {
                String function = each.group(1);
                Set<Long> expected = PROCESSORS.stream()
                        .filter(processor -> MARKS.containsKey(function + " " + processor))
                        .map(processor -> number(processor, MARKS.get(function + " " + processor)))
                        .collect(Collectors.toSet());
                Set<Long> actual = KERNEL.matcher(each.group(2))
                        .results()
                        .map(number -> Long.valueOf(number.group(1)))
                        .collect(Collectors.toSet());
                if (!actual.isEmpty()) {
                    seen.add(function);
                    assertEquals(expected, actual, function);
                }
            }
        }
        assertTrue(seen.size() > MANY, seen.size() + " functions");
        assertEquals(
                Set.of(),
                MARKS.keySet().stream()
                        .map(key -> key.substring(0, key.indexOf(' ')))
                        .filter(function -> !seen.contains(function))
                        .collect(Collectors.toSet()));
    }
}
