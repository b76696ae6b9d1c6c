package posixkit.linux;

import static posixkit.constants.Errno.ENODEV;

import posixkit.contract.MulticastContract;

class LinuxMulticastTest extends MulticastContract {
    @Override
    protected int noInterface() {
        return ENODEV;
    }
}
