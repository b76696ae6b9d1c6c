package posixkit.net;

import java.util.Objects;

/**
 * Where a call leaves the address of the other side: who connected, who sent. It can be used again and again; a call that
 * fails leaves it as it was.
 *
 * <p>Not thread-safe, as any plain object is not.
 */
public final class Peer {
    private SockAddr address;

    public Peer() {}

    /** What the last call left; null if nothing, or if the system told none, as of the sender on a stream. */
    public SockAddr address() {
        return address;
    }

    /** Takes another address, or null. */
    public void address(SockAddr other) {
        address = other;
    }

    /** Returns a copy, which later calls on this one do not change. */
    public Peer copy() {
        Peer copy = new Peer();
        copy.address = address;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Peer that && Objects.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(address);
    }

    /** {@code Peer[127.0.0.1:80]}. */
    @Override
    public String toString() {
        return "Peer[" + address + "]";
    }
}
