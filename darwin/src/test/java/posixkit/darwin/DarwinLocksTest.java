package posixkit.darwin;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;

import posixkit.contract.LocksContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinLocksTest extends LocksContract {
    @Override
    protected int noSuchOperation() {
        return EBADF;
    }

    /** Nobody looks at it. */
    @Override
    protected int lockWithAPid() {
        return EAGAIN;
    }
}
