package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Wait.WNOHANG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.SpawnContract;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;

@NeedsTool("cc")
class DarwinSpawnTest extends SpawnContract {
    private final Processes processes = Posix.get().processes();

    @Override
    protected boolean isByPosixSpawn() {
        return true;
    }

    /** Rather than started without it. */
    @Test
    void whatPosixSpawnCannotDoIsRefused() {
        for (Spawn more : List.of(
                Spawn.of("true").directory("/"),
                Spawn.of("true").umask(0),
                Spawn.of("true").session(),
                Spawn.of("true").foreground(0),
                Spawn.of("true").deathSignal(9),
                Spawn.of("true").credentials(0, 0),
                Spawn.of("true").traceMe())) {
            assertThrows(UnsupportedOperationException.class, () -> processes.spawn(more), more.toString());
        }
    }

    /** posix_spawnp does it without being told. */
    @Test
    void aShellRunsAScript(@TempDir Path dir) throws IOException {
        Path script = Files.writeString(dir.resolve("script"), "exit 5\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Spawn spawn = Spawn.of(script.toString());
        assertEquals(5, Children.statusOf(spawn).exitStatus());
        assertEquals(5, Children.statusOf(spawn.shellForScripts()).exitStatus());
    }

    /** Stopped as the new program, before it did anything. */
    @Test
    @NeedsProc
    void aChildStartedSuspendedBeginsWithSigcont(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("said");
        Spawn begun = Children.shell("echo begun > '" + file + "'; exit 6").startSuspended();
        int pid = processes.spawn(begun);
        assertEquals("T", Proc.state(pid));
        assertEquals(0, processes.wait4(pid, null, WNOHANG, null));
        assertFalse(Files.exists(file));
        assertEquals(List.of("sh"), Files.readAllLines(Path.of("/proc/" + pid + "/comm")));
        processes.kill(pid, SIGCONT);
        assertEquals(6, Children.await(pid).exitStatus());
        assertEquals("begun\n", Files.readString(file));
        assertTrue(begun.isStartedSuspended());
        assertFalse(Children.shell("exit").isStartedSuspended());
    }
}
