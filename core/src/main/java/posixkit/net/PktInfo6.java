package posixkit.net;

import java.net.Inet6Address;
import java.util.Objects;

/**
 * Says through which network interface an IPv6 packet arrived or is to be sent, and with which address of this machine
 * ({@code struct in6_pktinfo}).
 *
 * @param addr for receiving, the destination address in the header of the packet; for sending, the address from which the packet
 *     is sent, or {@code ::} to let the kernel choose the address. The scope of the address is not used
 * @param ifindex the number of the interface, as {@link java.net.NetworkInterface#getIndex} returns it; for sending, 0 lets the
 *     kernel choose the interface
 */
public record PktInfo6(Inet6Address addr, int ifindex) {
    public PktInfo6 {
        Objects.requireNonNull(addr, "addr");
    }
}
