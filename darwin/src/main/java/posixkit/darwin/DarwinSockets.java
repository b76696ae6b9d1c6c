package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class DarwinSockets extends UnixSockets {
    /**
     * The maximum size of the control messages of one message, in bytes. XNU, the kernel of macOS, accepts control messages up to
     * the size of one of its buffers (a cluster).
     */
    private static final int MOST_CONTROL = 2048;

    DarwinSockets(Bindings bindings) {
        super(bindings, new DarwinSockAddrCodec());
    }

    /**
     * Returns true: because of a bug in XNU, the kernel of macOS, {@code accept} can return a connection that has already ended
     * and has no address.
     */
    @Override
    protected boolean isOverWithoutAddress() {
        return true;
    }

    /**
     * Returns by how many bytes the buffer for control messages must be larger than the caller needs: the maximum size of control
     * messages, so that all of them always fit. XNU opens all descriptors that a received message carries, but returns only the
     * numbers of those that fit into the buffer. If the buffer were too small, this process could not close the descriptors whose
     * numbers it did not get, and a peer could fill the descriptor table of this process.
     */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
