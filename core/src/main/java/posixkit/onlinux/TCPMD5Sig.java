package posixkit.onlinux;

import java.util.Arrays;
import java.util.Objects;
import posixkit.net.SockAddr;

/**
 * A key with which TCP signs the packets to and from a peer, as RFC 2385 says ({@code struct tcp_md5sig}). Its text does not show
 * the key.
 *
 * @param addr the address of the peer; its port is not used
 * @param key the key, up to 80 bytes; an empty key removes the key of this peer
 * @param flags {@code TCP_MD5SIG_FLAG_PREFIX}, {@code TCP_MD5SIG_FLAG_IFINDEX}, both or 0. They need the option
 *     {@code TCP_MD5SIG_EXT}
 * @param prefixlen how many bits of the address count, with {@code TCP_MD5SIG_FLAG_PREFIX}
 * @param ifindex the number of the interface, with {@code TCP_MD5SIG_FLAG_IFINDEX}
 */
public record TCPMD5Sig(SockAddr addr, byte[] key, int flags, int prefixlen, int ifindex) {
    private static final int MOST_KEY = 80;
    private static final int MOST_BYTE = 0xFF;

    public TCPMD5Sig {
        Objects.requireNonNull(addr, "addr");
        key = Objects.requireNonNull(key, "key").clone();
        if (key.length > MOST_KEY) {
            throw new IllegalArgumentException("key: more than " + MOST_KEY + " bytes: " + key.length);
        }
        check("flags", flags);
        check("prefixlen", prefixlen);
    }

    /** Creates a key for one peer. */
    public TCPMD5Sig(SockAddr addr, byte[] key) {
        this(addr, key, 0, 0, 0);
    }

    private static void check(String name, int value) {
        if (value < 0 || value > MOST_BYTE) {
            throw new IllegalArgumentException(name + ": " + value + " is not in 0…" + MOST_BYTE);
        }
    }

    /** Returns a copy of the bytes of the key. */
    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TCPMD5Sig that
                && addr.equals(that.addr)
                && Arrays.equals(key, that.key)
                && flags == that.flags
                && prefixlen == that.prefixlen
                && ifindex == that.ifindex;
    }

    @Override
    public int hashCode() {
        return Objects.hash(addr, Arrays.hashCode(key), flags, prefixlen, ifindex);
    }

    /** Returns the members as text, without the key. */
    @Override
    public String toString() {
        return "TCPMD5Sig[addr=" + addr + ", key=" + key.length + " bytes, flags=" + flags + ", prefixlen=" + prefixlen
                + ", ifindex=" + ifindex + "]";
    }
}
