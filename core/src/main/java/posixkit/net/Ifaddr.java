package posixkit.net;

import java.util.Objects;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;

/**
 * One address of a network interface ({@code struct ifaddrs}). An interface with several addresses has several objects of this
 * class. One of them has the link-layer address: a {@link SockAddr.Link} on Linux, a {@link SockAddr.DataLink} on macOS.
 *
 * @param name the name of the interface
 * @param flags the state of the interface: a combination of {@code IFF_UP}, {@code IFF_LOOPBACK}, …
 * @param addr the address; null if the interface has none
 * @param netmask the bits of the address that name the network; null if there is none
 * @param dstaddr the broadcast address if {@code flags} contain {@code IFF_BROADCAST}, and the address of the other end if they
 *     contain {@code IFF_POINTOPOINT}; null if there is none
 */
public record Ifaddr(String name, int flags, SockAddr addr, SockAddr netmask, SockAddr dstaddr) {
    public Ifaddr {
        Objects.requireNonNull(name, "name");
    }

    /** Returns the members as text. */
    @Override
    public String toString() {
        return "Ifaddr[name=" + Printer.quoted(name)
                + ", flags=" + Printer.flags(Integer.toUnsignedLong(flags), ConstantNames.IFF)
                + ", addr=" + addr + ", netmask=" + netmask + ", dstaddr=" + dstaddr + "]";
    }
}
