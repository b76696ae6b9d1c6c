package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.process.Processes;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.ForkShell;
import posixkit.testing.NeedsRoot;

/**
 * What {@link Processes#fork} promises on every system, which is not much: a copy that becomes another program or ends. Only
 * other JVMs are copied.
 */
@ExtendWith(Descriptors.class)
public abstract class ForkContract {
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

    @Test
    @NeedsRoot
    void whenThereAreTooManyThereIsNoCopy() throws IOException {
        try (ChildJvm child = ChildJvm.start(ForkShell.class, ForkShell.QUIET)) {
            assertEquals("ok", child.ask("noMore"));
            assertEquals("fork EAGAIN", child.ask("exit 7"));
        }
    }
}
