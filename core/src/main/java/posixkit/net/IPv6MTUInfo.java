package posixkit.net;

/**
 * How much fits into one packet on the way to a peer ({@code struct ip6_mtuinfo}).
 *
 * @param addr the peer; null where it is not told, as by Linux when it is asked of a socket
 * @param mtu in bytes, headers included, unsigned
 */
public record IPv6MTUInfo(SockAddr addr, int mtu) {
    @Override
    public String toString() {
        return "IPv6MTUInfo[addr=" + addr + ", mtu=" + Integer.toUnsignedString(mtu) + "]";
    }
}
