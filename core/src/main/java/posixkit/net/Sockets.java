package posixkit.net;

import posixkit.Call;

/** Sockets: making, naming, connecting them, and what goes through them. */
public interface Sockets extends SocketOptions {
    /**
     * {@code struct sockaddr} {@index sockaddr}
     *
     * <p>An address as this system lays it out, for what takes one that posixkit has no call for.
     *
     * @throws IllegalArgumentException one that does not fit, as a path of more than 108 bytes (104 on macOS), or of a kind
     *     that this system has not
     */
    @Call("sockaddr(3type)")
    byte[] encode(SockAddr address);

    /**
     * What {@link #encode} makes, and the kernel leaves, as a value; null if there is none. A family without a value of its
     * own is {@link SockAddr.Raw}, and so is an address that was cut short.
     *
     * @param length how many bytes the address has. A Unix name ends there, NULs in it or not; if it is more than there are
     *     bytes, the address was cut
     */
    @Call("sockaddr(3type)")
    SockAddr decode(byte[] bytes, int length);
}
