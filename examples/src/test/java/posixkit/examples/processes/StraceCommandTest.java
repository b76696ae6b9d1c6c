package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.onlinux.constants.LinuxOpen;
import posixkit.onlinux.constants.LinuxSigCode;
import posixkit.process.Spawn;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.TraceLines;

/** The oracle is strace, of the same program. */
@EnabledOnOs(OS.LINUX)
class StraceCommandTest {
    @TempDir
    private Path dir;

    @Test
    @NeedsTool("strace")
    void countsWhatStraceCounts() throws IOException {
        Map<String, String> counts = counted(1, "test", "-e", "/no/such/file");
        assertEquals(countedByStrace("test -e /no/such/file"), counts);
        assertTrue(counts.get("total").matches("[1-9][0-9]* [1-9][0-9]*"), counts.toString());
    }

    @Test
    @NeedsTool("strace")
    void countsWhatStraceCountsOfAllThatAreStarted() throws IOException {
        String script = "cat /dev/null; (cd /; test -e /no/such/file || cat /dev/null | cat)";
        Map<String, String> counts = counted(0, "-f", "sh", "-c", script);
        Map<String, String> expected = countedByStrace("-f sh -c '" + script + "'");
        // Who waits may be told of a child's end by a signal first, or may have it already.
        for (String sometimes : List.of("wait4", "rt_sigreturn", "total")) {
            counts.remove(sometimes);
            expected.remove(sometimes);
        }
        assertEquals(expected, counts);
    }

    @Test
    void endsAsTheProgramDoes() throws IOException {
        counted(7, "sh", "-c", "exit 7");
        counted(128 + 15, "sh", "-c", "kill -TERM $$");
    }

    @Test
    @NeedsTool({"strace", "sleep"})
    void theTableHasTheTimesOfTheCallsAndTheFormOfStraces() throws IOException {
        Captured ours = Captured.pk("strace", "-c", "sleep", "0.3");
        assertEquals(0, ours.exit());
        assertEquals("", ours.output());
        String theirs = Programs.output("sh", "-c", "strace -c -w sleep 0.3 2>&1");
        List<String> lines = ours.errors().lines().toList();
        List<String> expected = theirs.lines().toList();
        assertEquals(expected.subList(0, 2), lines.subList(0, 2));
        String row = " *[0-9.]{4,6} +[0-9]+\\.[0-9]{6} +[0-9]+ +[0-9]+ +([0-9]+ )?[a-z_0-9]+";
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> !line.matches(row + "|[- ]+|% time.*"))
                        .toList());
        assertEquals(lengths(expected), lengths(lines));
        // The longest call comes first.
        String[] sleep = lines.get(2).strip().split(" +");
        assertEquals("clock_nanosleep", sleep[sleep.length - 1]);
        double seconds = Double.parseDouble(sleep[1]);
        assertTrue(seconds >= 0.3, ours::errors);
        assertEquals(seconds * 1e6, Double.parseDouble(sleep[2]), 1);
        double total = Double.parseDouble(lines.get(lines.size() - 1).strip().split(" +")[1]);
        assertEquals(100 * seconds / total, Double.parseDouble(sleep[0]), 0.01);
    }

    /** The columns before the name, by their lengths. */
    private static Set<Integer> lengths(List<String> table) {
        return table.stream().map(line -> line.lastIndexOf(' ')).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @NeedsTool({"strace", "sh", "cat", "ls", "stat", "touch", "mv"})
    @ValueSource(
            strings = {
                "exec true",
                "exec cat FILE",
                "exec ls DIR",
                "exec ls -l DIR",
                "exec stat FILE",
                "exec touch -d 2001-02-03T04:05:06.7 FILE",
                "umask 027; cd DIR; exec mv -n FILE /no/such",
                "printf 'a\\000b\\0001\\n\\377\\t\"\\\\%040d' 1; exit 3",
                "kill -USR1 $$",
            })
    void printsEachLineAsStraceDoes(String script) throws IOException {
        Path listed = Files.createDirectory(dir.resolve("listed"));
        Path file = Files.writeString(listed.resolve("file"), "some text\n");
        String program = script.replace("FILE", file.toString()).replace("DIR", listed.toString());
        String[] shell = {"sh", "-c", "exec >/dev/null </dev/null 2>&1; " + program};
        List<String> expected = byStrace(shell);
        assertSame(expected, byPk(shell));
        assertTrue(expected.size() > 30, expected::toString);
    }

    @Test
    @NeedsTool({"strace", "cat"})
    void pathsOfDescriptorsLengthsAndChosenCallsAreThoseOfStrace() throws IOException {
        String[] command = {
            "-y",
            "-s",
            "5",
            "-e",
            "trace=openat,read,close,execve",
            "sh",
            "-c",
            "exec >/dev/null 2>&1; exec cat /dev/null /no/such"
        };
        List<String> expected = byStrace(command);
        assertSame(expected, byPk(command));
        assertTrue(expected.toString().contains("AT_FDCWD<"), expected::toString);
        String[] others = {"-e", "!mmap,mprotect,munmap,brk,read,pread64,openat,newfstatat,close,access", "true"};
        assertSame(byStrace(others), byPk(others));
    }

    @Test
    @NeedsTool({"strace", "bash"})
    void socketsAndAddressesAreThoseOfStrace() throws IOException {
        String[] command = {"-e", "socket,connect,fcntl,dup2", "bash", "-c", "exec 2>/dev/null 3<>/dev/tcp/127.0.0.1/1"
        };
        List<String> expected = byStrace(command);
        assertSame(expected, byPk(command));
        assertTrue(expected.toString().contains("sin_port=htons(1)"), expected::toString);
    }

    /** Lines of several processes have no fixed order, but those of each process have. */
    @Test
    @NeedsTool({"strace", "sh", "cat"})
    void followsWhatIsStarted() throws IOException {
        String[] command = {"-f", "sh", "-c", "cat /dev/null; (cd /; exec cat /dev/null); exit 3"};
        List<List<String>> expected = byProcess(byStrace(command));
        List<List<String>> actual = byProcess(byPk(command));
        for (int i = 0; i < 3; i++) {
            assertSame(expected.get(i), actual.get(i));
        }
        assertEquals(3, actual.size());
        assertEquals(3, expected.size());
    }

    /** The process is no child of the JDK, whose own waiting for its children would take the stops of the process. */
    @Test
    @NeedsTool("sh")
    void followsAProcessThatIsRunningAlready() throws Exception {
        Posix posix = Posix.get();
        int[] pipe = posix.io().pipe();
        Path trace = dir.resolve("ours");
        try (Fd in = Fd.own(pipe[0]);
                Fd out = Fd.own(pipe[1])) {
            int pid = posix.processes()
                    .spawn(Spawn.of("sh", "-c", "read line; exit 3")
                            .dup2(in.num(), 0)
                            .close(out.num()));
            CompletableFuture<Captured> traced = CompletableFuture.supplyAsync(
                    () -> Captured.pk("strace", "-p", Integer.toString(pid), "-o", trace.toString()));
            awaitRead(trace);
            posix.io().write(out.num(), ByteBuffer.wrap(new byte[] {'\n'}));
            assertEquals(new Captured(0, "", ""), traced.get());
        }
        List<String> lines = Files.readAllLines(trace);
        assertTrue(lines.get(0).matches("read\\(0, \"\\\\n\", 1\\) += 1"), lines::toString);
        assertEquals("+++ exited with 3 +++", lines.get(lines.size() - 1));
    }

    @Test
    @NeedsTool({"sh", "kill"})
    void leavesARunningProcessAloneAtControlC() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "read line; exit 3").start();
        try {
            Process strace = new ProcessBuilder(ChildPk.command("strace", "-f", "-p", Long.toString(process.pid())))
                    .redirectError(dir.resolve("trace").toFile())
                    .start();
            awaitRead(dir.resolve("trace"));
            Programs.output("kill", "-INT", Long.toString(strace.pid()));
            assertTrue(strace.waitFor(60, TimeUnit.SECONDS), "strace does not end");
            assertEquals(0, strace.exitValue());
            String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
            assertTrue(status.contains("TracerPid:\t0\n"), status);
            process.getOutputStream().close();
            assertEquals(3, process.waitFor());
            assertTrue(Files.readString(dir.resolve("trace")).contains("read(0,  <detached ...>"));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until the trace shows that the process waits for input. */
    private static void awaitRead(Path trace) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(trace) || !Files.readString(trace).endsWith("read(0, ")) {
            assertTrue(System.nanoTime() < end, "no read in the trace");
            Thread.sleep(5);
        }
    }

    /** Each type in the table is known, and each name is that of a call. */
    @Test
    void theTableIsSound() {
        Signatures signatures = new Signatures();
        ArgumentPrinter printer = new ArgumentPrinter(Posix.get(), signatures, 32, true);
        int pid = Posix.get().processes().getpid();
        TracedCall call =
                new TracedCall(pid, new TraceeMemory(Posix.get(), pid), new long[] {8, 8, 8, 8, 8, 8}, 0, 1, false);
        assertEquals("SI_KERNEL", signatures.set("codes").text(LinuxSigCode.SI_KERNEL));
        assertEquals("O_LARGEFILE|0x4", signatures.set("open_status").text(LinuxOpen.O_LARGEFILE_KERNEL | 4));
        assertTrue(signatures.all().size() > 120);
        signatures.all().forEach((name, signature) -> {
            printer.before(signature, call);
            printer.after(signature, call);
            printer.result(signature, call);
            assertTrue(!Target.IS_X86_64 || CallNames.exists(name), name);
        });
    }

    @Test
    void wrongUseIsRefused() {
        assertEquals(2, Captured.pk("strace").exit());
        assertEquals(2, Captured.pk("strace", "-p", "1", "true").exit());
        assertEquals(2, Captured.pk("strace", "-e", "nonsense", "true").exit());
        assertEquals(2, Captured.pk("strace", "-s", "-1", "true").exit());
        assertEquals(2, Captured.pk("strace", "-o", "/no/such/file", "true").exit());
        Captured captured = Captured.pk("strace", "-p", "4194305");
        assertEquals(1, captured.exit());
        assertTrue(captured.errors().contains("ESRCH"), captured.errors());
    }

    private List<String> byStrace(String... arguments) throws IOException {
        Path trace = dir.resolve("strace's");
        List<String> command = new ArrayList<>(List.of("strace", "-o", trace.toString()));
        command.addAll(List.of(arguments));
        Programs.run(command.toArray(String[]::new));
        return normal(trace);
    }

    private List<String> byPk(String... arguments) throws IOException {
        Path trace = dir.resolve("ours");
        List<String> command = new ArrayList<>(List.of("strace", "-o", trace.toString()));
        command.addAll(List.of(arguments));
        assertEquals("", Captured.pk(command.toArray(String[]::new)).errors());
        return normal(trace);
    }

    private static void assertSame(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), "line " + i);
        }
        assertEquals(expected.size(), actual.size(), () -> "more lines: " + expected + actual);
    }

    /** Replaces what differs from run to run: addresses, process ids, random bytes and the environment. */
    private List<String> normal(Path trace) throws IOException {
        List<String> lines = Files.readAllLines(trace);
        Files.delete(trace);
        return lines.stream()
                .map(line -> line.replaceAll("0x[0-9a-f]{6,}", "ADDRESS")
                        .replaceAll("^((getp?pid|set_tid_address|v?fork)\\(.*= )[0-9]+$", "$1PID")
                        .replaceAll("si_pid=[0-9]+", "si_pid=PID")
                        .replaceAll("^kill\\([0-9]+(.*\\)) +=", "kill(PID$1 =")
                        .replaceAll("(\\\\x[0-9a-f]{2})+", "RANDOM")
                        .replaceAll("<pipe:\\[[0-9]+\\]>(.*\\)) +=", "<PIPE>$1 =")
                        .replaceAll("/\\* [0-9]+ vars", "/* N vars"))
                .toList();
    }

    /** Returns the lines of each process, without those that depend on when a child's end is noticed. */
    private static List<List<String>> byProcess(List<String> lines) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String line : TraceLines.whole(lines)) {
            String pid = line.substring(0, line.indexOf(' '));
            String text = line.substring(line.indexOf(' ')).strip();
            if (!text.matches("(wait4|rt_sigreturn|--- SIGCHLD).*")) {
                found.computeIfAbsent(pid, p -> new ArrayList<>())
                        .add(text.replaceAll(" +", " ")
                                .replaceAll("^((getp?pid|clone|v?fork|set_tid_address).*= )[0-9]+", "$1PID"));
            }
        }
        return List.copyOf(found.values());
    }

    private Map<String, String> counted(int exit, String... arguments) throws IOException {
        Path table = dir.resolve("ours");
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-o", table.toString()));
        command.addAll(List.of(arguments));
        assertEquals(new Captured(exit, "", ""), Captured.pk(command.toArray(String[]::new)));
        return table(table);
    }

    private Map<String, String> countedByStrace(String program) throws IOException {
        Path table = dir.resolve("strace's");
        Programs.output("sh", "-c", "strace -c -o \"" + table + "\" " + program + "; true");
        return table(table);
    }

    private static Map<String, String> table(Path file) throws IOException {
        Map<String, String> counts = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split(" +");
            if (words[0].matches("[0-9.]+")) {
                counts.put(words[words.length - 1], words[3] + " " + (words.length == 6 ? words[4] : "0"));
            }
        }
        return counts;
    }
}
