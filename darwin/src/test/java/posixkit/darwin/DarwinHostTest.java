package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENAMETOOLONG;

import posixkit.contract.HostContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinHostTest extends HostContract {
    @Override
    protected int tooMuchEntropy() {
        return EINVAL;
    }

    @Override
    protected int tooLong() {
        return ENAMETOOLONG;
    }
}
