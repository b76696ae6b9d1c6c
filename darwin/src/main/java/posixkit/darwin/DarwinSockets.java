package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class DarwinSockets extends UnixSockets {
    /** XNU takes no control messages of more bytes than a cluster of its buffers has. */
    private static final int MOST_CONTROL = 2048;

    DarwinSockets(Bindings bindings) {
        super(bindings, new DarwinSockAddrCodec());
    }

    /** By a bug of XNU. */
    @Override
    protected boolean isOverWithoutAddress() {
        return true;
    }

    /** XNU makes all descriptors of a message, then says the numbers of those there is room for: others could not be closed. */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
