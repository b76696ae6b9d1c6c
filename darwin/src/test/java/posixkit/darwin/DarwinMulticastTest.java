package posixkit.darwin;

import static posixkit.constants.Errno.EADDRNOTAVAIL;

import posixkit.contract.MulticastContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinMulticastTest extends MulticastContract {
    @Override
    protected int noInterface() {
        return EADDRNOTAVAIL;
    }
}
