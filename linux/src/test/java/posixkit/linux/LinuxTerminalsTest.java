package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.contract.TerminalsContract;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.Terminals;
import posixkit.testing.ChildJvm;
import posixkit.testing.Replaced;
import posixkit.testing.TerminalProgram;
import posixkit.unix.Bindings;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.TerminalCalls;
import posixkit.unix.call.UnixCalls;

class LinuxTerminalsTest extends TerminalsContract {
    private static final int ROOM = 4096;

    @Test
    void speedsAreConstants() throws IOException {
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        assertErrno(EINVAL, () -> terminals.cfsetospeed(settings, 12_345));
        assertErrno(EINVAL, () -> terminals.cfsetispeed(settings, 12_345));
        assertErrno(EINVAL, () -> terminals.cfsetospeed(settings, 1L << 32 | 13));
        assertErrno(EINVAL, () -> terminals.cfsetispeed(settings, 1L << 32 | 13));
    }

    /** Both ends are closed again, or the check of descriptors behind each test finds them. */
    @Test
    void aPairThatCannotBeSetUpIsClosed() throws IOException {
        Native library = Native.process();
        UnixCalls calls = new JnrUnixCalls(library);
        TerminalCalls failing =
                Replaced.function(TerminalCalls.class, calls.terminal(), "tcsetattr", (arguments, real) -> -EIO);
        Bindings bindings =
                LinuxBodies.over(library, Replaced.topic(UnixCalls.class, calls, TerminalCalls.class, failing));
        Terminals over = new LinuxTerminals(bindings, io, new JnrLinuxCalls(library).linuxTerminal());
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        assertErrno(EIO, () -> over.openpty(settings, null));
        over.openpty(null, null).close();
    }

    /** Reads what programs write to the terminal until the last of them has ended: then the kernel says EIO or 0. */
    private String untilTheEnd() throws IOException {
        pty.closeTerminal();
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[ROOM];
        for (; ; ) {
            int count = io.readOrErrno(pty.master(), buffer, 0, buffer.length);
            if (count == 0 || count == -EIO) {
                return all.toString().replace("\r\n", "\n");
            }
            assertTrue(count > 0, "read: " + count);
            all.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
    }

    private int start(Spawn spawn) throws IOException {
        return posix.processes()
                .spawn(spawn.session()
                        .dup2(pty.terminal(), 0)
                        .dup2(pty.terminal(), 1)
                        .open(2, "/dev/null", O_WRONLY, 0) // warnings of the JVM
                        .controllingTerminal(0));
    }

    @Test
    void aShellRunsOnIt() throws IOException {
        int pid = start(Spawn.of("/bin/sh", "-c", "tty; stty size; read line; echo \"[$line]\"; ps -o tpgid= -p $$"));
        io.write(pty.master(), "typed\n".getBytes(StandardCharsets.US_ASCII));
        assertErrno(ENOTTY, () -> terminals.tcgetsid(pipe[0]));
        assertErrno(ENOTTY, () -> terminals.tcgetpgrp(pipe[0]));
        assertEquals(
                Set.of("typed", pty.name(), "33 111", "[typed]", Integer.toString(pid)),
                untilTheEnd().lines().map(String::strip).collect(Collectors.toSet()));
        posix.processes().wait4(pid, new WaitStatus(), 0, null);
    }

    @Test
    void jobsAreBroughtToTheForeground() throws IOException {
        int pid = start(Spawn.of(ChildJvm.command(TerminalProgram.class).toArray(String[]::new)));
        String said = untilTheEnd();
        posix.processes().wait4(pid, new WaitStatus(), 0, null);
        assertEquals(
                "session " + pid + "\nforeground " + pid + "\nnegative: " + -EINVAL + "\nnot of this session: " + -EPERM
                        + "\nchild in the foreground true\n",
                said);
    }
}
