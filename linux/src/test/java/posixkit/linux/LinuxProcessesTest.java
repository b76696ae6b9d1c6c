package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.ProcessesContract;
import posixkit.process.Processes;

class LinuxProcessesTest extends ProcessesContract {
    @Test
    void wait4WithAnOptionItDoesNotKnowIsEinval() {
        Processes processes = Posix.get().processes();
        assertErrno(EINVAL, () -> processes.wait4(1, null, 0x100, null));
        assertMinus(EINVAL, processes.wait4OrErrno(1, null, 0x100, null));
    }
}
