package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;
import static posixkit.testing.Errnos.assertErrno;

import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.NodesContract;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

@NeedsTool("cc")
class DarwinNodesTest extends NodesContract {
    private static final boolean IS_ROOT = Posix.get().ids().geteuid() == 0;

    @Override
    protected int[] kindsForAnybody() {
        return new int[] {S_IFIFO};
    }

    /** Root gets EINVAL for an unknown kind, other users EPERM. */
    @Override
    protected int mknodOfADirectory() {
        return IS_ROOT ? EINVAL : EPERM;
    }

    @Override
    protected int mknodOfALink() {
        return mknodOfADirectory();
    }

    @Test
    void mknodMakesNoFilesAndNoSockets() {
        for (int kind : new int[] {0, S_IFREG, S_IFSOCK}) {
            assertErrno(mknodOfADirectory(), () -> files.mknod(dir + "/x", kind | 0600, 0));
        }
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    @Override
    protected int[][] devices() {
        return new int[][] {{1, 3}, {0xAB, 0xDEF12}, {0xFF, 0xFFFFF}};
    }

    @Override
    protected long device(long number) {
        return DarwinMetadataTest.ofJdk(number);
    }

    @Override
    protected int wholeMask() {
        return 07777;
    }
}
