package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is what coreutils did to the files, in order. */
@NeedsTool({"sh", "touch", "mv", "rm", "mkdir", "chmod", "ln", "grep"})
@ExtendWith(Descriptors.class)
class WatchCommandTest {
    @TempDir
    Path dir;

    /** Waits at most a minute. */
    private static void await(BooleanSupplier condition, String about) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, about);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** How many files and directories a process watches, as the kernel says. */
    private static long watched(long pid) {
        Programs.Outcome grep =
                Programs.run("sh", "-c", "cat /proc/" + pid + "/fdinfo/* 2>/dev/null | grep -c '^inotify wd'");
        return Long.parseLong(grep.output().strip());
    }

    /**
     * Runs {@code pk watch} in a JVM of its own, whose pid is the first argument of the script that runs in {@code dir} meanwhile. Returns
     * the lines before the one about the file "end".
     */
    private List<String> events(int watches, String script, String... options) throws Exception {
        Path output = Files.createTempFile("watch", ".out");
        String[] command =
                Stream.concat(Stream.of("watch"), Arrays.stream(options)).toArray(String[]::new);
        Process process = new ProcessBuilder(ChildPk.command(command))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try {
            await(() -> watched(process.pid()) >= watches || !process.isAlive(), "it does not watch");
            Programs.output(
                    "sh", "-c", "cd \"$0\" && " + script + "\ntouch end", dir.toString(), Long.toString(process.pid()));
            await(() -> lines(output).stream().anyMatch(each -> each.endsWith("/end")) || !process.isAlive(), "no end");
            return lines(output).stream()
                    .filter(each -> !each.endsWith("/end"))
                    .map(each -> each.replace(dir + "/", "").replaceAll(" +", " "))
                    .toList();
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @NeedsProc
    void saysWhatHappensInADirectory() throws Exception {
        Files.writeString(dir.resolve("old"), "x");
        Files.createDirectory(dir.resolve("sub"));
        String script = """
                touch new
                echo x >>old
                mv new 'odd  name'
                chmod 600 'odd  name'
                ln old hard
                touch sub/not-watched
                mkdir other
                mv sub moved
                rm 'odd  name' hard
                rmdir other
                """;
        assertEquals(
                List.of(
                        "create new",
                        "attrib new",
                        "close new",
                        "modify old",
                        "close old",
                        "moved-from new",
                        "moved-to odd name",
                        "attrib odd name",
                        "create hard",
                        "create other/",
                        "moved-from sub/",
                        "moved-to moved/",
                        "delete odd name",
                        "delete hard",
                        "delete other/"),
                events(1, script, dir.toString()));
    }

    @Test
    @NeedsProc
    void followsDirectoriesThatAreMadeAndMoved() throws Exception {
        Files.createDirectories(dir.resolve("sub/deep"));
        String script = """
                touch sub/deep/a
                mkdir new
                watched() { until cat /proc/$1/fdinfo/* 2>/dev/null | grep -q "^inotify wd:$2 "; do sleep 0.02; done; }
                watched $1 4
                touch new/b
                mv sub/deep new/deep
                watched $1 5
                touch new/deep/c
                chmod 700 new
                rm -r new
                """;
        assertEquals(
                List.of(
                        "create sub/deep/a",
                        "attrib sub/deep/a",
                        "close sub/deep/a",
                        "create new/",
                        "create new/b",
                        "attrib new/b",
                        "close new/b",
                        "moved-from sub/deep/",
                        "moved-to new/deep/",
                        "create new/deep/c",
                        "attrib new/deep/c",
                        "close new/deep/c",
                        "attrib new/"),
                events(3, script, "-r", dir.toString()).stream()
                        .filter(each -> !each.startsWith("delete"))
                        .toList());
    }

    /** A tree that is made faster than its directories can be watched: each file is reported once. */
    @Test
    @NeedsProc
    void missesNoFileInNewDirectories() throws Exception {
        String script = "for i in 1 2 3 4 5 6 7 8 9; do mkdir -p d$i/e/f && touch d$i/1 d$i/e/2 d$i/e/f/3; done";
        List<String> created = events(1, script, "-r", dir.toString()).stream()
                .filter(each -> each.startsWith("create"))
                .sorted()
                .toList();
        List<String> expected = Stream.iterate(1, i -> i + 1)
                .limit(9)
                .flatMap(i -> Stream.of("", "1", "e/", "e/2", "e/f/", "e/f/3").map(each -> "create d" + i + "/" + each))
                .sorted()
                .toList();
        assertEquals(expected, created);
    }

    /** Runs {@code pk watch} in this JVM while the script runs in {@code dir}. */
    private Captured during(String script, String... command) throws Exception {
        AtomicReference<Captured> result = new AtomicReference<>();
        Thread watching = new Thread(() -> result.set(Captured.pk(command)));
        watching.start();
        await(() -> watched(ProcessHandle.current().pid()) > 0 || !watching.isAlive(), "it does not watch");
        Programs.output("sh", "-c", "cd \"$0\" && " + script, dir.toString());
        watching.join();
        return result.get();
    }

    @Test
    @NeedsProc
    void endsAfterTheFirstEvent() throws Exception {
        Captured captured = during("touch a", "watch", "-1", dir.toString());
        assertEquals(new Captured(0, "create      " + dir + "/a\n", ""), captured);
        Path file = dir.resolve("a");
        captured = during("echo x >a", "watch", "-1", file.toString());
        assertEquals(new Captured(0, "modify      " + file + "\n", ""), captured);
    }

    @Test
    @NeedsProc
    void runsACommandOnceForManyChanges() throws Exception {
        Path output = Files.createTempFile("watch", ".out");
        String command = "printf '%s\\n' \"$@\" >>" + output + "; exit 7";
        Captured captured =
                during("touch a b; rm b", "watch", "-1", "--debounce", "700", "--exec", command, dir.toString());
        assertEquals(new Captured(7, "", ""), captured);
        assertEquals(List.of(dir + "/a", dir + "/b"), lines(output));
        Files.delete(output);
    }

    @Test
    @NeedsProc
    void endsWhenNothingIsLeft() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        Captured captured = during("rm file", "watch", file.toString());
        assertEquals(1, captured.exit());
        assertEquals("attrib      " + file + "\ndelete-self " + file + "\n", captured.output());
        assertEquals("pk watch: nothing is left to watch\n", captured.errors());
    }

    @Test
    void endsInTimeAndSaysWhatIsWrong() {
        assertEquals(new Captured(0, "", ""), Captured.pk("watch", "--timeout", "0.05", dir.toString()));
        assertEquals(
                new Captured(1, "", "pk watch: nothing has happened in time\n"),
                Captured.pk("watch", "-1", "--timeout", "0.05", dir.toString()));
        assertEquals(
                new Captured(
                        1,
                        "",
                        "pk watch: /no/such: ENOENT (2): No such file or directory\npk watch: nothing is left to watch\n"),
                Captured.pk("watch", "/no/such"));
        assertEquals(2, Captured.pk("watch").exit());
        assertEquals(2, Captured.pk("watch", "--timeout", "-1", dir.toString()).exit());
    }
}
