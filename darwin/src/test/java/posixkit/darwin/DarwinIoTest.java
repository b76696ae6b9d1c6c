package posixkit.darwin;

import static posixkit.constants.Errno.ENOTSUP;

import posixkit.contract.IoContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinIoTest extends IoContract {
    @Override
    protected int fsyncOfAPipe() {
        return ENOTSUP;
    }
}
