package posixkit.net;

/**
 * The size of the largest packet on the way to a peer ({@code struct ip6_mtuinfo}).
 *
 * @param addr the peer; null if the system gives none, as Linux does for a socket option
 * @param mtu the size in bytes, headers included, unsigned
 */
public record IPv6MTUInfo(SockAddr addr, int mtu) {
    /** Returns {@code IPv6MTUInfo[addr=null, mtu=65536]}. */
    @Override
    public String toString() {
        return "IPv6MTUInfo[addr=" + addr + ", mtu=" + Integer.toUnsignedString(mtu) + "]";
    }
}
