package posixkit.examples.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.examples.cli.Raw;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is GNU df. */
@NeedsTool("df")
@ExtendWith(Descriptors.class)
class DfCommandTest {
    private static final int ATTEMPTS = 20;
    private static final int COINCIDENCES = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-P",
                "-h",
                "-i",
                "-T",
                "-a",
                "-aT",
                "-hi",
                "-Pi",
                "-aih",
                "-aPT",
                "-Ph",
                "/",
                "-P . /proc /dev/null",
                "-T /proc /",
                "-i /dev"
            })
    @NeedsGnu
    @NeedsProc
    void printsWhatDfPrints(String options) {
        assertSame(Raw.command("df", options));
    }

    /**
     * Other programs write files meanwhile: what df says before and after must be the same. Otherwise the numbers do not count. A
     * file that came and went between the two is no reason to fail, but several in turn are.
     */
    private static void assertSame(String... command) {
        String gnu = Programs.output(command);
        int differing = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            String ours = Captured.output(command);
            String again = Programs.output(command);
            if (gnu.equals(again)) {
                differing++;
                if (gnu.equals(ours) || differing == COINCIDENCES) {
                    assertEquals(gnu, ours);
                    return;
                }
            }
            gnu = again;
        }
        assertEquals(withoutNumbers(gnu), withoutNumbers(Captured.output(command)));
    }

    private static String withoutNumbers(String output) {
        return output.replaceAll("[0-9]+", "0").replaceAll(" +", " ");
    }

    /** In a mount namespace of its own, where nobody else writes. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "mount", "head"})
    void showsMountsThatHideOthersAsDfDoes(@TempDir Path dir) throws IOException {
        Path odd = Files.createDirectory(dir.resolve("a b\tc"));
        Path other = Files.createDirectory(dir.resolve("é"));
        String script = """
                mount -t tmpfs -o size=1m 'odd source' "$1" && head -c 300001 /dev/zero >"$1/file" &&
                mkdir "$1/x" && mount --bind "$1/x" "$2" && mount -t tmpfs -o size=2m,nr_inodes=77 over "$2" &&
                mount -t tmpfs -o size=3m,nr_inodes=0 over2 "$2" &&
                mkdir "$1/y" && mount -t tmpfs -o size=5m unreachable "$1/y" && mount -t tmpfs -o size=6m over3 "$1" &&
                df -aPT | grep -v ^/ >"$3" && shift 3 && "$@" | grep -v ^/
                """;
        Path expected = dir.resolve("df");
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
        command.addAll(List.of(odd.toString(), other.toString(), expected.toString()));
        command.addAll(Arrays.asList(ChildPk.command("df", "-aPT")));
        assertEquals(
                Programs.output(command.toArray(String[]::new)),
                Files.readString(expected).stripTrailing());
    }

    @Test
    @NeedsTool("stat")
    @NeedsGnu
    void jsonIsInBytes() {
        JsonObject row = JsonParser.parseString(Captured.output("df", "--json", "/"))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        String[] expected = Programs.output("stat", "-f", "-c", "%b %S %c", "/").split(" ");
        assertEquals(
                Long.parseLong(expected[0]) * Long.parseLong(expected[1]),
                row.get("size").getAsLong());
        assertEquals(Long.parseLong(expected[2]), row.get("inodes").getAsLong());
        assertEquals("/", row.get("target").getAsString());
    }

    @Test
    @NeedsGnu
    @NeedsProc
    void goesOnAfterAFileThatIsNotThere() {
        Captured captured = Captured.pk("df", "-i", "/no/such", "/proc");
        assertEquals(1, captured.exit());
        assertEquals("pk df: /no/such: ENOENT (2): No such file or directory\n", captured.errors());
        assertEquals(Programs.output("df", "-i", "/proc"), captured.output().stripTrailing());
        assertEquals("", Captured.pk("df", "/no/such").output());
    }
}
