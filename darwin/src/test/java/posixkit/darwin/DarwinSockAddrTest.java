package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import posixkit.contract.SockAddrContract;
import posixkit.net.SockAddr;

/** Addresses with their length in front. */
class DarwinSockAddrTest extends SockAddrContract {
    @Override
    protected int pathBytes() {
        return 104;
    }

    @Test
    void everyAddressBeginsWithItsLengthAndAFamilyOfOneByte() {
        assertBytes("10022345c00002fd0000000000000000", new SockAddr.Inet4(FOUR, 0x2345));
        assertBytes(
                "1c1e01bb0abcdef1" + "20010db8000102030405060708090afb" + "98badcfe",
                new SockAddr.Inet6(SIX, 443, 0xFEDC_BA98, 0x0ABC_DEF1));
        assertBytes("05012f6100", SockAddr.Unix.path("/a"));
        assertBytes("0201", SockAddr.Unix.unnamed());
        assertBytes("0428aabb", new SockAddr.Raw(40, new byte[] {(byte) 0xAA, (byte) 0xBB}));
    }

    private void assertBytes(String expected, SockAddr address) {
        assertEquals(expected, HexFormat.of().formatHex(sockets.encode(address)));
    }

    @Test
    void whatIsLinuxsAloneIsRefused() {
        SockAddr abstractName = SockAddr.Unix.abstractName("a".getBytes(StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(abstractName));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Link(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Netlink(1, 1)));
        SockAddr wideFamily = new SockAddr.Raw(256, new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(wideFamily));
    }

    /** As an unbound one is given back: sixteen bytes, of which the path's are all zero. */
    @Test
    void aPathThatBeginsWithNulIsNone() {
        byte[] bytes = new byte[16];
        bytes[0] = 16;
        bytes[1] = 1;
        assertEquals(SockAddr.Unix.unnamed(), sockets.decode(bytes, 16));
    }
}
