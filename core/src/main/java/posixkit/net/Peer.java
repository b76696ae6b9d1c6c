package posixkit.net;

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
}
