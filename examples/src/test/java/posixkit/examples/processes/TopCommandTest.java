package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.PollEvent.POLLIN;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.examples.cli.StandIn;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Pty;
import posixkit.terminal.TerminalSettings;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is ps. */
@ExtendWith(Descriptors.class)
class TopCommandTest {
    private final Posix posix = Posix.get();

    @TempDir
    private Path dir;

    @Test
    @NeedsTool({"ps", "sleep"})
    @EnabledOnOs(OS.LINUX)
    void aProcessIsAsPsShowsIt() throws Exception {
        // A name with everything that the format of /proc uses.
        Path program = Files.copy(
                Path.of(Programs.output("sh", "-c", "command -v sleep")).toRealPath(), dir.resolve("a) (b ) S 1"));
        Process sleep = new ProcessBuilder(program.toString(), "1000").start();
        try {
            String pid = Long.toString(sleep.pid());
            awaitSleep(pid);
            String[] ps = Programs.output("ps", "-o", "ppid=,user=,uid=,s=,rss=,vsz=,comm=", "-p", pid)
                    .strip()
                    .split(" +", 7);
            JsonObject ours = find(sleep.pid());
            assertEquals(
                    List.of(ps),
                    List.of(
                            ours.get("ppid").getAsString(),
                            ours.get("user").getAsString(),
                            ours.get("uid").getAsString(),
                            ours.get("state").getAsString(),
                            Long.toString(ours.get("resident").getAsLong() / 1024),
                            Long.toString(ours.get("virtual").getAsLong() / 1024),
                            ours.get("command").getAsString()));
            assertTrue(ours.get("cpuSeconds").getAsDouble() < 1, ours::toString);
            String line = Captured.output("top", "--once")
                    .lines()
                    .filter(each -> each.startsWith(String.format("%7s ", pid)))
                    .findFirst()
                    .orElseThrow();
            assertTrue(line.endsWith(" a) (b ) S 1"), line);
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    @NeedsTool("ps")
    @EnabledOnOs(OS.LINUX)
    void processorTimeAndShareAreThoseOfPs() {
        long pid = ProcessHandle.current().pid();
        double[] before = times(pid);
        JsonObject ours = find(pid);
        double[] after = times(pid);
        double seconds = ours.get("cpuSeconds").getAsDouble();
        assertTrue(
                seconds >= before[0] && seconds <= after[0] + 1,
                seconds + " " + Arrays.toString(before) + Arrays.toString(after));
        double share = ours.get("cpu").getAsDouble();
        double least = Math.min(before[1], after[1]);
        double most = Math.max(before[1], after[1]);
        assertTrue(
                share > least * 0.8 - 1 && share < most * 1.25 + 1,
                share + " " + Arrays.toString(before) + Arrays.toString(after));
    }

    @Test
    @NeedsTool("ps")
    @EnabledOnOs(OS.LINUX)
    void allProcessesAreThere() {
        Set<Integer> always = pids();
        List<JsonElement> ours = JsonParser.parseString(Captured.output("top", "--json"))
                .getAsJsonArray()
                .asList();
        always.retainAll(pids());
        Set<Integer> found = ours.stream()
                .map(each -> each.getAsJsonObject().get("pid").getAsInt())
                .collect(Collectors.toSet());
        always.removeAll(found);
        assertEquals(Set.of(), always);
        assertEquals(ours.size(), found.size());
    }

    @Test
    void rowsAreInOrder() {
        assertSorted("cpu", 4, true);
        assertSorted("mem", 6, true);
        assertSorted("pid", 0, false);
        assertEquals(2 + 3, Captured.output("top", "-n", "3").lines().count());
        assertEquals(2, Captured.output("top", "-n", "0").lines().count());
        assertTrue(Captured.output("top").lines().count() > 5);
    }

    @Test
    void wrongUseIsRefused() {
        for (String wrong : List.of("--sort=size", "-n=-1", "-n=x", "-d=0", "-d=-1", "extra")) {
            Captured captured = Captured.pk("top", wrong);
            assertEquals(2, captured.exit(), wrong);
            assertEquals("", captured.output());
        }
    }

    /** A terminal of 9 lines and 60 columns. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void onATerminalTheListIsRenewedUntilQ() throws Exception {
        try (Pty pty = posix.terminals()
                .openpty(null, posix.terminals().newWindowSize().row(9).col(60))) {
            TerminalSettings before = posix.terminals().tcgetattr(pty.terminal());
            int pid = posix.processes()
                    .spawn(Spawn.of(ChildPk.command("top", "-d", "0.05"))
                            .session()
                            .controllingTerminal(0)
                            .dup2(pty.terminal(), 0)
                            .dup2(pty.terminal(), 1)
                            .open(2, dir.resolve("errors").toString(), O_WRONLY | O_CREAT, 0600));
            StringBuilder shown = new StringBuilder();
            readUntil(pty.master(), shown, 3, "\033[H");
            posix.io().write(pty.master(), ByteBuffer.wrap("mpq".getBytes(StandardCharsets.US_ASCII)));
            readUntil(pty.master(), shown, 1, "\033[?1049l");
            WaitStatus end = new WaitStatus();
            posix.processes().wait4(pid, end, 0, null);
            assertEquals("exited 0", end.toString(), shown::toString);
            assertEquals(before, posix.terminals().tcgetattr(pty.terminal()));
            assertTrue(shown.toString().startsWith("\033[?1049h\033[?25l\033[H"), shown::toString);
            String screen = shown.toString().split("\033\\[H")[1].replaceAll("\033\\[[0-9;?]*[A-Za-z]", "");
            List<String> lines = screen.lines().toList();
            assertEquals(9, lines.size(), screen);
            assertTrue(lines.stream().allMatch(line -> line.length() <= 60), screen);
            assertTrue(lines.get(1).startsWith("    PID    PPID USER "), screen);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"darwin-x86_64", "darwin-aarch64"})
    @NeedsTool("ps")
    @EnabledOnOs(OS.LINUX)
    void throughTheStandInAMacShowsProcesses(String target) {
        Programs.Outcome outcome = StandIn.pk(target, "top", "--json");
        assertEquals("", outcome.errors());
        long pid = ProcessHandle.current().pid();
        JsonObject ours = find(pid, outcome.output());
        String ps = Programs.output("ps", "-o", "ppid=,user=,uid=", "-p", Long.toString(pid))
                .strip();
        assertEquals(
                ps.replaceAll(" +", " "),
                ours.get("ppid").getAsString() + " " + ours.get("user").getAsString() + " "
                        + ours.get("uid").getAsString());
        assertTrue(ours.get("resident").getAsLong() > 1 << 20, ours::toString);
    }

    private void readUntil(int fd, StringBuilder into, int times, String text) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        PollFds ready = posix.poll().newPollFds(1);
        ready.add(fd, POLLIN);
        while (into.toString().split(Pattern.quote(text), -1).length <= times) {
            assertEquals(1, posix.poll().poll(ready, 30_000), into::toString);
            posix.io().read(fd, buffer.clear());
            into.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
    }

    private static void awaitSleep(String pid) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.readString(Path.of("/proc/" + pid + "/wchan")).contains("nanosleep")) {
            assertTrue(System.nanoTime() < end, "the program does not sleep");
            Thread.sleep(5);
        }
    }

    private static JsonObject find(long pid) {
        return find(pid, Captured.output("top", "--json"));
    }

    private static JsonObject find(long pid, String json) {
        for (JsonElement each : JsonParser.parseString(json).getAsJsonArray()) {
            if (each.getAsJsonObject().get("pid").getAsLong() == pid) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no process " + pid);
    }

    /** Returns the processor time and the share of a processor. */
    private static double[] times(long pid) {
        return Arrays.stream(Programs.output("ps", "-o", "times=,pcpu=", "-p", Long.toString(pid))
                        .strip()
                        .split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static Set<Integer> pids() {
        return Programs.output("ps", "-eo", "pid=")
                .lines()
                .map(line -> Integer.parseInt(line.strip()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertSorted(String order, int column, boolean isReversed) {
        List<Double> values = Captured.output("top", "-s", order)
                .lines()
                .skip(2)
                .map(line -> Double.parseDouble(line.strip().split(" +")[column]))
                .toList();
        Comparator<Double> by = Comparator.naturalOrder();
        assertEquals(values.stream().sorted(isReversed ? by.reversed() : by).toList(), values);
    }
}
