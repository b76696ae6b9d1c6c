package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.Raw;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is getfattr and setfattr of the package attr. */
@NeedsTool({"getfattr", "setfattr"})
@ExtendWith(Descriptors.class)
class XattrCommandTest {
    @TempDir
    Path dir;

    private String file;

    @BeforeEach
    void makeFiles() throws IOException {
        file = Files.createFile(dir.resolve("file")).toString();
        assumeTrue(Programs.run("setfattr", "-n", "user.a", "-v", "text", file).exit() == 0, "no attributes here");
        set("user.empty", new byte[0]);
        set("user.q", "a\"b\\c".getBytes(StandardCharsets.UTF_8));
        set("user.nl", "line one is long enough\nnext\r\t".getBytes(StandardCharsets.UTF_8));
        set("user.nul", "hello world\0".getBytes(StandardCharsets.UTF_8));
        set("user.zeros", new byte[] {0, 0});
        set("user.short", "grö".getBytes(StandardCharsets.UTF_8));
        set("user.long", "größe ist eine lange Sache, und mehr".getBytes(StandardCharsets.UTF_8));
        set("user.odd=\n\\name \uDCFF é", new byte[] {'v', 0x7F, 'v', 'v', 'v', 'v', 'v', 'v'});
        set("user.b\"", new byte[] {'v', -1, 'v', 'v', 'v', 'v', 'v', 'v'});
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        set("user.all", all);
        Files.createDirectories(dir.resolve("sub/deep"));
        Programs.output(
                "setfattr",
                "-n",
                "user.deep",
                "-v",
                "1",
                Files.createFile(dir.resolve("sub/deep/odd\n=")).toString());
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(dir.resolve("to sub"), Path.of("sub"));
    }

    private void set(String name, byte... value) throws ErrnoException {
        Posix.get().xattrs().setxattr(file, name, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-d",
                "-d -e hex",
                "-d -e text",
                "-d -e base64",
                "-n user.a",
                "-n user.all -e hex",
                "-d -m -",
                "-d -m z.*o",
                "-m e$",
                "-n user.all --only-values",
                "-d --only-values",
                "-hd"
            })
    void printsWhatGetfattrPrints(String options) {
        String[] ours = Raw.command("xattr", options, file, dir + "/link", dir + "/sub");
        String[] theirs = Raw.command("getfattr", "--absolute-names " + options, file, dir + "/link", dir + "/sub");
        if (options.startsWith("-n")) { // the directory has no such attribute
            ours = Arrays.copyOf(ours, ours.length - 1);
            theirs = Arrays.copyOf(theirs, theirs.length - 1);
        }
        assertEquals(Raw.output(theirs), Captured.output(ours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-dR", "-R -h"})
    void walksDirectoriesAsGetfattrDoes(String options) {
        assertEquals(
                blocks(Raw.output(Raw.command("getfattr", "--absolute-names " + options, dir.toString()))),
                blocks(Captured.output(Raw.command("xattr", options, dir.toString()))));
    }

    /** In any order: getfattr lists a directory's files behind the directory, and pk level by level. */
    private static List<String> blocks(String output) {
        return Arrays.stream(output.strip().split("\n\n")).sorted().collect(Collectors.toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "",
                "a\\042b",
                "\"a\\042\\\"b\"",
                "0x4142",
                "0X41 fF00",
                "0sQUI=",
                "0SAAEC",
                "x\"y",
                "\"",
                "\"\"",
                "\"\\n\\\\\"",
                "\\",
                "\\\\",
                "\\0",
                "\\08",
                "é\\377",
                "0x",
                "\"0x41\""
            })
    void setsWhatSetfattrSets(String value) throws IOException {
        String theirs = Files.createFile(dir.resolve("theirs")).toString();
        Programs.output("setfattr", "-n", "user.v", "-v", value, theirs);
        assertEquals("", Captured.output("xattr", "-n", "user.v", "-v", value, file));
        assertArrayEquals(
                Posix.get().xattrs().getxattr(theirs, "user.v"),
                Posix.get().xattrs().getxattr(file, "user.v"));
    }

    @Test
    void removes() throws ErrnoException {
        assertEquals("", Captured.output("xattr", "-x", "user.a", file));
        assertTrue(!Programs.output("getfattr", "--absolute-names", file).contains("user.a\n"));
        Captured again = Captured.pk("xattr", "-x", "user.a", file, "/no/such");
        assertEquals(1, again.exit());
        assertEquals(
                "pk xattr: " + file + ": user.a: ENODATA (61): No data available\n"
                        + "pk xattr: /no/such: user.a: ENOENT (2): No such file or directory\n",
                again.errors());
    }

    @Test
    @NeedsRoot
    void attributesOfLinksAreTheirOwn() {
        String link = dir + "/link";
        assertEquals("", Captured.output("xattr", "-h", "-n", "trusted.t", "-v", "link", link));
        assertEquals("", Captured.output("xattr", "-n", "trusted.t", "-v", "file", link));
        for (String option : List.of("-d", "-hd")) {
            assertEquals(
                    Programs.output("getfattr", "--absolute-names", "-m", "trusted", option, link),
                    Captured.output("xattr", "-m", "trusted", option, link));
        }
        assertEquals("", Captured.output("xattr", "-h", "-x", "trusted.t", link));
        assertEquals("", Captured.output("xattr", "-h", "-m", "trusted", link));
    }

    @Test
    void jsonHasAllBytes() throws ErrnoException {
        JsonObject json = JsonParser.parseString(Captured.output("xattr", "--json", file))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertEquals(file, json.get("file").getAsString());
        JsonObject attributes = json.getAsJsonObject("attributes");
        assertEquals(11, attributes.size());
        assertEquals(
                Names.of(Posix.get().xattrs().getxattr(file, "user.all")),
                attributes.get("user.all").getAsString());
    }

    @Test
    @NeedsProc
    void saysWhatIsWrong() {
        Captured missing = Captured.pk("xattr", "-n", "user.none", file);
        assertEquals(
                new Captured(1, "", "pk xattr: " + file + ": user.none: ENODATA (61): No data available\n"), missing);
        assertEquals(new Captured(0, "", ""), Captured.pk("xattr", "-d", "/proc/self/stat"));
        assertEquals(2, Captured.pk("xattr").exit());
        for (String options :
                List.of("-v x", "-n user.a -v 0x4", "-n user.a -v 0sQUI", "-n a -x b", "-m [", "-e octal")) {
            assertEquals(2, Captured.pk(Raw.command("xattr", options, file)).exit(), options);
        }
    }
}
