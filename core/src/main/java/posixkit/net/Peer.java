package posixkit.net;

import java.util.Objects;

/**
 * Receives the address of the other side: of the client that {@code accept} took, or of the sender of a datagram. A peer can be used
 * for any number of calls. A call that fails leaves it unchanged.
 *
 * <p>Not thread-safe.
 */
public final class Peer {
    private SockAddr address;

    /** A peer without an address. */
    public Peer() {}

    /** Returns the address that the last call stored; null before, and if the system gave none, which is usual on a TCP stream. */
    public SockAddr address() {
        return address;
    }

    /** Stores an address, or null. */
    public void address(SockAddr address) {
        this.address = address;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Peer peer && Objects.equals(address, peer.address);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(address);
    }

    /** Returns {@code Peer[127.0.0.1:80]}. */
    @Override
    public String toString() {
        return "Peer[" + (address == null ? "no address" : address) + "]";
    }
}
