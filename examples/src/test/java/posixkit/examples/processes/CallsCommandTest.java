package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import posixkit.examples.cli.Captured;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is strace, of the same program. */
@EnabledOnOs(OS.LINUX)
class CallsCommandTest {
    @TempDir
    private Path dir;

    @Test
    @NeedsTool("strace")
    void countsWhatStraceCounts() throws IOException {
        Map<String, String> counts = counted(1, "test", "-e", "/no/such/file");
        assertEquals(countedByStrace("test -e /no/such/file"), counts);
        assertTrue(counts.get("total").matches("[1-9][0-9]* [1-9][0-9]*"), counts.toString());
    }

    @Test
    @NeedsTool("strace")
    void countsWhatStraceCountsOfAllThatAreStarted() throws IOException {
        String script = "cat /dev/null; (cd /; test -e /no/such/file || cat /dev/null | cat)";
        Map<String, String> counts = counted(0, "-f", "sh", "-c", script);
        Map<String, String> expected = countedByStrace("-f sh -c '" + script + "'");
        // Who waits may be told of a child's end by a signal first, or may have it already.
        for (String sometimes : List.of("wait4", "rt_sigreturn", "total")) {
            counts.remove(sometimes);
            expected.remove(sometimes);
        }
        assertEquals(expected, counts);
    }

    @Test
    void endsAsTheProgramDoes() throws IOException {
        counted(7, "sh", "-c", "exit 7");
        counted(128 + 15, "sh", "-c", "kill -TERM $$");
        Captured printed = Captured.pk("calls", "true");
        assertEquals(0, printed.exit());
        assertEquals("", printed.output());
        assertTrue(
                printed.errors().lines().findFirst().orElseThrow().matches(" +calls +errors call"), printed.errors());
    }

    @Test
    void saysWhatCannotBeStarted() {
        Captured captured = Captured.pk("calls", "/no/such/program");
        assertEquals(1, captured.exit());
        assertTrue(captured.errors().contains("ENOENT"), captured.errors());
        assertEquals(2, Captured.pk("calls").exit());
    }

    private Map<String, String> counted(int exit, String... arguments) throws IOException {
        Path table = dir.resolve("ours");
        List<String> command = new ArrayList<>(List.of("calls", "-o", table.toString()));
        command.addAll(List.of(arguments));
        assertEquals(new Captured(exit, "", ""), Captured.pk(command.toArray(String[]::new)));
        return table(table);
    }

    /** Ours begin behind the first execve. */
    private Map<String, String> countedByStrace(String program) throws IOException {
        Path table = dir.resolve("strace's");
        Programs.output("sh", "-c", "strace -c -U calls,errors,name -o \"" + table + "\" " + program + "; true");
        Map<String, String> counts = table(table);
        counts.computeIfPresent("execve", (name, count) -> count.equals("1 0") ? null : less(count));
        counts.computeIfPresent("total", (name, count) -> less(count));
        return counts;
    }

    private static String less(String count) {
        String[] words = count.split(" ");
        return Integer.parseInt(words[0]) - 1 + " " + words[1];
    }

    private static Map<String, String> table(Path file) throws IOException {
        Map<String, String> counts = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split(" +");
            if (words[0].matches("[0-9]+")) {
                counts.put(words[words.length - 1], words[0] + " " + (words.length == 3 ? words[1] : "0"));
            }
        }
        return counts;
    }
}
