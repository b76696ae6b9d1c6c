package posixkit.darwin;

import static posixkit.constants.Errno.ENXIO;

import posixkit.contract.InterfacesContract;
import posixkit.net.SockAddr;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinInterfacesTest extends InterfacesContract {
    @Override
    protected int noInterface() {
        return ENXIO;
    }

    @Override
    protected byte[] hardware(SockAddr address) {
        return address instanceof SockAddr.DataLink link ? link.address() : null;
    }
}
