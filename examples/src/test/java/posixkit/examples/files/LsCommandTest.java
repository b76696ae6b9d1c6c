package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_WRONLY;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.examples.cli.Raw;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is GNU ls, which must print the same bytes. */
@NeedsGnu
@NeedsTool({"ls", "touch", "mkfifo", "chmod", "mknod", "python3", "script"})
@ExtendWith(Descriptors.class)
class LsCommandTest {
    private static final Map<String, String> UNCOLOURED = Map.of("LS_COLORS", "", "LS_BLOCK_SIZE", "", "TABSIZE", "");
    private static final long BEYOND_32_BITS = 5L << 30;

    /** In a directory of its own, because {@code ls -la} shows it, too, and other tests change {@code /tmp}. */
    private static Path dir;

    private static ServerSocketChannel socket;

    @BeforeAll
    static void makeOneOfEach(@TempDir Path parent) throws IOException {
        dir = Files.createDirectory(parent.resolve("one of each"));
        Path sub = Files.createDirectories(dir.resolve("sub/deeper/deepest"));
        Files.writeString(sub.resolve("file"), "x");
        Files.createSymbolicLink(sub.resolve("up"), Path.of(".."));
        Files.writeString(dir.resolve("sub/executable"), "#!/bin/sh\n");
        Files.createDirectory(dir.resolve("another: one"));
        Files.createSymbolicLink(dir.resolve("to sub"), Path.of("sub"));
        Files.createSymbolicLink(dir.resolve("gone"), Path.of("no such"));
        Files.createSymbolicLink(dir.resolve("to executable"), Path.of("sub/executable"));
        Files.createLink(dir.resolve("second"), dir.resolve("sub/executable"));
        Programs.output("mkfifo", dir.resolve("fifo").toString());
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(dir.resolve("socket")));
        try (RandomAccessFile sparse =
                new RandomAccessFile(dir.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(BEYOND_32_BITS);
        }
        int size = 0;
        for (String mode : List.of("0000", "0777", "4755", "4644", "2755", "2644", "1777", "7777", "0001")) {
            Path file = Files.write(dir.resolve(mode), new byte[size]);
            size = size * 3 + 1021;
            Programs.output("chmod", mode, file.toString());
        }
        for (String mode : List.of("0700", "0777", "1755", "1777", "4755", "2711", "7777")) {
            Path directory = Files.createDirectory(dir.resolve("d" + mode));
            Programs.output("chmod", mode, directory.toString());
        }
        for (String name : List.of(
                "größe",
                "日本",
                "\uD83D\uDC27",
                "it's",
                "a\"b",
                "a\tb",
                "\nfirst",
                "b\\s",
                "#'",
                "~x",
                "x~",
                "{",
                "{}",
                "a=b",
                "[x",
                "a,b",
                "%+@",
                ".hidden",
                "..x",
                "-dash",
                "\uFB01",
                " ")) {
            Files.createFile(dir.resolve(name));
        }
        for (String name : List.of("\uDCFF", "\uDCC3x", "x\uDCE9y")) {
            Posix.get()
                    .io()
                    .own(Posix.get().files().open(dir + "/" + name, O_CREAT | O_WRONLY, 0600))
                    .close();
        }
        Programs.output("touch", "-d", "now - 7 months", dir.resolve("0777").toString());
        Programs.output("touch", "-d", "now - 5 months", dir.resolve("4755").toString());
        Programs.output("touch", "-d", "now + 1 hour", dir.resolve("2755").toString());
        Programs.output(
                "touch", "-d", "1901-01-02 03:04:05.5", dir.resolve("0000").toString());
    }

    @AfterAll
    static void closeSocket() throws IOException {
        socket.close();
        for (String name : List.of("\uDCFF", "\uDCC3x", "x\uDCE9y")) { // the JDK cannot name them
            Posix.get().files().unlink(dir + "/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "-a",
                "-A",
                "-r",
                "-t",
                "-S",
                "-U",
                "-Ua",
                "-tr",
                "-Sr",
                "-i",
                "-R",
                "-d",
                "-l",
                "-la",
                "-lA",
                "-lt",
                "-lS",
                "-lr",
                "-li",
                "-ln",
                "-n",
                "-lh",
                "-lhi",
                "-ld",
                "-lR",
                "-laR",
                "-nit",
                "-R -a",
                "-lU",
                "-1i",
                "-C -w 80",
                "-C -w 200 -a",
                "-Ci -w 60",
                "-C -w 10",
                "-C -w 0",
                "-C -w 33 -t",
                "--color=always",
                "-l --color=always",
                "-R --color=always",
                "--color=never -l"
            })
    void printsWhatLsPrints(String options) {
        String ours = Captured.output(Raw.command("ls", options, dir.toString()));
        String gnu = Raw.output(UNCOLOURED, Raw.command("ls", gnuOptions(options), dir.toString()));
        assertEquals(gnu, ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-d", "-l", "-lR", "-C -w 70", "-t", "-ld", "-n"})
    void listsFilesAndThenDirectories(String options) {
        String[] operands = {dir + "/to sub", dir + "/sub", dir + "/0777", dir + "/gone", "/dev/null", dir + "/sub/"};
        assertEquals(
                Raw.output(UNCOLOURED, Raw.command("ls", gnuOptions(options), operands)),
                Captured.output(Raw.command("ls", options, operands)));
    }

    /** A directory has more links and a longer inode number than the file, and one has a name with quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"-l", "-ln", "-li", "-l --quote", "-i", "-C -w 80 -i", "-C -w 80 --quote"})
    void columnsOfFilesHaveRoomForOperandsThatAreDirectories(String options) {
        String[] operands = {"/dev/null", dir + "/another: one", dir.toString()};
        assertEquals(
                Raw.output(UNCOLOURED, Raw.command("ls", gnuOptions(options), operands)),
                Captured.output(Raw.command("ls", options, operands)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1 --quote",
                "-l --quote",
                "-C -w 80 --quote",
                "-C -w 0 --quote",
                "-R --quote",
                "-lR --color=always --quote"
            })
    void quotesNamesAsLsDoes(String options) {
        assertEquals(
                Raw.output(UNCOLOURED, Raw.command("ls", gnuOptions(options), dir.toString())),
                Captured.output(Raw.command("ls", options, dir.toString())));
    }

    /** The options of GNU ls that are usual here: spaces and no tabs, no end of long lines in colour. */
    private static String gnuOptions(String options) {
        return ("-T0 " + (options.contains("-w") ? "" : "-w0 ")
                        + options.replace("--quote", "--quoting-style=shell-escape"))
                .strip();
    }

    @Test
    void onATerminalNamesAreQuotedAndInColumns() {
        String[] operands = {dir.toString(), dir + "/sub"};
        assertEquals(
                onATerminal(Raw.command("ls", "-T0 --color=never", operands)),
                onATerminal(ChildPk.command(Raw.command("ls", "--color=never", operands))));
    }

    private static String onATerminal(String... command) {
        return Programs.output("script", "-qec", "'" + String.join("' '", command) + "'", "/dev/null");
    }

    @Test
    @NeedsRoot
    void showsDevicesAndUnknownOwners(@TempDir Path own) {
        String device = own.resolve("block").toString();
        Programs.output("mknod", device, "b", "4000", "1000000");
        Programs.output("mknod", own.resolve("character").toString(), "c", "1", "3");
        Programs.output("chown", "4294967294:123456", device);
        assertEquals(Programs.output("ls", "-l", own.toString()), Captured.output("ls", "-l", own.toString()));
        assertEquals(Programs.output("ls", "-l", device), Captured.output("ls", "-l", device));
    }

    @Test
    @NeedsTool({"setfacl", "ln"})
    void marksAccessControlLists(@TempDir Path own) {
        String script = """
                cd "$0" && mkdir d e sub && touch f g sub/h && ln -s f l
                setfacl -m u:1:r f && setfacl -d -m u:1:r d
                """;
        assumeTrue(Programs.run("sh", "-c", script, own.toString()).exit() == 0, "no access control lists here");
        assertTrue(Programs.output("ls", "-l", own.toString()).contains("+ "));
        assertEquals(Programs.output("ls", "-lR", own.toString()), Captured.output("ls", "-lR", own.toString()));
        for (String name : List.of("f", "l", "d", "g")) {
            assertEquals(
                    Programs.output("ls", "-ld", own + "/" + name), Captured.output("ls", "-ld", own + "/" + name));
        }
    }

    @Test
    void listsTenThousandFiles(@TempDir Path own) throws IOException {
        Programs.output("sh", "-c", "cd \"$0\" && seq 10000 | xargs touch", own.toString());
        assertEquals(Programs.output("ls", own.toString()), Captured.output("ls", own.toString()));
        long start = System.nanoTime();
        String ours = Captured.output("ls", "-lt", own.toString());
        double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(Programs.output("ls", "-lt", own.toString()), ours);
        assertTrue(seconds < 10, seconds + " s");
    }

    @Test
    void jsonHasTheBytesOfNames(@TempDir Path own) throws IOException {
        JsonArray files = JsonParser.parseString(Captured.output("ls", "--json", "-a", dir.toString()))
                .getAsJsonArray();
        long lines = Programs.output("ls", "-a", dir.toString()).lines().count();
        assertEquals(lines, files.size() + 1); // ls prints the name with a newline on two lines
        for (JsonElement each : files) {
            JsonObject file = each.getAsJsonObject();
            if (file.get("path").getAsString().endsWith("/4644")) {
                assertEquals("104644", file.get("mode").getAsString());
                assertEquals("-", file.get("type").getAsString());
            }
        }
        String python = "import json, os, sys\nfor f in json.load(sys.stdin): os.lstat(os.fsencode(f['path']))";
        Path input = Files.writeString(own.resolve("json"), Captured.output("ls", "--json", dir.toString()));
        Programs.output("sh", "-c", "python3 -c \"$0\" < \"$1\"", python, input.toString());
    }
}
