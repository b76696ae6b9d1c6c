package posixkit.net;

/**
 * The size of the largest packet that can be sent to a peer ({@code struct ip6_mtuinfo}). The value of the socket option
 * {@code IPV6_PATHMTU} has this type.
 *
 * @param addr the address of the peer; null if the kernel returns no address. For {@code IPV6_PATHMTU}, Linux never returns an
 *     address
 * @param mtu the size of the largest packet in bytes, including the headers of the packet; an unsigned number
 */
public record IPv6MTUInfo(SockAddr addr, int mtu) {
    /** Returns the components as text, for example {@code IPv6MTUInfo[addr=null, mtu=65536]}. */
    @Override
    public String toString() {
        return "IPv6MTUInfo[addr=" + addr + ", mtu=" + Integer.toUnsignedString(mtu) + "]";
    }
}
