package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * Says through which network interface an IPv4 packet arrived or is to be sent, and with which addresses of this machine
 * ({@code struct in_pktinfo}).
 *
 * @param ifindex the number of the interface, as {@link java.net.NetworkInterface#getIndex} returns it; for sending, 0 lets the
 *     kernel choose the interface
 * @param specDst the local address: for sending, the address from which the packet is sent; for receiving, the address from which
 *     a reply would be sent. For sending, 0.0.0.0 lets the kernel choose the address
 * @param addr the destination address in the header of a received packet; not used for sending
 */
public record PktInfo4(int ifindex, Inet4Address specDst, Inet4Address addr) {
    public PktInfo4 {
        Objects.requireNonNull(specDst, "specDst");
        Objects.requireNonNull(addr, "addr");
    }
}
