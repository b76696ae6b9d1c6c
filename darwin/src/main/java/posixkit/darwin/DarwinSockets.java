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
     * Returns the number of bytes to add to the buffer for control messages, beyond the size that the caller asked for. This
     * number is the maximum size of the control messages of one message, so the control messages always fit. XNU, the kernel of
     * macOS, opens all descriptors that a received message carries. But XNU returns only the numbers of the descriptors that fit
     * into the buffer. If the buffer were too small, this process could not close the other descriptors. A peer could then fill
     * the descriptor table of this process.
     */
    @Override
    protected int roomBeyond() {
        return MOST_CONTROL;
    }
}
