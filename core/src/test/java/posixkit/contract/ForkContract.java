package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.process.Processes;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.ForkShell;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * What {@link Processes#fork} promises on every system, which is not much: a copy that becomes another program or ends. Only
 * other JVMs are copied. {@link Processes#daemon} makes such a copy too.
 */
@ExtendWith(Descriptors.class)
public abstract class ForkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(ints = {7, 0, 255})
    void theCopyEndsAtOnceAndIsWaitedFor(int code) throws IOException {
        try (ChildJvm child = ChildJvm.start(ForkShell.class, ForkShell.QUIET)) {
            String[] answer = child.ask("exit " + code).split(" ", 2);
            assertEquals("exited " + code, answer[1]);
            assertNotEquals(child.pid(), Integer.parseInt(answer[0]));
        }
    }

    /** Its own word: who it is, and whose child. */
    @Test
    void theCopyBecomesAProgram(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("said");
        try (ChildJvm child = ChildJvm.start(ForkShell.class, ForkShell.QUIET)) {
            String[] answer = child.ask("execve " + file).split(" ", 2);
            assertEquals("exited 9", answer[1]);
            assertEquals(answer[0] + " " + child.pid() + "\n", Files.readString(file));
        }
    }

    /** The copy of a JVM may hang, so there are several attempts. What hangs is found by its command line, and killed. */
    @Test
    @NeedsProc
    @NeedsTool({"ps", "readlink"})
    void theDaemonIsALeaderWithoutTerminalAndTheJvmEnds(@TempDir Path dir) throws Exception {
        String[] said = daemon(dir, "false false");
        assertEquals(said[0], said[1], "the leader of its session");
        assertEquals("?", said[2], "no terminal");
        assertEquals(
                List.of("/", "/dev/null", "/dev/null", "/dev/null"),
                List.of(said).subList(3, 7));
    }

    @Test
    @NeedsProc
    @NeedsTool({"ps", "readlink"})
    void theDaemonKeepsItsDirectoryAndItsDescriptorsIfItIsTold(@TempDir Path dir) throws Exception {
        String[] said = daemon(dir, "true true");
        assertEquals(said[0], said[1], "the leader of its session");
        assertEquals(Path.of("").toRealPath().toString(), said[3]);
        assertTrue(said[4].startsWith("pipe:"), said[4]);
        assertTrue(said[5].startsWith("pipe:"), said[5]);
    }

    private static String[] daemon(Path dir, String arguments) throws Exception {
        for (int attempt = 0; attempt < 3; attempt++) {
            Path file = dir.resolve("said" + attempt);
            String mark = "-Dposixkit.test.mark=" + UUID.randomUUID();
            List<String> options = new ArrayList<>(List.of(ForkShell.QUIET));
            options.add(mark);
            try (ChildJvm child = ChildJvm.start(ForkShell.class, options.toArray(String[]::new))) {
                // A copy that hangs may keep the pipe open from which this test reads.
                Thread watchdog = new Thread(() -> killMarked(mark, PATIENCE));
                watchdog.setDaemon(true);
                watchdog.start();
                assertEquals(new ChildJvm.End(0, ""), child.last("daemon " + file + " " + arguments));
                watchdog.interrupt();
                watchdog.join();
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                String said = Files.exists(file) ? Files.readString(file) : "";
                if (said.endsWith("\n")) {
                    return said.strip().split(" +|\n");
                }
                Thread.sleep(10);
            }
            killMarked(mark, Duration.ZERO);
        }
        throw new AssertionError("every copy hung");
    }

    /** Waits, unless interrupted, and then kills the copies that still have {@code mark} in their command lines. */
    private static void killMarked(String mark, Duration patience) {
        try {
            Thread.sleep(patience.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(mark::equals))
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @NeedsRoot
    void whenThereAreTooManyThereIsNoDaemon() throws IOException {
        try (ChildJvm child = ChildJvm.start(ForkShell.class, ForkShell.QUIET)) {
            assertEquals("ok", child.ask("noMore"));
            assertEquals("daemon EAGAIN", child.ask("daemon /dev/null false false"));
            assertEquals("fork EAGAIN", child.ask("exit 7"), "the JVM goes on");
        }
    }

    @Test
    @NeedsRoot
    void whenThereAreTooManyThereIsNoCopy() throws IOException {
        try (ChildJvm child = ChildJvm.start(ForkShell.class, ForkShell.QUIET)) {
            assertEquals("ok", child.ask("noMore"));
            assertEquals("fork EAGAIN", child.ask("exit 7"));
        }
    }
}
