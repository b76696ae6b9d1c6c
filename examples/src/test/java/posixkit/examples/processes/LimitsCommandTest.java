package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Programs.Outcome;

/** The oracle is prlimit of util-linux. */
@ExtendWith(Descriptors.class)
class LimitsCommandTest {
    @Test
    @NeedsTool({"prlimit", "sleep"})
    void printsWhatPrlimitPrints() {
        String pid = Long.toString(ProcessHandle.current().pid());
        String expected = Programs.output("prlimit", "--pid", pid);
        assertEquals(expected, Captured.output("limits"));
        assertEquals(expected, Captured.output("limits", "--pid", pid));
        assertEquals(
                Programs.output("prlimit", "--pid", pid, "--cpu", "--nofile"),
                Captured.output("limits", "--nofile", "--cpu"));
    }

    @ParameterizedTest
    @CsvSource({
        "nofile, 64:128",
        "nofile, 64:",
        "nofile, :64",
        "core, 0",
        "core, 4096:unlimited",
        "fsize, unlimited:",
        "cpu, 100:200",
        "stack, 1048576:",
        "rttime, 0:18446744073709551614"
    })
    @NeedsTool({"prlimit", "sleep"})
    void setsWhatPrlimitSets(String resource, String limit) throws IOException {
        withSleeper(theirs -> withSleeper(ours -> {
            Programs.output("prlimit", "--pid", theirs, "--" + resource + "=" + limit);
            assertEquals("", Captured.output("limits", "--pid", ours, "--" + resource + "=" + limit));
            assertEquals(Programs.output("prlimit", "--pid", theirs), Programs.output("prlimit", "--pid", ours));
            assertEquals(Programs.output("prlimit", "--pid", theirs), Captured.output("limits", "--pid", ours));
        }));
    }

    /** Runs {@code test} with the pid of a process whose limit of open files is 64 and 200. */
    private static void withSleeper(Consumer<String> test) {
        try {
            Process sleeper = new ProcessBuilder("prlimit", "--nofile=64:200", "sleep", "60")
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                String pid = Long.toString(sleeper.pid());
                while (!Programs.run("prlimit", "--pid", pid, "--nofile")
                        .output()
                        .contains(" 200 ")) {
                    Thread.onSpinWait();
                }
                test.accept(pid);
            } finally {
                sleeper.destroyForcibly().onExit().join();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @NeedsTool({"prlimit", "sh"})
    void runsACommandUnderLimits() {
        String[] options = {
            "--nofile=71:72", "--core=0", "--fsize=5000:6000", "prlimit", "--nofile", "--core", "--fsize"
        };
        Outcome ours = Programs.run(ChildPk.command(words(options)));
        String[] theirs = words(options);
        theirs[0] = "prlimit";
        assertEquals(Programs.run(theirs), ours);
        assertEquals(
                new Outcome(7, "71\n", ""),
                Programs.run(ChildPk.command("limits", "--nofile=71", "sh", "-c", "ulimit -n; exit 7")));
        assertEquals(
                new Outcome(128 + 9, "", ""), Programs.run(ChildPk.command("limits", "sh", "-c", "kill -KILL $$")));
    }

    private static String[] words(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "limits";
        System.arraycopy(options, 0, words, 1, options.length);
        return words;
    }

    @Test
    @NeedsTool({"prlimit", "sleep"})
    void jsonHasNumbers() {
        for (JsonElement each :
                JsonParser.parseString(Captured.output("limits", "--json")).getAsJsonArray()) {
            JsonObject limit = each.getAsJsonObject();
            String name = limit.get("resource").getAsString();
            String pid = Long.toString(ProcessHandle.current().pid());
            String expected =
                    Programs.output("prlimit", "--pid", pid, "--" + name, "-o", "SOFT,HARD", "--noheadings", "--raw");
            assertEquals(expected, text(limit.get("soft")) + " " + text(limit.get("hard")), name);
        }
    }

    private static String text(JsonElement number) {
        return number.isJsonNull() ? "unlimited" : number.getAsString();
    }

    @Test
    @NeedsTool({"prlimit", "sleep"})
    void saysWhatIsWrong() {
        Captured noProcess = Captured.pk("limits", "--pid", "2147483647");
        assertEquals(1, noProcess.exit());
        assertTrue(noProcess.errors().contains("ESRCH (3): No such process\n"), noProcess.errors());
        withSleeper(pid -> {
            Captured softer = Captured.pk("limits", "--pid", pid, "--nofile=10:5");
            assertEquals(new Captured(1, "", "pk limits: --nofile=10:5: EINVAL (22): Invalid argument\n"), softer);
        });
    }

    @Test
    void refusesWhatCannotBeRunOrSet() {
        Captured missing = Captured.pk("limits", "/no/such/program");
        assertEquals(127, missing.exit());
        assertTrue(missing.errors().contains("ENOENT (2): No such file or directory"), missing.errors());
        assertEquals(126, Captured.pk("limits", "/dev/null").exit());
        assertEquals(2, Captured.pk("limits", "--nofile=5").exit());
        assertEquals(2, Captured.pk("limits", "--pid", "1", "true").exit());
        assertEquals(2, Captured.pk("limits", "--nofile=many", "true").exit());
        assertTrue(Captured.pk("limits", "--nofile=1:2:3", "true").errors().contains("--nofile: not a limit: 2:3"));
    }
}
