package posixkit.net;

import java.net.Inet6Address;
import java.util.Objects;

/**
 * An IPv6 multicast group and an interface ({@code struct ipv6_mreq}).
 *
 * @param multiaddr the group
 * @param ifindex the interface's number, as {@link java.net.NetworkInterface#getIndex} returns it; 0 lets the system choose
 */
public record IPv6Mreq(Inet6Address multiaddr, int ifindex) {
    public IPv6Mreq {
        Objects.requireNonNull(multiaddr, "multiaddr");
    }
}
