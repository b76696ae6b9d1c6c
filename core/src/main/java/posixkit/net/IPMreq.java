package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group, and an interface that is given by one of its addresses ({@code struct ip_mreq}). {@link IPMreqn} gives the
 * interface by its number, which is unambiguous.
 *
 * @param multiaddr the group
 * @param interfaceAddress an address of the interface; 0.0.0.0 lets the system choose
 */
public record IPMreq(Inet4Address multiaddr, Inet4Address interfaceAddress) {
    public IPMreq {
        Objects.requireNonNull(multiaddr, "multiaddr");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
    }
}
