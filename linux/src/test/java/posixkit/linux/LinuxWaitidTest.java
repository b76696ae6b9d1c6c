package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.SigCode.CLD_EXITED;
import static posixkit.constants.SigCode.CLD_KILLED;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Wait.P_PID;
import static posixkit.constants.Wait.WEXITED;
import static posixkit.onlinux.constants.LinuxPidfd.PIDFD_NONBLOCK;
import static posixkit.onlinux.constants.LinuxWait.P_PIDFD;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.WaitidContract;
import posixkit.onlinux.Pidfds;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.testing.Children;

class LinuxWaitidTest extends WaitidContract {
    private final Pidfds pidfds = Posix.get().onLinux().pidfds();

    @Test
    void aChildIsWaitedForByItsDescriptor() throws IOException {
        Pidfds.SpawnedChild child = pidfds.pidfdSpawn(Children.shell("exit 9"), new SpawnFailure());
        try (Fd fd = Fd.own(child.pidfd())) {
            processes.waitid(P_PIDFD, fd.num(), info, WEXITED);
            assertEquals(List.of(SIGCHLD, CLD_EXITED, child.pid(), 9), seen());
        }
        assertErrno(EBADF, () -> processes.waitid(P_PIDFD, 900, info, WEXITED));
        int pid = processes.spawn(Spawn.of("/bin/sleep", "60"));
        try (Fd fd = Fd.own(pidfds.pidfdOpen(pid, PIDFD_NONBLOCK))) {
            assertErrno(EAGAIN, () -> processes.waitid(P_PIDFD, fd.num(), info, WEXITED));
            pidfds.pidfdSendSignal(fd.num(), SIGKILL);
        }
        processes.waitid(P_PID, pid, info, WEXITED);
        assertEquals(List.of(SIGCHLD, CLD_KILLED, pid, SIGKILL), seen());
    }
}
