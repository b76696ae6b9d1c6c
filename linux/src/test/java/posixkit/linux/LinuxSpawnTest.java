package posixkit.linux;

import static java.nio.file.Files.writeString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.ENOEXEC;
import static posixkit.testing.Children.outputOf;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.contract.SpawnContract;
import posixkit.process.Spawn;
import posixkit.testing.ChildJvm;
import posixkit.testing.ProcessShell;
import posixkit.testing.Programs;

class LinuxSpawnTest extends SpawnContract {
    @Override
    protected boolean isByPosixSpawn() {
        return false;
    }

    /** Refused, rather than started at once. */
    @Test
    void nothingIsStartedSuspended() {
        Spawn suspended = Spawn.of("/bin/true").startSuspended();
        assertThrows(
                UnsupportedOperationException.class,
                () -> Posix.get().processes().spawn(suspended));
    }

    @Test
    void aScriptWithoutItsInterpreterIsEnoexec(@TempDir Path dir) throws IOException {
        String script = executable(dir.resolve("script"), "echo run").toString();
        String message = assertErrno(ENOEXEC, () -> Posix.get().processes().spawn(Spawn.of(script)))
                .getMessage();
        assertTrue(message.startsWith("execve \"" + script + "\": ENOEXEC"), message);
        assertEquals("run\n", outputOf(Spawn.of("sh", script), dir));
    }

    /** The failure names the file that PATH led to, or the program's name if there is no such file. */
    @Test
    void aProgramOfThePathIsNamedByWhereItWasFound(@TempDir Path dir) throws IOException {
        executable(dir.resolve("tool"), "no program");
        Path other = Files.createDirectory(dir.resolve("other"));
        executable(other.resolve("good"), "#!/bin/sh\nexit 8\n");
        writeString(other.resolve("closed"), "not executable");
        String path = "PATH=/no/such:" + dir + ":" + other;
        try (ChildJvm child = ChildJvm.startBy(List.of("env", path), ProcessShell.class)) {
            assertEquals("exited 8", child.ask(line("spawn", "good")));
            assertEquals(
                    "execve \"" + dir + "/tool\": ENOEXEC (8): Not an executable format",
                    child.ask(line("spawn", "tool")));
            assertEquals(
                    "execve \"" + other + "/closed\": EACCES (13): Permission denied",
                    child.ask(line("spawn", "closed")));
            assertEquals(
                    "execve \"no-such\": ENOENT (2): No such file or directory", child.ask(line("spawn", "no-such")));
        }
        try (ChildJvm child = ChildJvm.startBy(List.of("env", "-u", "PATH"), ProcessShell.class)) {
            assertEquals("exited 0", child.ask(line("spawn", "true")), "in the directories that the system has anyway");
        }
    }

    /** In the C locale the JVM's own view of PATH has lost the bytes of this directory. */
    @Test
    void thePathMayHoldAnyBytes(@TempDir Path dir) throws IOException {
        String script = "cd \"$1\" && d=$(printf '\\377\\303\\244') && mkdir \"$d\" && cd \"$d\""
                + " && printf '#!/bin/sh\\nexit 9\\n' >tool && chmod +x tool";
        Programs.output("sh", "-c", script, "sh", dir.toString());
        String launcher = "PATH=\"$0/$(printf '\\377\\303\\244')\" exec \"$@\"";
        List<String> inCLocale = List.of("env", "LC_ALL=C", "/bin/sh", "-c", launcher, dir.toString());
        try (ChildJvm child = ChildJvm.startBy(inCLocale, ProcessShell.class)) {
            assertEquals("exited 9", child.ask(line("spawn", "tool")));
        }
    }

    private static Path executable(Path file, String content) throws IOException {
        writeString(file, content);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
