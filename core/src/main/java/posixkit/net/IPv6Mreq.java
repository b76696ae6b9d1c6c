package posixkit.net;

import java.net.Inet6Address;
import java.util.Objects;

/**
 * An IPv6 multicast group and a network interface ({@code struct ipv6_mreq}).
 *
 * @param multiaddr the address of the multicast group
 * @param ifindex the number of the interface, as {@link java.net.NetworkInterface#getIndex} returns it; with 0, the kernel
 *     chooses the interface
 */
public record IPv6Mreq(Inet6Address multiaddr, int ifindex) {
    public IPv6Mreq {
        Objects.requireNonNull(multiaddr, "multiaddr");
    }
}
