package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.ProcessShell;
import posixkit.testing.Programs;

/**
 * What {@link Processes} promises on every system of becoming another program, and of ending. Only other JVMs do; what the
 * program says, and what their parent sees, are the oracles.
 */
@ExtendWith(Descriptors.class)
public abstract class ExecContract {
    private final Processes processes = Posix.get().processes();

    @TempDir
    Path dir;

    @Test
    void execveBecomesTheProgramAndKeepsThePid() throws IOException {
        String script = "printf '[%s]' \"$0\" $$ \"$@\"; echo";
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String said =
                    child.ask(line("execve", "/bin/sh", 7, "me", "-c", script, "name", "", "a b", "ä€😀", "ours"));
            assertEquals("[name][" + child.pid() + "][][a b][ä€😀]", said);
        }
    }

    @Test
    void theFirstArgumentIsWhatItCallsItself() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals(
                    "an other name", child.ask(line("execve", "/bin/sh", 3, "an other name", "-c", "echo \"$0\"")));
        }
    }

    @Test
    void anEnvironmentIsWhole() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String script =
                    "/usr/bin/env | /usr/bin/grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= | /usr/bin/sort | /usr/bin/tr '\\n' '|'; echo";
            assertEquals(
                    "A=1|EMPTY=|X=ä =|",
                    child.ask(line("execve", "/bin/sh", 3, "sh", "-c", script, "A=1", "EMPTY=", "X=ä =")));
        }
    }

    @Test
    void withoutAnEnvironmentItIsOurs() throws IOException {
        String sorted = "env | grep -v -e ^_= -e ^SHLVL= | sort | cksum";
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals(
                    Programs.output("/bin/sh", "-c", sorted),
                    child.ask(line("execve", "/bin/sh", 3, "sh", "-c", sorted, "ours")));
        }
    }

    @Test
    void pathArgumentsAndEnvironmentNeedNotBeText() throws IOException {
        HexFormat hex = HexFormat.of();
        byte[] name = {(byte) 0xFF, 'x', (byte) 0x80};
        String made = "cd \"$1\" && cp /bin/sh \"$(printf '\\377x\\200')\"";
        Programs.output("/bin/sh", "-c", made, "sh", dir.toString());
        String path = hex.formatHex((dir + "/").getBytes(StandardCharsets.UTF_8)) + hex.formatHex(name);
        String script = hex.formatHex("printf %s \"$0$X\" | od -An -tx1".getBytes(StandardCharsets.UTF_8));
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            // argv[0], -c, the script; X, PATH
            String said = child.ask(
                    line("execveBytes", path, "fe", "2d63", script, "583dfd", "504154483d2f62696e3a2f7573722f62696e"));
            assertEquals("fe fd", said.strip());
        }
    }

    /** What posixkit opens is close-on-exec. */
    @Test
    @NeedsProc
    void whatIsNotCloseOnExecIsHandedOn() throws IOException {
        String file = Files.writeString(dir.resolve("file"), "content").toString();
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String closed = child.ask(line("open", file));
            String kept = child.ask(line("keep", file));
            String inherited = child.ask(line("inherit", file));
            String script = "test -e /proc/$$/fd/" + closed + " && echo no; cat /proc/$$/fd/" + kept + " /proc/$$/fd/"
                    + inherited + "; echo";
            assertEquals("contentcontent", child.ask(line("execve", "/bin/sh", 3, "sh", "-c", script, "ours")));
        }
    }

    @Test
    void aProgramThatCannotBeRunIsNamedAndTheJvmGoesOn() throws IOException {
        Path noProgram = Files.writeString(dir.resolve("no-program"), "\1\2\3\4");
        Files.setPosixFilePermissions(noProgram, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path notExecutable = Files.writeString(dir.resolve("not-executable"), "#!/bin/sh\n");
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals("ENOENT", child.ask(line("execve", dir + "/missing", 1, "x", "A=1")));
            assertEquals("ENOENT", child.ask(line("execve", "sh", 1, "sh", "ours")), "there is no search");
            assertEquals("EACCES", child.ask(line("execve", notExecutable, 1, "x", "A=1")));
            assertEquals("EACCES", child.ask(line("execve", dir, 1, "x", "A=1")));
            assertEquals("ENOTDIR", child.ask(line("execve", notExecutable + "/x", 1, "x", "A=1")));
            assertEquals("ENOEXEC", child.ask(line("execve", noProgram, 1, "x", "A=1")));
            assertEquals("ENAMETOOLONG", child.ask(line("execve", "/" + "x".repeat(300), 1, "x", "A=1")));
            assertEquals("E2BIG", child.ask(line("execveLong", 20_000_000)));
            assertEquals("ok", child.ask(line("stat", dir)), "it is still the JVM");
            assertEquals("still here", child.ask(line("execve", "/bin/echo", 3, "echo", "still", "here")));
        }
    }

    @Test
    void whatCannotBePassedOnIsRefused() {
        String[] none = {};
        String[] name = {"true"};
        assertThrows(IllegalArgumentException.class, () -> processes.execve("/no/such", none, none));
        assertThrows(IllegalArgumentException.class, () -> processes.execve("/no/such\0", name, none));
        assertThrows(IllegalArgumentException.class, () -> processes.execve("/no/such", new String[] {"x\0"}, none));
        assertThrows(IllegalArgumentException.class, () -> processes.execve("/no/such", name, new String[] {"x\0"}));
        assertThrows(NullPointerException.class, () -> processes.execve(null, name, none));
        assertThrows(NullPointerException.class, () -> processes.execve("/no/such", null, none));
        assertThrows(NullPointerException.class, () -> processes.execve("/no/such", new String[] {null}, none));
        assertThrows(NullPointerException.class, () -> processes.execve("/no/such", name, new String[] {"x", null}));
    }

    /** A half of a surrogate pair, and a second name of é. */
    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udcc3\udca9", "x\0"})
    void aStringThatIsNoNameIsRefusedByTheArgumentsName(String bad) {
        String[] none = {};
        String[] name = {"true"};
        assertRefused("path: ", () -> processes.execveOrErrno(bad, name, none));
        assertRefused("argv[1]: ", () -> processes.execveOrErrno("/no/such", new String[] {"x", bad}, none));
        assertRefused("envp[0]: ", () -> processes.execveOrErrno("/no/such", name, new String[] {bad}));
    }

    @Test
    void execveOrErrnoReturnsMinusErrno() {
        assertMinus(ENOENT, processes.execveOrErrno("/no/such", new String[] {"x"}, null));
        assertMinus(EACCES, processes.execveOrErrno(dir.toString(), new String[] {"x"}, new String[0]));
        assertEquals(
                "execve \"/no/such\": ENOENT (2): No such file or directory",
                assertErrno(ENOENT, () -> processes.execve("/no/such", new String[] {"x"}, null))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3", "255, 255", "263, 7", "-1, 255"})
    void exitEndsTheJvmAtOnceWithTheLowestEightBits(int status, int seen) throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals(new ChildJvm.End(seen, ""), child.last(line("exit", status)), "no hook, no finally");
        }
    }

    /** As when a C program returns from main: libraries have their say. */
    @Test
    @NeedsTool("cc")
    void exitLetsLibrariesTidyUp() throws IOException {
        Path library = Compiler.library(
                dir,
                "tidy",
                "long write(int, const void *, unsigned long);\n"
                        + "__attribute__((destructor)) static void tidy(void) { if (write(1, \"tidy\\n\", 5)) return; }\n");
        try (ChildJvm child = ChildJvm.startBy(java.util.List.of("env", "LD_PRELOAD=" + library), ProcessShell.class)) {
            assertEquals(new ChildJvm.End(4, "tidy\n"), child.last(line("exit", 4)));
        }
    }
}
