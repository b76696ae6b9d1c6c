package posixkit.darwin;

import posixkit.unix.Bindings;
import posixkit.unix.UnixSockets;

final class DarwinSockets extends UnixSockets {
    /**
     * The maximum total size, in bytes, of the control messages that one message on a socket can carry. XNU, the kernel of macOS,
     * accepts control messages only up to the size of one kernel buffer, called a cluster.
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
     * Returns the number of bytes to add to the buffer for control messages, beyond the size that the caller asked for. The added
     * bytes are enough for all control messages that one message on a socket can carry. XNU, the kernel of macOS, opens all
     * descriptors that a received message carries. But XNU returns only the descriptor numbers that fit into the buffer. If a
     * number did not fit, this process could not close the descriptor. A peer could then fill the descriptor table of this
     * process.
     */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
