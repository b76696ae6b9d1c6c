package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group and an address of a network interface ({@code struct ip_mreq}). Several interfaces can have the same
 * address, but each interface has its own number. To name the interface by its number, use {@link IPMreqn}.
 *
 * @param multiaddr the address of the multicast group
 * @param interfaceAddress an address of the interface; with 0.0.0.0, the kernel chooses the interface
 */
public record IPMreq(Inet4Address multiaddr, Inet4Address interfaceAddress) {
    public IPMreq {
        Objects.requireNonNull(multiaddr, "multiaddr");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
    }
}
