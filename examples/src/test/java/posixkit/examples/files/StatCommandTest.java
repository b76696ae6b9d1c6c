package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is GNU stat, which must print the same bytes. */
@NeedsGnu
@NeedsTool({"stat", "touch", "mkfifo", "chmod", "mknod"})
class StatCommandTest {
    private static final long BEYOND_32_BITS = 5L << 30;

    @TempDir
    static Path dir;

    private static final List<String> files = new ArrayList<>(List.of("/dev/null", "/", "/etc/hosts"));
    private static ServerSocketChannel socket;

    @BeforeAll
    static void makeOneOfEach() throws IOException {
        Path regular = Files.writeString(file("regular"), "text\n");
        Files.setLastModifiedTime(regular, FileTime.from(Instant.parse("1969-07-20T20:17:40.000000001Z")));
        Files.createDirectory(file("directory"));
        Path link = Files.createSymbolicLink(file("link"), Path.of("it's gone"));
        Path toRegular = Files.createSymbolicLink(file("to regular"), regular);
        // Who prints a link reads it, and the first to read it since it was changed would change when it was read.
        Programs.output("touch", "-h", "-a", "-d", "now + 1 hour", link.toString(), toRegular.toString());
        Files.createLink(file("second name"), regular);
        Programs.output("mkfifo", file("fifo").toString());
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file("socket")));
        try (RandomAccessFile sparse = new RandomAccessFile(file("sparse").toFile(), "rw")) {
            sparse.setLength(BEYOND_32_BITS);
        }
        for (String mode : List.of("0000", "0777", "4755", "4644", "2755", "2644", "1777", "1776", "7777", "7000")) {
            Programs.output("chmod", mode, Files.createFile(file(mode)).toString());
        }
        for (String name : List.of(
                "größe",
                "日本",
                "\uD83D\uDC27",
                "it's",
                "it's é",
                "it's $5",
                "a\"b",
                "a\tb",
                "\nfirst",
                "last\n",
                "\u0001\u0085",
                "b\\s",
                "#'",
                "a#'",
                "~it's",
                "x{y}'",
                "a=b'",
                "'",
                "50% $x",
                " ")) {
            Files.createFile(file(name));
        }
    }

    @AfterAll
    static void closeSocket() throws IOException {
        socket.close();
    }

    private static Path file(String name) {
        Path file = dir.resolve(name);
        files.add(file.toString());
        return file;
    }

    @Test
    void printsWhatStatPrints() {
        assertEquals(gnu(), ours());
    }

    @Test
    void followsLinksWhenTold() {
        String[] command = {"stat", "-L", file("to regular").toString()};
        assertEquals(Programs.output(command), Captured.output(command));
        files.remove(files.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%n",
                "%N",
                "%s %b %B %o",
                "%f %F %a %A",
                "%u %U %g %G",
                "%h %i",
                "%d %D %Hd %Ld",
                "%r %R %Hr %Lr %t %T",
                "%x|%y|%z|%w",
                "%X %Y %Z %W",
                "%.Y %.0Y %.3Y %.12Z",
                "100%% %",
                "[%12s][%-12s][%012s][%.5s]",
                "[%#a][%#f][%#D][%#8a][%#08f]",
                "[%20.7F][%-20.7F][%.0A]",
                "no directive",
                "%n\\n%q é %%n"
            })
    void formatsAsStatDoes(String format) {
        assertEquals(gnu("-c", format), ours("-c", format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.5", "-1.25", "-1.999999999", "-3", "-0.000000001", "0.5"})
    void aTimeBefore1970IsPrintedAsStatDoes(String time, @TempDir Path own) throws IOException {
        String path = Files.createFile(own.resolve("file")).toString();
        Programs.output("touch", "-d", "@" + time, path);
        String[] command = {"stat", "-c", "%.Y %.0Y %.9Y %.12Y %Y [%20.Y][%-20.Y]", path};
        assertEquals(Programs.output(command), Captured.output(command));
    }

    @NeedsRoot
    @Test
    void tellsDeviceNumbersBeyondEightBitsAndUnknownOwners() {
        String device = dir.resolve("block").toString();
        Programs.output("mknod", device, "b", "4000", "1000000");
        Programs.output("chown", "4294967294:123456", device);
        String[] command = {"stat", device};
        assertEquals(Programs.output(command), Captured.output(command));
    }

    private static String gnu(String... options) {
        return Programs.output(command(options));
    }

    private static String ours(String... options) {
        return Captured.output(command(options));
    }

    private static String[] command(String... options) {
        List<String> command = new ArrayList<>(List.of("stat"));
        command.addAll(Arrays.asList(options));
        command.addAll(files);
        return command.toArray(String[]::new);
    }
}
