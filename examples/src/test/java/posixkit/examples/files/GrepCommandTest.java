package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
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
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Programs.Outcome;

/** The oracle is GNU grep -F in the locale C. */
@NeedsTool({"grep", "sh"})
@ExtendWith(Descriptors.class)
class GrepCommandTest {
    private static final Map<String, String> BYTES = Map.of("LC_ALL", "C", "GREP_COLORS", "");

    @TempDir
    Path dir;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(dir.resolve("text"), "alpha beta\nBETA betabeta\n\ngamma[x]\nαβγ größe\n a\\b \nlast beta");
        Files.write(dir.resolve("latin"), "gr\u00FC\u00DFe\nx\u00E9y\nplain\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(dir.resolve("empty"), new byte[0]);
        Files.writeString(dir.resolve("newlines"), "\n\n\n");
        Files.write(dir.resolve("binary"), "beta\0beta\nx\0y\nplain beta\n".getBytes(StandardCharsets.UTF_8));
        StringBuilder large = new StringBuilder();
        Random random = new Random(5);
        while (large.length() < 250_000) {
            large.append("x".repeat(random.nextInt(90)))
                    .append(random.nextInt(50) == 0 ? "beta" : "alpha")
                    .append('\n');
        }
        large.append("long ".repeat(30_000))
                .append("beta")
                .append(" tail".repeat(30_000))
                .append("\nbeta without end");
        Files.writeString(dir.resolve("large"), large);
    }

    private void assertAllSame(String options, String... words) {
        String[] files = {"text", "latin", "empty", "newlines", "large"};
        assertSame(command(
                options,
                words,
                Arrays.stream(files).map(each -> dir.resolve(each).toString()).toArray(String[]::new)));
    }

    private static String[] command(String options, String[] words, String... files) {
        List<String> command = new ArrayList<>(List.of(Raw.command("grep", options, words)));
        command.addAll(Arrays.asList(files));
        return command.toArray(String[]::new);
    }

    private static void assertSame(String... command) {
        List<String> gnu = new ArrayList<>(List.of(command));
        gnu.add(1, "-F");
        gnu.add(2, "-a"); // in the locale C, all bytes beyond ASCII are odd to grep
        Outcome expected = Raw.run(BYTES, gnu.toArray(String[]::new));
        Captured ours = Captured.pk(command);
        String about = Arrays.toString(command);
        assertEquals(expected.output(), ours.output(), about);
        assertEquals(expected.exit(), ours.exit(), about);
        assertEquals("", ours.errors(), about);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-c", "-n", "-i", "-l", "-v", "-q", "-o", "-on", "-in", "-ic", "-vc", "-vn", "-vl", "-io", "-nH",
                "-ci", "-cv", "-ov", "-lq", "-co", "-lc", "-H -c", "-in -v"
            })
    @NeedsGnu
    void printsWhatGrepPrints(String options) {
        assertAllSame(options, "beta");
        assertSame(command(options, new String[] {"beta"}, dir + "/text"));
        assertSame(command(options, new String[] {"beta"}, dir + "/empty"));
        assertAllSame(options, "e");
    }

    @Test
    @NeedsGnu
    void findsOddTexts() {
        for (String text : List.of(
                "", "β", "größe", "[x]", "\\b", " ", "a\\b ", "ALPHA", "nowhere", "a\nb", "@", "beta without end")) {
            assertAllSame("-n", "-e", text);
            assertAllSame("-oi", "-e", text);
            if (!text.isEmpty()) { // then GNU grep prints no count at all
                assertAllSame("-vc", "-e", text);
            }
        }
        assertAllSame("-on", "-e", "be", "-e", "beta", "-e", "ta", "-e", "[", "-e", "nowhere");
        assertAllSame("-i", "-e", "GAMMA", "-e", "", "-v");
        assertAllSame("-o", "--", "a");
    }

    @Test
    void findsBytesThatAreNoText() {
        Captured ours = Captured.pk("grep", "-n", "\uDCE9", dir + "/latin");
        assertEquals(new Captured(0, "2:x\uDCE9y\n", ""), ours);
    }

    @Test
    @NeedsGnu
    void doesNotPrintLinesOfBinaryFiles() {
        String binary = dir + "/binary";
        for (String options : List.of("-a", "-an", "-ao", "-c", "-l", "-vc", "-q")) {
            assertSame(Raw.command("grep", options, "beta", binary));
        }
        Captured ours = Captured.pk("grep", "beta", binary, dir + "/text");
        Outcome expected = Programs.run("grep", "-F", "beta", binary, dir + "/text");
        assertEquals(expected.output().replaceAll("(?m)^grep: " + binary + ".*\n", ""), ours.output());
        assertEquals("pk grep: " + binary + ": binary file matches\n", ours.errors());
        assertEquals(0, ours.exit());
        assertEquals(new Captured(1, "", ""), Captured.pk("grep", "nowhere", binary));
    }

    /** Small alphabets have many matches that overlap, and lines of all lengths. */
    @Test
    @NeedsGnu
    void findsWhatGrepFindsInRandomBytes() throws IOException {
        Random random = new Random(3);
        Path file = dir.resolve("random");
        for (int round = 0; round < 40; round++) {
            Files.write(file, random(random, 1 + random.nextInt(3000), "abAB \n\u00E9"));
            List<String> words = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                words.add("-e");
                words.add(new String(random(random, 1 + random.nextInt(9), "abAB "), StandardCharsets.ISO_8859_1));
            }
            String options =
                    List.of("-n", "-on", "-ion", "-vn", "-c", "-ic", "-vic").get(random.nextInt(7));
            assertSame(command(options, words.toArray(String[]::new), file.toString()));
        }
    }

    /** From 32 MiB on, parts of a file are searched at once. The middle is at an odd place of a line. */
    @Test
    void countsInLargeFiles() throws IOException {
        int half = 1 << 24;
        Path file = dir.resolve("huge");
        for (String middle :
                List.of("x\n", "\nx", "x\n\nx", "beta", "be\nta", "\n".repeat(10_000), "x".repeat(10_000))) {
            byte[] bytes = new byte[2 * half + 1];
            byte[] line =
                    (middle.length() % 2 == 0 ? "alpha beta\n" : "Beta gamma\nbeta").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = line[i % line.length];
            }
            System.arraycopy(middle.getBytes(StandardCharsets.UTF_8), 0, bytes, half - 1, middle.length());
            Files.write(file, bytes);
            for (String options : List.of("-c", "-vc", "-ic")) {
                assertSame(command(options, new String[] {"beta"}, file.toString()));
            }
        }
        byte[] oneLine = new byte[2 * half + 5];
        Arrays.fill(oneLine, (byte) 'b');
        Files.write(file, oneLine);
        assertSame("grep", "-c", "bbb", file.toString(), dir + "/text");
    }

    private static byte[] random(Random random, int length, String alphabet) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return bytes;
    }

    @Test
    @NeedsGnu
    void searchesTrees() throws IOException {
        Files.writeString(Files.createDirectories(dir.resolve("sub/deep")).resolve("file"), "beta\n");
        Files.createSymbolicLink(dir.resolve("sub/link"), Path.of("../text"));
        Programs.output("mkfifo", dir + "/sub/fifo");
        for (String options : List.of("-r", "-rc", "-rl", "-rno")) {
            List<String> gnu = sorted(Raw.run(BYTES, Raw.command("grep", "-Fa " + options, "beta", dir.toString()))
                    .output());
            assertEquals(
                    gnu,
                    sorted(Captured.pk(Raw.command("grep", "-a " + options, "beta", dir.toString()))
                            .output()),
                    options);
        }
        String script = "cd \"$0\" && \"$@\" | sort";
        List<String> ours = new ArrayList<>(List.of("sh", "-c", script, dir.toString()));
        ours.addAll(List.of(ChildPk.command("grep", "-rac", "beta")));
        assertEquals(
                Raw.output(BYTES, "sh", "-c", script, dir.toString(), "grep", "-Frac", "beta"),
                Raw.output(BYTES, ours.toArray(String[]::new)));
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    @Test
    @NeedsGnu
    @NeedsProc
    void readsWhatCannotBeMapped() {
        assertSame("grep", "-n", "files", "/proc/self/limits");
        String script = "cat \"$0\" | \"$@\"; (cat \"$0\"; echo beta) | \"$@\" - \"$0\" -";
        List<String> ours = new ArrayList<>(List.of("sh", "-c", script, dir + "/large"));
        List<String> gnu = new ArrayList<>(ours);
        ours.addAll(List.of(ChildPk.command("grep", "-nc", "beta")));
        gnu.addAll(List.of("grep", "-Fnc", "beta"));
        assertEquals(Raw.output(gnu.toArray(String[]::new)), Raw.output(ours.toArray(String[]::new)));
    }

    @Test
    void anErrorIsSaidAndTheOtherFilesAreSearched() {
        Captured captured = Captured.pk("grep", "-c", "beta", "/no/such", dir + "/text", dir.toString());
        assertEquals(2, captured.exit());
        assertEquals(dir + "/text:3\n", captured.output());
        assertEquals(
                "pk grep: /no/such: ENOENT (2): No such file or directory\n" + "pk grep: " + dir
                        + ": EISDIR (21): Is a directory\n",
                captured.errors());
        assertEquals(
                0, Captured.pk("grep", "-q", "beta", "/no/such", dir + "/text").exit());
        assertEquals(2, Captured.pk("grep").exit());
        assertTrue(Captured.pk("grep").errors().contains("the text is missing"));
    }
}
