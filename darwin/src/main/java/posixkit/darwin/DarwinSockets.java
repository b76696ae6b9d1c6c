package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class DarwinSockets extends UnixSockets {
    /** XNU takes control messages up to the size of one of its buffer clusters. */
    private static final int MOST_CONTROL = 2048;

    DarwinSockets(Bindings bindings) {
        super(bindings, new DarwinSockAddrCodec());
    }

    /** A bug of XNU. */
    @Override
    protected boolean isOverWithoutAddress() {
        return true;
    }

    /**
     * XNU opens all descriptors of a message and then returns the numbers of those there is room for, none without room at all. Nobody
     * could close the others, and a peer could fill this process's descriptor table.
     */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
