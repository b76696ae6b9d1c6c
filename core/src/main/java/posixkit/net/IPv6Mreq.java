package posixkit.net;

import java.net.Inet6Address;
import java.util.Objects;

/**
 * An IPv6 multicast group on an interface ({@code struct ipv6_mreq}).
 *
 * @param multiaddr the group
 * @param ifindex the interface's number, as {@link java.net.NetworkInterface#getIndex} says it; 0 leaves the choice to the
 *     system
 */
public record IPv6Mreq(Inet6Address multiaddr, int ifindex) {
    public IPv6Mreq {
        Objects.requireNonNull(multiaddr);
    }
}
