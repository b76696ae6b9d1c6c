package posixkit.darwin;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.EPERM;
import static posixkit.testing.Errnos.assertErrno;

import org.junit.jupiter.api.Test;
import posixkit.contract.FilesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinFilesTest extends FilesContract {
    @Override
    protected int unlinkOfADirectory() {
        return EPERM;
    }

    @Test
    void sinceMacOs13Dot3TheRootDirectoryExistsLikeEveryOther() {
        int errno = MacOs.isSince(13, 3) ? EEXIST : EISDIR;
        for (String root : new String[] {"/", "///"}) {
            assertErrno(errno, () -> posix.files().mkdir(root, 0700));
            assertErrno(errno, () -> posix.files().mkdirat(AT_FDCWD, root, 0700));
        }
    }
}
