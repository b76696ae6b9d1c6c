package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group and a network interface ({@code struct ip_mreqn}).
 *
 * @param multiaddr the address of the multicast group
 * @param address an address of the interface, used only if {@code ifindex} is 0; with 0.0.0.0, the kernel chooses the interface
 * @param ifindex the number of the interface, as {@link java.net.NetworkInterface#getIndex} returns it; with 0, the kernel uses
 *     {@code address}
 */
public record IPMreqn(Inet4Address multiaddr, Inet4Address address, int ifindex) {
    public IPMreqn {
        Objects.requireNonNull(multiaddr, "multiaddr");
        Objects.requireNonNull(address, "address");
    }
}
