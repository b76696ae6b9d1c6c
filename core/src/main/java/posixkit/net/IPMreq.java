package posixkit.net;

import java.net.Inet4Address;
import java.util.Objects;

/**
 * An IPv4 multicast group on an interface that is named by one of its addresses ({@code struct ip_mreq}).
 * {@link IPMreqn} names it by its number, which is the surer way.
 *
 * @param multiaddr the group
 * @param interfaceAddress 0.0.0.0 leaves the choice to the system
 */
public record IPMreq(Inet4Address multiaddr, Inet4Address interfaceAddress) {
    public IPMreq {
        Objects.requireNonNull(multiaddr);
        Objects.requireNonNull(interfaceAddress);
    }
}
