package posixkit.examples.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Signal.SIGUSR1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.examples.cli.StandIn;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracles are env, nice, the shell, setpriv and {@code /usr/bin/time}. */
@ExtendWith(Descriptors.class)
@NeedsTool({"sh", "env"})
class RunCommandTest {
    @TempDir
    private Path dir;

    @Test
    void theEnvironmentIsThatOfEnv() throws IOException {
        assertEquals(
                sorted(Programs.output("env", "-u", "HOME", "A=b c=d", "PATH=/bin:/usr/bin", "env")),
                sorted(run("--unset", "HOME", "--env", "A=b c=d", "--env=PATH=/bin:/usr/bin", "env")));
        assertEquals("A=", run("--clear-env", "--env", "A=", "env"));
        assertEquals("", run("--clear-env", "env"));
        assertEquals(2, Captured.pk("run", "--env", "=x", "true").exit());
    }

    @Test
    @NeedsTool("nice")
    @EnabledOnOs(OS.LINUX)
    void directoryUmaskNicenessAndLimitsAreThoseOfTheShell() throws IOException {
        String script = "pwd; umask; nice; ulimit -Sn; ulimit -Hn; ulimit -c; ulimit -Ss; ulimit -Hs";
        String prepared =
                "cd /usr; umask 027; ulimit -n 64; ulimit -c 0; ulimit -Ss 1024; ulimit -Hs 2048; exec nice -n 3 sh -c '"
                        + script + "'";
        assertEquals(
                Programs.output("sh", "-c", prepared),
                run(
                        "--cwd",
                        "/usr",
                        "--umask",
                        "027",
                        "--nice",
                        "3",
                        "--limit",
                        "nofile=64",
                        "--limit",
                        "core=0",
                        "--limit=stack=1048576:2097152",
                        "sh",
                        "-c",
                        script));
        for (String wrong :
                List.of("--limit=nofile", "--limit=x=3", "--limit=core=many", "--umask=9", "--umask=7777")) {
            assertEquals(2, Captured.pk("run", wrong, "true").exit(), wrong);
        }
        Captured nowhere = Captured.pk("run", "--cwd", "/no/such", "true");
        assertEquals(
                new Captured(1, "", "pk run: chdir \"/no/such\": ENOENT (2): No such file or directory\n"), nowhere);
    }

    @Test
    @NeedsRoot
    @NeedsTool({"setpriv", "id"})
    @EnabledOnOs(OS.LINUX)
    void theUserIsThatOfSetpriv() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(
                Programs.output("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--init-groups", "id"),
                run("--user", "nobody", "id"));
        Files.delete(dir.resolve("output"));
        assertEquals(
                Programs.output("setpriv", "--reuid", "4711", "--regid", "games", "--groups", "games", "id"),
                run("--user", "4711:games", "id"));
        assertEquals(2, Captured.pk("run", "--user", "no such user", "true").exit());
        assertEquals(2, Captured.pk("run", "--user", "4711", "true").exit());
        assertEquals(
                2, Captured.pk("run", "--user", "root:no such group", "true").exit());
    }

    @Test
    @NeedsTool("ps")
    @EnabledOnOs(OS.LINUX)
    void aSessionHasTheNumberOfItsLeader() throws IOException {
        String script = "ps -o sid= -p $$; echo $$";
        List<String> own =
                run("--session", "sh", "-c", script).lines().map(String::strip).toList();
        assertEquals(own.get(1), own.get(0));
        List<String> shared = run("sh", "-c", script).lines().map(String::strip).toList();
        assertNotEquals(shared.get(1), shared.get(0));
    }

    @Test
    @NeedsRoot
    @NeedsTool("readlink")
    @EnabledOnOs(OS.LINUX)
    void namespacesAreNew() throws IOException {
        String script = "echo $$; readlink /proc/self/ns/net /proc/self/ns/uts /proc/self/ns/ipc";
        List<String> own =
                run("--namespace", "pid,net", "sh", "-c", script).lines().toList();
        List<String> shared = Programs.output("sh", "-c", script).lines().toList();
        assertEquals("1", own.get(0));
        assertNotEquals(shared.get(1), own.get(1));
        assertEquals(shared.subList(2, 4), own.subList(2, 4));
        assertEquals(2, Captured.pk("run", "--namespace", "moon", "true").exit());
    }

    @Test
    void filesTakeThePlaceOfTheStandardStreams() throws IOException {
        Path in = Files.writeString(dir.resolve("in"), "from the file\n");
        Path err = Files.writeString(dir.resolve("err"), "old and longer than the new text\n");
        Captured captured = Captured.pk(
                "run",
                "--stdin",
                in.toString(),
                "--stdout",
                dir.resolve("out").toString(),
                "--stderr",
                err.toString(),
                "sh",
                "-c",
                "cat; echo no >&2");
        assertEquals(new Captured(0, "", ""), captured);
        assertEquals("from the file\n", Files.readString(dir.resolve("out")));
        assertEquals("no\n", Files.readString(err));
        assertTrue(Captured.pk("run", "--stdin", "/no/such", "true").errors().contains("ENOENT"));
    }

    @Test
    void endsAsTheProgramDoes() {
        assertEquals(7, Captured.pk("run", "sh", "-c", "exit 7").exit());
        assertEquals(128 + 9, Captured.pk("run", "sh", "-c", "kill -KILL $$").exit());
        assertEquals(1, Captured.pk("run", "/no/such").exit());
        assertEquals(2, Captured.pk("run").exit());
    }

    @Test
    @NeedsTool("sleep")
    @EnabledOnOs(OS.LINUX)
    void aProgramThatTakesTooLongIsEnded() {
        assertEquals(
                128 + 15,
                Captured.pk("run", "--timeout", "0.05", "sleep", "1000").exit());
        assertEquals(
                128 + 9,
                Captured.pk("run", "--timeout", "0.05", "--signal", "KILL", "sleep", "1000")
                        .exit());
        assertEquals(
                128 + SIGUSR1,
                Captured.pk("run", "--timeout", "0.05", "--signal", Integer.toString(SIGUSR1), "sleep", "1000")
                        .exit());
        assertEquals(
                3, Captured.pk("run", "--timeout", "1000", "sh", "-c", "exit 3").exit());
        assertEquals(2, Captured.pk("run", "--timeout", "-1", "true").exit());
        assertEquals(
                2,
                Captured.pk("run", "--timeout", "1", "--signal", "NONE", "true").exit());
    }

    @Test
    @NeedsTool("time")
    @EnabledOnOs(OS.LINUX)
    void usageIsReportedAsTimeDoes() {
        for (String script : List.of("exit 0", "exit 3", "kill -KILL $$")) {
            List<String> expected = Programs.run("time", "-v", "sh", "-c", script)
                    .errors()
                    .lines()
                    .toList();
            List<String> actual = Captured.pk("run", "-v", "sh", "-c", script)
                    .errors()
                    .lines()
                    .toList();
            assertEquals(labels(expected), labels(actual));
            for (String same : List.of("Exit status", "Page size", "Command")) {
                assertEquals(starting(expected, same), starting(actual, same));
            }
        }
        List<String> slow =
                Captured.pk("run", "-v", "sleep", "0.2").errors().lines().toList();
        String elapsed = starting(slow, "Elapsed").get(0).replaceAll(".*: ", "");
        assertTrue(elapsed.matches("0:[0-9]{2}\\.[0-9]{2}"), elapsed);
        assertTrue(Double.parseDouble(elapsed.substring(2)) >= 0.2, elapsed);
        List<String> busy = Captured.pk("run", "-v", "sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
                .errors()
                .lines()
                .toList();
        double user = Double.parseDouble(starting(busy, "User time").get(0).replaceAll(".*: ", ""));
        assertTrue(user > 0.02 && user < 20, busy::toString);
    }

    @Test
    @NeedsTool("sleep")
    @EnabledOnOs(OS.LINUX)
    void theProgramEndsWithPkIfThatIsWanted() throws Exception {
        Process pk = new ProcessBuilder(ChildPk.command("run", "--death-signal", "KILL", "sleep", "1000")).start();
        try {
            ProcessHandle sleep = await(pk);
            pk.destroyForcibly().waitFor();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (isRunning(sleep) && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            assertFalse(isRunning(sleep));
        } finally {
            pk.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"darwin-x86_64", "darwin-aarch64"})
    @EnabledOnOs(OS.LINUX)
    void throughTheStandInAMacRunsPrograms(String target) {
        Programs.Outcome outcome = StandIn.pk(
                target, "run", "-v", "--clear-env", "--env", "A=B", "sh", "-c", "echo $A; cat /dev/null; exit 3");
        assertEquals(3, outcome.exit(), outcome.errors());
        assertEquals("B\n", outcome.output());
        assertTrue(outcome.errors().startsWith("Command exited with non-zero status 3\n"), outcome.errors());
        Programs.Outcome refused = StandIn.pk(target, "run", "--timeout", "1", "true");
        assertEquals(new Programs.Outcome(1, "", "pk run: --timeout: only on Linux\n"), refused);
    }

    /** Waits until the program runs. Before, the child runs the program of its parent. */
    private static ProcessHandle await(Process pk) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            for (ProcessHandle child : pk.children().toList()) {
                if (child.info().command().orElse("").endsWith("sleep")) {
                    return child;
                }
            }
            Thread.sleep(5);
        }
        throw new AssertionError("no program started");
    }

    /** A process that nobody waits for remains as a zombie where init does not reap. */
    private static boolean isRunning(ProcessHandle process) throws IOException {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private String run(String... arguments) throws IOException {
        Path out = dir.resolve("output");
        List<String> command = new ArrayList<>(List.of("run", "--stdout", out.toString(), "--stdin", "/dev/null"));
        command.addAll(List.of(arguments));
        assertEquals(new Captured(0, "", ""), Captured.pk(command.toArray(String[]::new)));
        return Files.readString(out).stripTrailing();
    }

    private static String sorted(String lines) {
        return lines.lines().sorted().collect(Collectors.joining("\n"));
    }

    private static List<String> labels(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll(": .*", "")).toList();
    }

    private static List<String> starting(List<String> lines, String with) {
        return lines.stream().filter(line -> line.strip().startsWith(with)).toList();
    }
}
