package posixkit.examples.terminals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.PollEvent.POLLIN;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.examples.Pk;
import posixkit.examples.cli.Captured;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Pty;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.WindowSize;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Programs.Outcome;

/** The oracle is {@code script} of util-linux, which must show the same bytes; and {@code tty} and {@code stty} inside. */
@NeedsTool({"script", "tty", "stty", "ps"})
class PtyCommandTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Posix posix = Posix.get();

    @TempDir
    Path dir;

    @Test
    @NeedsGnu
    void showsAndRecordsWhatScriptShows() throws IOException {
        String recording = dir.resolve("recording").toString();
        String command =
                "printf 'a\\nb\\tgröße \\033[1mx\\033[0m'; seq 1 20000; ls -l --color=always /etc; tput cr; exit 3";
        Outcome ours = pk("--record", recording, "--size", "0x0", "sh", "-c", command);
        Outcome scripts = Programs.run("script", "-qec", command, "/dev/null");
        assertEquals(3, scripts.exit());
        assertEquals(3, ours.exit());
        assertEquals(scripts.output(), ours.output());
        assertEquals(
                ours.output(),
                Captured.pk("pty", "--replay", recording, "--speed", "1000").output());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutAnOuterTerminalThereIsOneAllTheSame() {
        String command =
                "tty; stty size; ps -o sid= -o tpgid= -p $$; echo $$; echo to >/dev/tty; sleep 60 & test -t 0 -a -t 1 -a -t 2 && exit 5";
        Outcome outcome = pk("sh", "-c", command);
        assertEquals(5, outcome.exit(), outcome.errors());
        List<String> lines = outcome.output().lines().toList();
        assertTrue(lines.get(0).matches("/dev/pts/\\d+"), outcome.output());
        assertEquals("24 80", lines.get(1));
        assertEquals(lines.get(3) + " " + lines.get(3), lines.get(2).strip().replaceAll(" +", " "));
        assertEquals("to", lines.get(4));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsAsTheProgramDoes() {
        assertEquals(128 + 15, pk("sh", "-c", "kill -TERM $$").exit());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void inputIsTypedAndItsEndToo() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "printf 'one\\ntwo' | \"$@\"", "sh"));
        command.addAll(ChildJvm.command(Pk.class));
        command.addAll(List.of("pty", "cat"));
        assertEquals(new Outcome(0, "one\r\ntwo", ""), withoutWarnings(Programs.run(command.toArray(String[]::new))));
    }

    /** The outer terminal is another pseudo-terminal, and this test types at it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anOuterTerminalLendsItsSizeAndItsKeys() throws Exception {
        Path recording = dir.resolve("recording");
        String inner = "trap 'echo interrupted' INT; trap 'echo now $(stty size)' WINCH; stty size; "
                + "while test \"$line\" != end; do read -r line && echo \"got $line\"; done; echo over";
        try (Pty outer = posix.terminals().openpty(null, size(100, 40))) {
            List<String> command = ChildJvm.command(Pk.class);
            command.addAll(List.of("pty", "--record", recording.toString(), "sh", "-c", inner));
            TerminalSettings before = posix.terminals().tcgetattr(outer.terminal());
            int child = posix.processes()
                    .spawn(Spawn.of(command.toArray(String[]::new))
                            .session()
                            .open(0, outer.name(), O_RDWR, 0)
                            .dup2(0, 1)
                            .dup2(0, 2)
                            .controllingTerminal(0));
            StringBuilder shown = new StringBuilder();
            awaitText(outer, shown, "40 100\r\n");
            posix.terminals().tcsetwinsize(outer.master(), size(120, 50));
            awaitText(outer, shown, "now 50 120\r\n");
            type(outer, "\u0003");
            awaitText(outer, shown, "interrupted\r\n");
            type(outer, "ähm\r");
            awaitText(outer, shown, "ähm\r\ngot ähm\r\n");
            type(outer, "end\r");
            awaitText(outer, shown, "over\r\n");
            WaitStatus status = new WaitStatus();
            posix.processes().wait4(child, status, 0, null);
            assertEquals("exited 0", status.toString());
            assertEquals(before, posix.terminals().tcgetattr(outer.terminal()));
        }
        List<String> lines = Files.readAllLines(recording);
        JsonObject header = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertEquals(2, header.get("version").getAsInt());
        assertEquals(100, header.get("width").getAsInt());
        assertEquals(40, header.get("height").getAsInt());
        List<String> resizes = new ArrayList<>();
        double last = 0;
        for (String line : lines.subList(1, lines.size())) {
            JsonArray event = JsonParser.parseString(line).getAsJsonArray();
            assertTrue(event.get(0).getAsDouble() >= last, line);
            last = event.get(0).getAsDouble();
            if (event.get(1).getAsString().equals("r")) {
                resizes.add(event.get(2).getAsString());
            }
        }
        assertEquals(List.of("120x50"), resizes);
    }

    private static WindowSize size(int columns, int rows) {
        return posix.terminals().newWindowSize().col(columns).row(rows);
    }

    private static void type(Pty outer, String keys) throws IOException {
        posix.io().write(outer.master(), keys.getBytes(UTF_8));
    }

    private static void awaitText(Pty outer, StringBuilder shown, String wanted) throws IOException {
        byte[] buffer = new byte[4096];
        String bytes = new String(wanted.getBytes(UTF_8), ISO_8859_1);
        PollFds fds = posix.poll().newPollFds(1);
        fds.add(outer.master(), POLLIN);
        while (shown.indexOf(bytes) < 0) {
            assertEquals(1, posix.poll().poll(fds, PATIENCE_MILLIS), () -> "no " + wanted + " in " + shown);
            int count = posix.io().readOrErrno(outer.master(), buffer, 0, buffer.length);
            assertTrue(count > 0, () -> "no " + wanted + " in " + shown);
            shown.append(new String(buffer, 0, count, ISO_8859_1));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRecordingKeepsTimeAndCharacters() throws IOException {
        Path recording = dir.resolve("recording");
        // The two halves of a letter come at different times, and a byte that is no text comes alone.
        String command = "printf '\\303'; sleep 0.2; printf '\\244 \\377.'; stty size";
        pk("--size", "100x30", "--record", recording.toString(), "sh", "-c", command);
        String shown = Captured.pk("pty", "--replay", recording.toString(), "--speed", "100")
                .output();
        assertEquals("ä \uFFFD.30 100\r\n", shown);
        Files.writeString(recording, """
                {"version": 2, "width": 80, "height": 24}
                [0.1, "o", "a"]
                [0.2, "r", "100x30"]
                [0.5, "o", "b\\u001b[0m"]
                """);
        long start = System.nanoTime();
        assertEquals(
                "ab\u001b[0m",
                Captured.pk("pty", "--replay", recording.toString()).output());
        long half = System.nanoTime() - start;
        assertTrue(half >= 500_000_000L, half + " ns");
        start = System.nanoTime();
        Captured.pk("pty", "--replay", recording.toString(), "--speed", "50");
        assertTrue(System.nanoTime() - start < half);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"version\": 1}", "[]", "no", "{\"version\": 2}\n[1]", "{\"version\": 2}\n{}"})
    void whatIsNoRecordingIsRefused(String content) throws IOException {
        Path file = Files.writeString(dir.resolve("file"), content);
        Captured captured = Captured.pk("pty", "--replay", file.toString());
        assertEquals(1, captured.exit(), captured.errors());
        assertTrue(captured.errors().startsWith("pk pty: " + file + ": "), captured.errors());
        assertEquals(1, captured.errors().lines().count());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatIsWrong() {
        assertEquals(
                new Captured(1, "", "pk pty: execve \"/no/such/program\": ENOENT (2): No such file or directory\n"),
                Captured.pk("pty", "/no/such/program"));
        assertEquals(2, Captured.pk("pty", "--size", "big", "true").exit());
        assertEquals(2, Captured.pk("pty", "--speed", "0", "--replay", "x").exit());
        assertEquals(2, Captured.pk("pty", "--replay", "x", "true").exit());
    }

    /** JDK 24 and later warn about native access. */
    private static Outcome withoutWarnings(Outcome outcome) {
        String errors = outcome.errors().replaceAll("(?m)^WARNING: .*\n|^\n", "");
        return new Outcome(outcome.exit(), outcome.output(), errors);
    }

    private static Outcome pk(String... arguments) {
        List<String> command = ChildJvm.command(Pk.class);
        command.add("pty");
        command.addAll(List.of(arguments));
        return Programs.run(command.toArray(String[]::new));
    }
}
