package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group and an interface ({@code struct ip_mreqn}).
 *
 * @param multiaddr the group
 * @param address an address of the interface, used if {@code ifindex} is 0; 0.0.0.0 lets the system choose
 * @param ifindex the interface's number, as {@link java.net.NetworkInterface#getIndex} returns it
 */
public record IPMreqn(Inet4Address multiaddr, Inet4Address address, int ifindex) {
    public IPMreqn {
        Objects.requireNonNull(multiaddr, "multiaddr");
        Objects.requireNonNull(address, "address");
    }
}
