package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.testing.Errnos.assertErrno;

import org.junit.jupiter.api.Test;
import posixkit.contract.NodesContract;

class LinuxNodesTest extends NodesContract {
    @Test
    void aNumberOfMoreThan32BitsIsRefused() {
        assertErrno(EINVAL, () -> files.mknod(dir + "/x", S_IFIFO | 0600, 1L << 32));
        assertErrno(EINVAL, () -> files.mknod(dir + "/x", S_IFIFO | 0600, -1));
    }
}
