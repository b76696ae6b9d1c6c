package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;

import posixkit.contract.HostContract;

class LinuxHostTest extends HostContract {
    @Override
    protected int tooMuchEntropy() {
        return EIO;
    }

    @Override
    protected int tooLong() {
        return EINVAL;
    }
}
