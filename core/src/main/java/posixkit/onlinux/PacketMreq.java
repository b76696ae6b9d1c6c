package posixkit.onlinux;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What an {@code AF_PACKET} socket receives beside its own packets ({@code struct packet_mreq}).
 *
 * @param ifindex the number of the interface
 * @param type {@code PACKET_MR_PROMISC}, {@code PACKET_MR_ALLMULTI}, {@code PACKET_MR_MULTICAST} or {@code PACKET_MR_UNICAST}
 * @param address the hardware address, up to 8 bytes; empty if the type needs none
 */
public record PacketMreq(int ifindex, int type, byte[] address) {
    private static final int MOST_TYPE = 0xFFFF;
    private static final int MOST_BYTES = 8;

    public PacketMreq {
        address = Objects.requireNonNull(address, "address").clone();
        if (type < 0 || type > MOST_TYPE) {
            throw new IllegalArgumentException("type: " + type + " is not in 0…" + MOST_TYPE);
        }
        if (address.length > MOST_BYTES) {
            throw new IllegalArgumentException("address: more than " + MOST_BYTES + " bytes: " + address.length);
        }
    }

    /** Returns a copy of the bytes of the address. */
    @Override
    public byte[] address() {
        return address.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PacketMreq that
                && ifindex == that.ifindex
                && type == that.type
                && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(address) + type) + ifindex;
    }

    /** Returns the members as text, the address in hexadecimal. */
    @Override
    public String toString() {
        return "PacketMreq[ifindex=" + ifindex + ", type=" + type + ", address="
                + HexFormat.ofDelimiter(":").formatHex(address) + "]";
    }
}
