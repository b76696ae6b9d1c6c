package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.ondarwin.constants.DarwinSock.AF_LINK;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import posixkit.contract.SockAddrContract;
import posixkit.net.SockAddr;

/** Tests addresses that start with their length. */
class DarwinSockAddrTest extends SockAddrContract {
    private static final byte[] HARDWARE = {2, 0, 0x5E, 0x10, 0, (byte) 0xFE};

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
    void anInterfaceHasANameAndAnAddressBehindIt() {
        SockAddr en0 = new SockAddr.DataLink(0x0104, 6, "en0", HARDWARE);
        assertBytes("1412" + "0401" + "06030600" + "656e30" + "02005e1000fe" + "000000", en0);
        SockAddr.DataLink none = new SockAddr.DataLink(65535, 255, "", new byte[0]);
        assertBytes("1412" + "ffff" + "ff000000" + "000000000000000000000000", none);
        SockAddr longName = new SockAddr.DataLink(1, 6, "bridge100", HARDWARE);
        assertBytes("1712" + "0100" + "06090600" + "627269646765313030" + "02005e1000fe", longName);
        SockAddr notText = new SockAddr.DataLink(1, 6, "e\uDCFF\0", HARDWARE);
        assertBytes("1412" + "0100" + "06030600" + "65ff00" + "02005e1000fe" + "000000", notText);
        for (SockAddr link : new SockAddr[] {en0, none, longName, notText}) {
            byte[] bytes = sockets.encode(link);
            assertEquals(link, sockets.decode(bytes, bytes.length));
        }
        byte[] bytes = sockets.encode(none);
        assertEquals(none, sockets.decode(bytes, 8), "no data, and no room for it");
        SockAddr most = new SockAddr.DataLink(1, 6, "n".repeat(114), HARDWARE);
        assertEquals(128, sockets.encode(most).length);
        assertEquals(most, sockets.decode(sockets.encode(most), 128));
        SockAddr more = new SockAddr.DataLink(1, 6, "n".repeat(115), HARDWARE);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(more));
    }

    @Test
    void aVirtualMachineHasANumberAndPorts() {
        SockAddr host = new SockAddr.Vsock(2, 0x01020304);
        assertBytes("0c28" + "0000" + "04030201" + "02000000", host);
        SockAddr any = new SockAddr.Vsock(-1, -1);
        assertBytes("0c28" + "0000" + "ffffffff" + "ffffffff", any);
        for (SockAddr address : new SockAddr[] {host, any}) {
            byte[] bytes = sockets.encode(address);
            assertEquals(address, sockets.decode(bytes, bytes.length));
            assertTrue(sockets.decode(bytes, bytes.length - 1) instanceof SockAddr.Raw);
        }
    }

    @Test
    void anInterfaceThatIsNotAllThereIsRaw() {
        byte[] bytes = sockets.encode(new SockAddr.DataLink(1, 6, "en0", HARDWARE));
        for (int length : new int[] {7, 8, 16}) {
            byte[] cut = Arrays.copyOf(bytes, length);
            SockAddr raw = new SockAddr.Raw(AF_LINK, Arrays.copyOfRange(bytes, 2, length));
            assertEquals(raw, sockets.decode(cut, length));
        }
        assertTrue(sockets.decode(Arrays.copyOf(bytes, 17), 17) instanceof SockAddr.DataLink);
        bytes[7] = 1;
        assertEquals(new SockAddr.Raw(AF_LINK, Arrays.copyOfRange(bytes, 2, 20)), sockets.decode(bytes, 20));
    }

    @Test
    void whatIsLinuxsAloneIsRefused() {
        SockAddr abstractName = SockAddr.Unix.abstractName("a");
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(abstractName));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Link(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Netlink(1, 1)));
        SockAddr wideFamily = new SockAddr.Raw(256, new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(wideFamily));
    }

    /** macOS returns an address without a name as sixteen bytes with a path of zeros. */
    @Test
    void aPathThatBeginsWithNulIsNone() {
        byte[] bytes = new byte[16];
        bytes[0] = 16;
        bytes[1] = 1;
        assertEquals(SockAddr.Unix.unnamed(), sockets.decode(bytes, 16));
    }
}
