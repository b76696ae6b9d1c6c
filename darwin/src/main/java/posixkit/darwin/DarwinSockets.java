package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class DarwinSockets extends UnixSockets {
    /**
     * The maximum size of control messages, in bytes. XNU accepts control messages up to the size of one of its buffer clusters.
     */
    private static final int MOST_CONTROL = 2048;

    DarwinSockets(Bindings bindings) {
        super(bindings, new DarwinSockAddrCodec());
    }

    /** Returns true: because of a bug in XNU, accept can return a connection that has already ended and has no address. */
    @Override
    protected boolean isOverWithoutAddress() {
        return true;
    }

    /**
     * Returns the maximum size of control messages. XNU opens all descriptors that a message carries. But it returns only the
     * numbers that fit into the buffer, and none without a buffer. The program could not close the other descriptors, and a peer
     * could fill the descriptor table of this process.
     */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
