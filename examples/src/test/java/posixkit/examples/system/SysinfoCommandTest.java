package posixkit.examples.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.StandIn;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracles are uname, uptime, getconf, nproc, taskset, free, df, prlimit, id and getent. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(Descriptors.class)
class SysinfoCommandTest {
    private static final int LOAD_ONE = 1 << 11;

    @Test
    @NeedsTool({"uname", "sh"})
    void namesAreThoseOfUnameAndOsRelease() {
        JsonObject ours = report();
        for (String[] pair : new String[][] {
            {"host", "-n"}, {"kernel", "-s"}, {"release", "-r"}, {"version", "-v"}, {"machine", "-m"}
        }) {
            assertEquals(Programs.output("uname", pair[1]), ours.get(pair[0]).getAsString());
        }
        String release = Programs.output("sh", "-c", ". /etc/os-release; printf %s \"$PRETTY_NAME\"");
        assertEquals(release, ours.get("distribution").getAsString());
    }

    @Test
    @NeedsTool({"uptime", "cat"})
    void timesAndLoadAreThoseOfUptime() {
        String before = Programs.output("cat", "/proc/uptime", "/proc/loadavg");
        JsonObject ours = report();
        String after = Programs.output("cat", "/proc/uptime", "/proc/loadavg");
        double up = ours.get("upSeconds").getAsDouble();
        assertTrue(up > number(before, 0) - 0.1 && up < number(after, 0) + 0.1, before + " " + up + " " + after);
        String load = ours.getAsJsonArray("load").asList().stream()
                .map(each -> loadText(each.getAsDouble()))
                .collect(Collectors.joining(" "));
        assertTrue(
                before.contains("\n" + load + " ") || after.contains("\n" + load + " "),
                before + " " + load + " " + after);
        String since = Programs.output("env", "TZ=UTC", "uptime", "-s").replace(' ', 'T') + "Z";
        long difference = Instant.parse(since).getEpochSecond()
                - Instant.parse(ours.get("bootTime").getAsString()).getEpochSecond();
        assertTrue(Math.abs(difference) <= 2, since + " " + ours.get("bootTime"));
    }

    /** As the kernel prints a load, of which it has eleven bits behind the point: it adds a two-hundredth, less a rest, and cuts. */
    private static String loadText(double load) {
        long fixed = Math.round(load * LOAD_ONE) + LOAD_ONE / 200;
        return "%d.%02d".formatted(fixed / LOAD_ONE, fixed % LOAD_ONE * 100 / LOAD_ONE);
    }

    @Test
    @NeedsTool({"nproc", "getconf", "taskset", "sh"})
    void processorsAndPagesAreThoseOfGetconf() {
        JsonObject ours = report();
        JsonObject processors = ours.getAsJsonObject("processors");
        assertEquals(
                Programs.output("getconf", "_NPROCESSORS_CONF"),
                processors.get("configured").getAsString());
        assertEquals(
                Programs.output("getconf", "_NPROCESSORS_ONLN"),
                processors.get("online").getAsString());
        assertEquals(
                Programs.output("nproc"),
                Integer.toString(processors.getAsJsonArray("usable").size()));
        List<Integer> usable = processors.getAsJsonArray("usable").asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
        assertEquals(
                Programs.output("sh", "-c", "taskset -cp $$").replaceAll(".*: ", ""), SysinfoCommand.ranges(usable));
        assertEquals(
                Programs.output("getconf", "PAGESIZE"), ours.get("pageSize").getAsString());
    }

    @Test
    @NeedsTool({"free", "df"})
    void sizesAreThoseOfFreeAndDf() {
        JsonObject ours = report();
        JsonObject memory = ours.getAsJsonObject("memory");
        List<String> free = Programs.output("free", "-b").lines().toList();
        assertEquals((long) number(free.get(1), 1), memory.get("total").getAsLong());
        assertNear(
                number(free.get(1), 3),
                memory.get("free").getAsLong(),
                memory.get("total").getAsLong());
        assertEquals((long) number(free.get(2), 1), memory.get("swap").getAsLong());
        JsonObject root = ours.getAsJsonObject("root");
        String df = Programs.output("df", "-B1", "--output=size,avail,itotal,iavail", "/")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip();
        assertEquals((long) number(df, 0), root.get("size").getAsLong());
        assertNear(
                number(df, 1),
                root.get("available").getAsLong(),
                root.get("size").getAsLong());
        assertEquals((long) number(df, 2), root.get("files").getAsLong());
        assertNear(
                number(df, 3),
                root.get("freeFiles").getAsLong(),
                root.get("files").getAsLong());
    }

    @Test
    @NeedsTool("prlimit")
    void limitsAreThoseOfPrlimit() {
        JsonObject limits = report().getAsJsonObject("limits");
        List<String> lines = Programs.output("prlimit", "--raw", "--noheadings", "-o", "RESOURCE,SOFT,HARD")
                .lines()
                .toList();
        assertEquals(lines.size(), limits.size());
        for (String line : lines) {
            String[] words = line.split(" +");
            JsonObject limit = limits.getAsJsonObject(words[0].toLowerCase(Locale.ROOT));
            assertEquals(
                    words[1] + " " + words[2],
                    limit.get("soft").getAsString() + " " + limit.get("hard").getAsString(),
                    line);
        }
    }

    @Test
    @NeedsTool({"id", "getent"})
    void usersAreThoseOfTheDatabase() {
        JsonObject ours = report();
        assertEquals(Programs.output("id", "-un"), ours.get("user").getAsString());
        assertEquals(
                Programs.output("getent", "passwd").lines().count(),
                ours.get("accounts").getAsLong());
    }

    @Test
    @NeedsTool("uname")
    void textHasTheSameFacts() {
        String text = Captured.output("sysinfo");
        assertTrue(text.startsWith("host        " + Programs.output("uname", "-n") + "\nkernel      Linux "), text);
        JsonObject ours = report();
        assertTrue(
                text.contains("\nmemory      "
                        + SysinfoCommand.size(
                                ours.getAsJsonObject("memory").get("total").getAsLong()) + ", "),
                text);
        assertTrue(
                text.contains("\nclock       realtime in steps of "
                        + ours.getAsJsonObject("clockNanoseconds").get("realtime") + " ns\n"),
                text);
        assertTrue(text.contains("\nlimit       nofile "), text);
        assertEquals(2, Captured.pk("sysinfo", "extra").exit());
    }

    @Test
    @NeedsTool({"sh", "numfmt"})
    void valuesOfOsReleaseAreUnquotedAsByTheShell() {
        for (String value :
                List.of("plain", "\"a b\"", "'a \\ b'", "\"\\\"q\\\" \\$x \\\\ \\` \\n\"", "\"\"", "''", "'it\"s'")) {
            assertEquals(
                    Programs.output("sh", "-c", "X=" + value + "; printf '%s|' \"$X\""),
                    SystemFacts.unquoted(value) + "|",
                    value);
        }
        assertEquals("", SysinfoCommand.ranges(List.of()));
        assertEquals("0", SysinfoCommand.ranges(List.of(0)));
        assertEquals("0-2,4,6,7", SysinfoCommand.ranges(List.of(0, 1, 2, 4, 6, 7)));
        assertEquals("1023 bytes", SysinfoCommand.size(1023));
        for (long size : new long[] {1024, 1536, 1L << 20, 3L << 30, 1L << 40, 1L << 60}) {
            String gnu = Programs.output("numfmt", "--to=iec-i", "--format=%.1f", Long.toString(size));
            assertEquals(gnu.replaceAll("([KMGTPE])i", " $1iB"), SysinfoCommand.size(size));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"darwin-x86_64", "darwin-aarch64"})
    @NeedsTool({"uname", "getconf"})
    void throughTheStandInAMacSaysTheSame(String target) {
        Programs.Outcome outcome = StandIn.pk(target, "sysinfo", "--json");
        assertEquals("", outcome.errors());
        JsonObject ours = JsonParser.parseString(outcome.output()).getAsJsonObject();
        assertEquals(Programs.output("uname", "-n"), ours.get("host").getAsString());
        assertEquals(
                Programs.output("getconf", "_NPROCESSORS_ONLN"),
                ours.getAsJsonObject("processors").get("online").getAsString());
        assertTrue(ours.getAsJsonObject("memory").get("free").isJsonNull());
        assertEquals(
                report().getAsJsonObject("memory").get("total"),
                ours.getAsJsonObject("memory").get("total"));
    }

    private static JsonObject report() {
        return JsonParser.parseString(Captured.output("sysinfo", "--json")).getAsJsonObject();
    }

    private static double number(String text, int index) {
        return Double.parseDouble(text.strip().split("\\s+")[index]);
    }

    /** Other programs use memory and files meanwhile. */
    private static void assertNear(double expected, double actual, double whole) {
        assertTrue(Math.abs(expected - actual) < whole / 5, expected + " " + actual);
    }
}
