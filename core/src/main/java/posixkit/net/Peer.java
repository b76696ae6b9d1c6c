package posixkit.net;

import java.util.Objects;

/**
 * Holds the address of the other side of a connection, or of the sender of a datagram. Pass an object of this class to a method
 * such as {@link Sockets#accept(int, Peer)}. The method stores the address in the object: {@code accept} stores the address of
 * the client that connected; {@code recvfrom} stores the address of the sender. The same object can be used for any number of
 * calls. A call that fails leaves the object unchanged.
 *
 * <p>This class is not thread-safe.
 */
public final class Peer {
    private SockAddr address;

    /** Creates a peer without an address. */
    public Peer() {}

    /**
     * Returns the address that the last call with this peer object stored. Returns null if no call has stored an address yet.
     * Also returns null if the kernel gave no address, which is usual when {@link Sockets#recvfrom} receives from a TCP stream.
     */
    public SockAddr address() {
        return address;
    }

    /** Stores {@code address}, which may be null. */
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

    /** Returns the address as text, for example {@code Peer[127.0.0.1:80]}. */
    @Override
    public String toString() {
        return "Peer[" + (address == null ? "no address" : address) + "]";
    }

    /** Returns a copy of this peer. Later calls that change this peer do not change the copy. */
    public Peer copy() {
        Peer copy = new Peer();
        copy.address = address;
        return copy;
    }
}
