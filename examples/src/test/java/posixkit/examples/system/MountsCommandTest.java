package posixkit.examples.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
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
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is findmnt of util-linux. */
@ExtendWith(Descriptors.class)
class MountsCommandTest {
    private static final String COLUMNS = "target,source,fstype,options";
    private static final String FIRST_NAME = "a b\tc\\d é";

    @Test
    @NeedsTool("findmnt")
    void printsWhatFindmntPrints() {
        assertEquals(Programs.output("findmnt", "-l"), Captured.output("mounts"));
        String type = Programs.output("findmnt", "-no", "fstype", "/");
        assertEquals(Programs.output("findmnt", "-l", "-t", type), Captured.output("mounts", "-t", type));
    }

    /** In a mount namespace of its own: names with spaces, a part of a file system, a read-only mount, one over another. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "mount", "findmnt"})
    void decodesOddNamesAsFindmntDoes(@TempDir Path dir) throws IOException {
        Path target = Files.createDirectory(dir.resolve(FIRST_NAME));
        Path bound = Files.createDirectory(dir.resolve("bound"));
        String script = """
                mount -t tmpfs -o size=1m,mode=700 'odd source\\' "$1" &&
                mkdir "$1/x y" && mount --bind "$1/x y" "$2" && mount -o remount,bind,ro,noexec "$2" &&
                mount -t tmpfs -o size=2m '#over' "$2" &&
                findmnt -J -l -o COLUMNS >"$3" && shift 3 && exec "$@"
                """.replace("COLUMNS", COLUMNS);
        Path expected = dir.resolve("json");
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
        command.addAll(List.of(target.toString(), bound.toString(), expected.toString()));
        command.addAll(Arrays.asList(ChildPk.command("mounts", "--json")));
        JsonArray ours = JsonParser.parseString(Programs.output(command.toArray(String[]::new)))
                .getAsJsonArray();
        JsonArray theirs = JsonParser.parseString(Files.readString(expected))
                .getAsJsonObject()
                .getAsJsonArray("filesystems");
        assertEquals(rows(theirs, "source"), rows(ours, null));
        assertTrue(rows(ours, null).toString().contains("/" + FIRST_NAME + "|odd source\\|tmpfs|rw"), ours::toString);
    }

    private static List<String> rows(JsonArray mounts, String source) {
        List<String> rows = new ArrayList<>();
        for (JsonElement each : mounts) {
            JsonObject mount = each.getAsJsonObject();
            rows.add(String.join(
                    "|",
                    text(mount, "target"),
                    source == null ? sourceAndRoot(mount) : text(mount, source),
                    text(mount, source == null ? "type" : "fstype"),
                    text(mount, "options")));
        }
        return rows;
    }

    private static String sourceAndRoot(JsonObject mount) {
        String root = text(mount, "root");
        return text(mount, "source") + (root.equals("/") ? "" : "[" + root + "]");
    }

    private static String text(JsonObject mount, String key) {
        return mount.get(key).getAsString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"rw,relatime|rw|rw,relatime", "ro,nosuid|rw,size=4k|ro,nosuid,size=4k", "rw|ro,a|ro,a", "rw|rw|rw"
            })
    void joinsOptions(String ofMount, String ofFileSystem, String joined) {
        assertEquals(joined, Mount.joined(ofMount, ofFileSystem));
    }

    @Test
    void decodesBytes() {
        assertEquals("a \uDCFF\\n\n#", MountTable.decoded("a\\040\uDCFF\\134n\\012\\043"));
    }

    @Test
    void takesNoArguments() {
        assertEquals(2, Captured.pk("mounts", "/").exit());
        assertEquals("[]", Captured.output("mounts", "--json", "-t", "no-such-type"));
    }
}
