package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Sock.AF_APPLETALK;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.Names;
import posixkit.Posix;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Tests the conversion of addresses to bytes and back, without a socket, for all systems. */
public abstract class SockAddrContract {
    protected static final byte[] FOUR = {(byte) 192, 0, 2, (byte) 253};
    protected static final byte[] SIX = {0x20, 1, 0x0D, (byte) 0xB8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte) 0xFB};

    protected final Sockets sockets = Posix.get().sockets();

    private static Stream<SockAddr> everyKind() {
        return Stream.of(
                new SockAddr.Inet4(FOUR, 0),
                new SockAddr.Inet4(FOUR, 0x8001),
                new SockAddr.Inet6(SIX, 65535, 0xFEDC_BA98, 0x89AB_CDEF),
                new SockAddr.Inet6(SIX, 258),
                SockAddr.Unix.path("/a"),
                SockAddr.Unix.path("ä/\uD83D\uDE00"),
                SockAddr.Unix.path(Names.of(new byte[] {(byte) 0xFF, 1})),
                SockAddr.Unix.unnamed(),
                new SockAddr.Vsock(2, 3),
                new SockAddr.Raw(AF_APPLETALK, new byte[] {0, 0, 1, 0, 0, 0, 2, 0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whatIsEncodedDecodesToTheSame(SockAddr address) {
        byte[] bytes = sockets.encode(address);
        assertEquals(address, sockets.decode(bytes, bytes.length));
        byte[] inMuchRoom = Arrays.copyOf(bytes, 200);
        Arrays.fill(inMuchRoom, bytes.length, 200, (byte) 'x');
        assertEquals(address, sockets.decode(inMuchRoom, bytes.length));
    }

    /** An address that is shorter than its family's structure is raw, and so is one that the kernel cut. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void anAddressThatWasCutIsRaw(SockAddr address) {
        byte[] bytes = sockets.encode(address);
        for (int room = 2; room < bytes.length; room++) {
            SockAddr.Raw raw = new SockAddr.Raw(address.family(), Arrays.copyOfRange(bytes, 2, room));
            byte[] cut = Arrays.copyOf(bytes, room);
            assertEquals(raw, sockets.decode(cut, bytes.length), "in " + room + " bytes");
            if (address.family() != AF_UNIX) {
                assertEquals(raw, sockets.decode(cut, room), "of " + room + " bytes");
            }
        }
    }

    @Test
    void lessThanAFamilyIsNoAddress() {
        assertNull(sockets.decode(new byte[0], 0));
        assertNull(sockets.decode(new byte[128], 0));
        assertNull(sockets.decode(new byte[128], 1));
        assertNull(sockets.decode(new byte[1], 16));
        assertThrows(IllegalArgumentException.class, () -> sockets.decode(new byte[16], -1));
        assertThrows(NullPointerException.class, () -> sockets.decode(null, 16));
        assertThrows(NullPointerException.class, () -> sockets.encode(null));
    }

    @Test
    void aPathEndsAtItsNulOrWithTheAddress() {
        byte[] bytes = sockets.encode(SockAddr.Unix.path("/abc"));
        assertEquals(2 + 4 + 1, bytes.length);
        assertEquals(0, bytes[6]);
        assertEquals(SockAddr.Unix.path("/abc"), sockets.decode(bytes, 6));
        assertEquals(SockAddr.Unix.path("/ab"), sockets.decode(bytes, 5));
        assertEquals(SockAddr.Unix.path("/"), sockets.decode(bytes, 3));
        assertEquals(SockAddr.Unix.unnamed(), sockets.decode(bytes, 2));
        byte[] longer = Arrays.copyOf(bytes, 20);
        longer[8] = 'x';
        assertEquals(SockAddr.Unix.path("/abc"), sockets.decode(longer, 20));
    }

    /** A path that fills the address has no NUL; only the length says where it ends. */
    @Test
    void aPathMayFillTheAddressAndNotMore() {
        String longest = "/" + "p".repeat(pathBytes() - 1);
        byte[] bytes = sockets.encode(SockAddr.Unix.path(longest));
        assertEquals(2 + pathBytes(), bytes.length);
        assertEquals(SockAddr.Unix.path(longest), sockets.decode(bytes, bytes.length));
        byte[] shorter = sockets.encode(SockAddr.Unix.path(longest.substring(1)));
        assertEquals(2 + pathBytes(), shorter.length);
        assertEquals(0, shorter[shorter.length - 1]);
        SockAddr tooLong = SockAddr.Unix.path(longest + "p");
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(tooLong));
    }

    /** For a path of 108 bytes Linux returns the length 111: it counts the NUL that it adds. */
    @Test
    void aPathThatFillsTheAddressMayComeBackLonger() {
        String longest = "/" + "p".repeat(pathBytes() - 1);
        byte[] bytes = sockets.encode(SockAddr.Unix.path(longest));
        byte[] withNul = Arrays.copyOf(bytes, 256);
        assertEquals(SockAddr.Unix.path(longest), sockets.decode(withNul, bytes.length + 1));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        SockAddr whole = new SockAddr.Raw(AF_APPLETALK, new byte[126]);
        assertEquals(128, sockets.encode(whole).length);
        SockAddr more = new SockAddr.Raw(AF_APPLETALK, new byte[127]);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(more));
    }

    @Test
    void familiesAreTheSystems() {
        assertEquals(AF_INET, new SockAddr.Inet4(FOUR, 1).family());
        assertEquals(AF_INET6, new SockAddr.Inet6(SIX, 1).family());
        assertEquals(AF_UNIX, SockAddr.Unix.unnamed().family());
    }

    /** An address has bytes that no field uses; they must not show what the memory held before. */
    @Test
    void unusedBytesAreZero() {
        sockets.decode(new byte[0], 0);
        byte[] dirt = new byte[512];
        Arrays.fill(dirt, (byte) 0x55);
        sockets.decode(dirt, dirt.length);
        byte[] bytes = sockets.encode(new SockAddr.Inet4(FOUR, 0x1234));
        assertArrayEquals(new byte[8], Arrays.copyOfRange(bytes, 8, 16));
    }

    /** Returns how many bytes the longest path has. */
    protected abstract int pathBytes();
}
