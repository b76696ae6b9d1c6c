package posixkit.examples.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posixkit.examples.cli.Captured;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracles of posixkit's answers are coreutils; jnr-posix differs where docs/jnr-posix.md says so, and nowhere else. */
@NeedsGnu
@NeedsTool({"id", "stat", "getent"})
class JnrCommandTest {
    private static final Map<String, JsonObject> answers = new TreeMap<>();

    @BeforeAll
    static void ask() {
        for (JsonElement each :
                JsonParser.parseString(Captured.output("jnr", "--json")).getAsJsonArray()) {
            answers.put(each.getAsJsonObject().get("task").getAsString(), each.getAsJsonObject());
        }
    }

    @Test
    void theLibrariesDifferWhereTheyShould() {
        TreeSet<String> different = new TreeSet<>();
        answers.forEach((task, answer) -> {
            boolean isSame = answer.get("isSame").getAsBoolean();
            String old = answer.get("jnrPosix").getAsString();
            assertEquals(
                    isSame,
                    old.equals(kit(task)) && answer.get("dropIn").getAsString().equals(kit(task)),
                    task);
            assertEquals(isSame, answer.get("reason").isJsonNull(), task);
            if (!isSame) {
                different.add(task);
            }
        });
        assertEquals("[devices, long links, positions]", different.toString());
        assertEquals("-1073741824", answers.get("positions").get("jnrPosix").getAsString());
        assertEquals("-1 EOVERFLOW", answers.get("positions").get("dropIn").getAsString());
        assertEquals(
                "1024 characters", answers.get("long links").get("jnrPosix").getAsString());
        assertEquals("2000 characters", answers.get("long links").get("dropIn").getAsString());
    }

    @Test
    void posixkitsAnswersAreRight() {
        String ids = Programs.output("id", "-ru") + " " + Programs.output("id", "-g") + " ";
        assertEquals(ids + ProcessHandle.current().pid(), kit("ids"));
        String hosts = Programs.output("stat", "-Lc", "%f %s %h", "/etc/hosts");
        String[] words = hosts.split(" ");
        String mode = Integer.toOctalString(Integer.parseInt(words[0], 16));
        assertEquals(mode + ", " + words[1] + " bytes, " + words[2] + " links", kit("stat"));
        assertEquals(Programs.output("stat", "-c", "%Hr:%Lr", "/dev/null"), kit("devices"));
        assertEquals("exited 3", kit("spawn"));
        assertTrue(kit("signals").contains("SIGTERM"), kit("signals"));
        String[] root = Programs.output("getent", "passwd", "0").split(":");
        assertEquals(root[0] + " " + root[5] + " " + root[6], kit("accounts"));
        assertEquals("größe, then null", kit("environment"));
        assertEquals("target", kit("links"));
        assertEquals("2000 characters", kit("long links"));
        assertEquals("1000000000 s", kit("times"));
        assertEquals("-1 ENOENT, -1 ESRCH", kit("errors"));
        assertEquals(Long.toString(3L << 30), kit("positions"));
        assertEquals("-1 ENOENT", kit("exec path"));
        assertEquals(13, answers.size());
    }

    @Test
    void printsATableAndLeavesNoFiles() {
        String table = Captured.output("jnr");
        assertTrue(table.contains("\nspawn        same       exited 3\n"), table);
        assertTrue(table.contains("\ndevices      DIFFERENT  jnr-posix splits device numbers as BSD does\n"), table);
        assertFalse(
                Files.exists(Path.of("/tmp/pk-jnr-" + ProcessHandle.current().pid())));
    }

    private static String kit(String task) {
        return answers.get(task).get("posixkit").getAsString();
    }
}
