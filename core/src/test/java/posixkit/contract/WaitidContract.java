package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.SigCode.CLD_CONTINUED;
import static posixkit.constants.SigCode.CLD_EXITED;
import static posixkit.constants.SigCode.CLD_KILLED;
import static posixkit.constants.SigCode.CLD_STOPPED;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Wait.P_ALL;
import static posixkit.constants.Wait.P_PGID;
import static posixkit.constants.Wait.P_PID;
import static posixkit.constants.Wait.WCONTINUED;
import static posixkit.constants.Wait.WEXITED;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.constants.Wait.WNOWAIT;
import static posixkit.constants.Wait.WSTOPPED;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.Siginfo;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** What {@link Processes#waitid} promises on every system. What children do, and ps, are the oracles. */
@ExtendWith(Descriptors.class)
public abstract class WaitidContract {
    protected final Processes processes = Posix.get().processes();
    protected final Siginfo info = Posix.get().signals().newSiginfo();

    protected final List<Integer> seen() {
        return List.of(info.signo(), info.code(), info.pid(), info.status());
    }

    @Test
    void aChildThatEndsIsDescribed() throws IOException {
        int pid = processes.spawn(Children.shell("exit 7"));
        processes.waitid(P_PID, pid, info, WEXITED | WNOWAIT);
        assertEquals(List.of(SIGCHLD, CLD_EXITED, pid, 7), seen());
        assertEquals(Integer.parseInt(Programs.output("id", "-ru")), info.uid());
        assertEquals("Z", Proc.state(pid), "it is still there");
        processes.waitid(P_PID, pid, Posix.get().signals().newSiginfo(), WEXITED);
        assertEquals(1, Programs.run("ps", "-p", "" + pid).exit(), "no such process");
        assertErrno(ECHILD, () -> processes.waitid(P_PID, pid, info, WEXITED));
        assertEquals(List.of(SIGCHLD, CLD_EXITED, pid, 7), seen(), "unchanged after a failure");
    }

    @Test
    void aChildStopsAndGoesOnAndIsKilled() throws IOException {
        int pid = processes.spawn(Spawn.of("/bin/sleep", "60"));
        processes.waitid(P_PID, pid, info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG);
        assertEquals(List.of(0, 0, 0, 0), seen(), "nothing has happened");
        Programs.output("/bin/kill", "-STOP", "" + pid);
        processes.waitid(P_PID, pid, info, WSTOPPED);
        assertEquals(List.of(SIGCHLD, CLD_STOPPED, pid, SIGSTOP), seen());
        Programs.output("/bin/kill", "-CONT", "" + pid);
        processes.waitid(P_PID, pid, info, WCONTINUED);
        assertEquals(List.of(SIGCHLD, CLD_CONTINUED, pid, SIGCONT), seen());
        Programs.output("/bin/kill", "-USR1", "" + pid);
        processes.waitid(P_ALL, 0, info, WEXITED);
        assertEquals(List.of(SIGCHLD, CLD_KILLED, pid, SIGUSR1), seen());
    }

    @Test
    void oneGroupIsWaitedFor() throws IOException {
        int other = processes.spawn(Spawn.of("/bin/sleep", "60"));
        int leader = processes.spawn(Children.shell("exit 1").processGroup(0));
        processes.waitid(P_PGID, leader, info, WEXITED);
        assertEquals(List.of(leader, 1), List.of(info.pid(), info.status()));
        assertErrno(ECHILD, () -> processes.waitid(P_PGID, leader, info, WEXITED));
        processes.kill(other, SIGKILL);
        Siginfo copy = info.copy();
        processes.waitid(P_PID, other, info, WEXITED);
        assertEquals(SIGKILL, info.status());
        assertEquals(leader, copy.pid());
    }

    @Test
    void wrongArgumentsHaveTheirErrno() {
        assertErrno(EINVAL, () -> processes.waitid(99, 1, info, WEXITED));
        assertErrno(EINVAL, () -> processes.waitid(P_PID, 1, info, 0));
        assertErrno(EINVAL, () -> processes.waitid(P_PID, 1, info, WEXITED | 1 << 20));
        assertMinus(ECHILD, processes.waitidOrErrno(P_PID, 1, info, WEXITED));
        assertErrno(ECHILD, () -> processes.waitid(P_ALL, 0, info, WEXITED));
        assertEquals(
                "into",
                assertThrows(NullPointerException.class, () -> processes.waitid(P_ALL, 0, null, WEXITED))
                        .getMessage());
    }
}
