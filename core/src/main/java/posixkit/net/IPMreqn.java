package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group on an interface ({@code struct ip_mreqn}).
 *
 * @param multiaddr the group
 * @param address an address of the interface, looked at when {@code ifindex} is 0; 0.0.0.0 leaves the choice to the system
 * @param ifindex the interface's number, as {@link java.net.NetworkInterface#getIndex} says it
 */
public record IPMreqn(Inet4Address multiaddr, Inet4Address address, int ifindex) {
    public IPMreqn {
        Objects.requireNonNull(multiaddr);
        Objects.requireNonNull(address);
    }
}
