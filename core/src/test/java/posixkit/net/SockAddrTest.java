package posixkit.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Names;

class SockAddrTest {
    private static final byte[] FOUR = {(byte) 192, 0, 2, 1};
    private static final byte[] SIX = HexFormat.of().parseHex("fe80000000000000000000000000abcd");

    /** Returns new addresses, each of which differs from its neighbour in one part. */
    private static List<SockAddr> different() {
        byte[] otherSix = SIX.clone();
        otherSix[15]++;
        return List.of(
                new SockAddr.Inet4(FOUR.clone(), 1),
                new SockAddr.Inet4(FOUR.clone(), 2),
                new SockAddr.Inet4(new byte[] {(byte) 192, 0, 2, 2}, 1),
                new SockAddr.Inet6(SIX.clone(), 1, 2, 3),
                new SockAddr.Inet6(otherSix, 1, 2, 3),
                new SockAddr.Inet6(SIX.clone(), 2, 2, 3),
                new SockAddr.Inet6(SIX.clone(), 1, 3, 3),
                new SockAddr.Inet6(SIX.clone(), 1, 2, 4),
                SockAddr.Unix.path("/a"),
                SockAddr.Unix.path("/b"),
                SockAddr.Unix.abstractName("/a"),
                SockAddr.Unix.abstractName("/a\0"),
                SockAddr.Unix.abstractName(""),
                SockAddr.Unix.unnamed(),
                new SockAddr.Link(1, 2, 3, 4, FOUR.clone()),
                new SockAddr.Link(2, 2, 3, 4, FOUR.clone()),
                new SockAddr.Link(1, 3, 3, 4, FOUR.clone()),
                new SockAddr.Link(1, 2, 4, 4, FOUR.clone()),
                new SockAddr.Link(1, 2, 3, 5, FOUR.clone()),
                new SockAddr.Link(1, 2),
                new SockAddr.DataLink(1, 2, "a", FOUR.clone()),
                new SockAddr.DataLink(2, 2, "a", FOUR.clone()),
                new SockAddr.DataLink(1, 3, "a", FOUR.clone()),
                new SockAddr.DataLink(1, 2, "b", FOUR.clone()),
                new SockAddr.DataLink(1, 2, "a", new byte[4]),
                new SockAddr.Netlink(1, 2),
                new SockAddr.Netlink(2, 2),
                new SockAddr.Netlink(1, 3),
                new SockAddr.Raw(101, FOUR.clone()),
                new SockAddr.Raw(102, FOUR.clone()),
                new SockAddr.Raw(101, new byte[0]));
    }

    @Test
    void addressesAreEqualIfTheySayTheSame() {
        List<SockAddr> some = different();
        List<SockAddr> again = different();
        for (int i = 0; i < some.size(); i++) {
            for (int j = 0; j < again.size(); j++) {
                if (i == j) {
                    assertEquals(some.get(i), again.get(j));
                    assertEquals(some.get(i).hashCode(), again.get(j).hashCode());
                } else {
                    assertNotEquals(some.get(i), again.get(j));
                    assertNotEquals(some.get(i).hashCode(), again.get(j).hashCode(), some.get(i) + ", " + again.get(j));
                }
            }
            assertNotEquals(some.get(i), new Object());
        }
    }

    /** An address does not change with the array it was made of, or with one that it returned. */
    @Test
    void arraysAreCopiedInAndOut() {
        assertCopied(FOUR, bytes -> new SockAddr.Inet4(bytes, 80), a -> ((SockAddr.Inet4) a).address());
        assertCopied(SIX, bytes -> new SockAddr.Inet6(bytes, 80), a -> ((SockAddr.Inet6) a).address());
        assertCopied(FOUR, bytes -> new SockAddr.Link(1, 2, 3, 4, bytes), a -> ((SockAddr.Link) a).address());
        assertCopied(FOUR, bytes -> new SockAddr.DataLink(1, 2, "a", bytes), a -> ((SockAddr.DataLink) a).address());
        assertCopied(FOUR, bytes -> new SockAddr.Raw(99, bytes), a -> ((SockAddr.Raw) a).bytes());
    }

    private static void assertCopied(
            byte[] bytes, Function<byte[], SockAddr> maker, Function<SockAddr, byte[]> content) {
        byte[] given = bytes.clone();
        SockAddr address = maker.apply(given);
        Arrays.fill(given, (byte) 0x7F);
        assertArrayEquals(bytes, content.apply(address));
        Arrays.fill(content.apply(address), (byte) 0x7F);
        assertArrayEquals(bytes, content.apply(address));
    }

    @Test
    void singleBytesAreThoseOfTheArray() {
        for (int i = 0; i < FOUR.length; i++) {
            assertEquals(FOUR[i], new SockAddr.Inet4(FOUR, 1).address(i));
        }
        for (int i = 0; i < SIX.length; i++) {
            assertEquals(SIX[i], new SockAddr.Inet6(SIX, 1).address(i));
        }
    }

    @Test
    void loopbackAndAnyAreTheJdks() throws UnknownHostException {
        assertArrayEquals(
                InetAddress.getByName("127.0.0.1").getAddress(),
                SockAddr.Inet4.loopback(7).address());
        assertArrayEquals(
                InetAddress.getByName("0.0.0.0").getAddress(),
                SockAddr.Inet4.any(8).address());
        assertArrayEquals(
                InetAddress.getByName("::1").getAddress(),
                SockAddr.Inet6.loopback(9).address());
        assertArrayEquals(
                InetAddress.getByName("::").getAddress(), SockAddr.Inet6.any(10).address());
        assertEquals(7, SockAddr.Inet4.loopback(7).port());
        assertEquals(8, SockAddr.Inet4.any(8).port());
        assertEquals(9, SockAddr.Inet6.loopback(9).port());
        assertEquals(10, SockAddr.Inet6.any(10).port());
        assertEquals(new SockAddr.Inet6(SIX, 5, 0, 0), new SockAddr.Inet6(SIX, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void whatIsNoUnsignedShortIsRefused(int number) {
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet4(FOUR, number));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet6(SIX, number));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Link(number, 1));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Link(1, 1, number, 1, FOUR));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.DataLink(number, 1, "a", FOUR));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.DataLink(1, number, "a", FOUR));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Link(1, 1, 1, number, FOUR));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Raw(number, FOUR));
    }

    @Test
    void limitsAreIncluded() {
        assertEquals(0, new SockAddr.Inet4(FOUR, 0).port());
        assertEquals(65535, new SockAddr.Inet4(FOUR, 65535).port());
        assertEquals(255, new SockAddr.Link(65535, 1, 65535, 255, new byte[255]).pkttype());
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Link(1, 1, 1, 256, FOUR));
        assertEquals(255, new SockAddr.DataLink(65535, 255, "", FOUR).type());
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.DataLink(1, 256, "a", FOUR));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Link(1, 1, 1, 1, new byte[256]));
    }

    @Test
    void addressesOfAnotherLengthAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet4(new byte[3], 1));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet4(SIX, 1));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet6(FOUR, 1));
        assertThrows(IllegalArgumentException.class, () -> new SockAddr.Inet6(new byte[17], 1));
        assertThrows(NullPointerException.class, () -> new SockAddr.Inet4(null, 1));
        assertThrows(NullPointerException.class, () -> new SockAddr.Link(1, 1, 1, 1, null));
        assertThrows(NullPointerException.class, () -> new SockAddr.DataLink(1, 1, "a", null));
        assertThrows(NullPointerException.class, () -> new SockAddr.DataLink(1, 1, null, FOUR));
        assertThrows(NullPointerException.class, () -> new SockAddr.Raw(1, null));
    }

    @Test
    void namesThatAreNoneAreRefused() {
        assertRefused("name: an empty path", () -> SockAddr.Unix.path(""));
        assertRefused("name: a NUL at index 1", () -> SockAddr.Unix.path("a\0"));
        assertRefused("name: a NUL at index 0", () -> SockAddr.Unix.path("\0a"));
        assertRefused("name: half a surrogate pair", () -> SockAddr.Unix.path("\uD800"));
        assertRefused("name: half a surrogate pair", () -> SockAddr.Unix.abstractName("\0\uD800"));
        assertRefused("name: half a surrogate pair", () -> new SockAddr.DataLink(1, 1, "\uD800", FOUR));
        assertRefused("name: not empty", () -> new SockAddr.Unix(SockAddr.Unix.Kind.UNNAMED, "a"));
        assertEquals(SockAddr.Unix.unnamed(), new SockAddr.Unix(SockAddr.Unix.Kind.UNNAMED, ""));
        assertNullRefused("kind", () -> new SockAddr.Unix(null, "a"));
        assertNullRefused("name", () -> SockAddr.Unix.path(null));
        assertNullRefused("name", () -> SockAddr.Unix.abstractName(null));
    }

    /** The escaped bytes C3 A9 together are é, which would have two names. */
    @Test
    void aliasesOfANameAreRefused() {
        assertRefused("name: escaped bytes at index 1", () -> SockAddr.Unix.path("/\uDCC3\uDCA9"));
        assertRefused("name: escaped bytes at index 2", () -> SockAddr.Unix.abstractName("a\0\uDCC3\uDCA9"));
    }

    @Test
    void namesAreKept() {
        SockAddr.Unix path = SockAddr.Unix.path("/ä\uD83D\uDE00");
        assertEquals("/ä\uD83D\uDE00", path.name());
        assertEquals(SockAddr.Unix.Kind.PATH, path.kind());
        SockAddr.Unix notText = SockAddr.Unix.path(Names.of(new byte[] {'a', (byte) 0xFF}));
        assertEquals("a\uDCFF", notText.name());
        assertEquals("\0a\0", SockAddr.Unix.abstractName("\0a\0").name());
    }

    @Test
    void textIsShort() {
        assertEquals("127.0.0.1:80", SockAddr.Inet4.loopback(80).toString());
        assertEquals("192.0.2.1:65535", new SockAddr.Inet4(FOUR, 65535).toString());
        assertEquals("[::1]:80", SockAddr.Inet6.loopback(80).toString());
        assertEquals("[fe80::abcd%2]:80 flow 0x9", new SockAddr.Inet6(SIX, 80, 2, 9).toString());
        assertEquals("[fe80::abcd%4294967295]:80", new SockAddr.Inet6(SIX, 80, -1, 0).toString());
        assertEquals("unix:\"/x\"", SockAddr.Unix.path("/x").toString());
        assertEquals("unix:\"/\\n\\\"\\xFF\"", SockAddr.Unix.path("/\n\"\uDCFF").toString());
        assertEquals("unix:@\"ab\"", SockAddr.Unix.abstractName("ab").toString());
        assertEquals("unix:@\"\\x00a\"", SockAddr.Unix.abstractName("\0a").toString());
        assertEquals("unix:@\"\"", SockAddr.Unix.abstractName("").toString());
        assertEquals("unix:", SockAddr.Unix.unnamed().toString());
        assertEquals("link:c0:00:02:01%3 protocol 0x0806", new SockAddr.Link(0x806, 3, 1, 0, FOUR).toString());
        assertEquals("netlink:4294967295/0x80000001", new SockAddr.Netlink(-1, 0x8000_0001).toString());
        assertEquals(18, new SockAddr.DataLink(3, 6, "en0", FOUR).family());
        assertEquals("link:c0:00:02:01%3 \"en0\"", new SockAddr.DataLink(3, 6, "en0", FOUR).toString());
        assertEquals("vsock:4294967295:7", new SockAddr.Vsock(-1, 7).toString());
        assertEquals("netlink:7", new SockAddr.Netlink(7, 0).toString());
        assertEquals("family 40: 000102ff", new SockAddr.Raw(40, new byte[] {0, 1, 2, -1}).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "00010000000000000000000000000000, 1::",
        "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "20010db8000000010000000000000001, 2001:db8:0:1::1",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "00000000000100020003000400050006, ::1:2:3:4:5:6",
        "00010002000300040005000600000000, 1:2:3:4:5:6::",
        "00010000000000020000000000000003, 1:0:0:2::3",
        "abcdef0123456789abcdef0123456789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
        "00000000000000000001ffffc0000201, ::1:ffff:c000:201",
        "00010000000000000000ffffc0000201, 1::ffff:c000:201",
        "000000000000000000000000fffe0001, ::fffe:1"
    })
    void internetAddressesAreWrittenAsInetNtopWritesThem(String bytes, String text) {
        byte[] address = HexFormat.of().parseHex(bytes);
        assertEquals("[" + text + "]:1", new SockAddr.Inet6(address, 1).toString());
    }

    @Test
    void theJdkReadsWhatIsWritten() throws UnknownHostException {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] address = new byte[16];
            address[0] = 0x20;
            for (int group = 1; group < 8; group++) {
                if (random.nextInt(3) == 0) {
                    address[2 * group] = (byte) random.nextInt(256);
                    address[2 * group + 1] = (byte) random.nextInt(256);
                }
            }
            String text = new SockAddr.Inet6(address, 5).toString();
            assertArrayEquals(
                    address,
                    InetAddress.getByName(text.substring(0, text.length() - 2)).getAddress(),
                    text);
        }
    }

    @Test
    void theJdksInternetAddressesGoBothWays() throws UnknownHostException {
        InetSocketAddress four = new InetSocketAddress(InetAddress.getByAddress(FOUR), 40_000);
        assertEquals(new SockAddr.Inet4(FOUR, 40_000), SockAddr.of(four));
        assertEquals(four, new SockAddr.Inet4(FOUR, 40_000).toInetSocketAddress());
        InetSocketAddress six = new InetSocketAddress(Inet6Address.getByAddress(null, SIX, 7), 40_001);
        assertEquals(new SockAddr.Inet6(SIX, 40_001, 7, 0), SockAddr.of(six));
        InetSocketAddress back = new SockAddr.Inet6(SIX, 40_001, 7, 99).toInetSocketAddress();
        assertEquals(six, back);
        assertEquals(7, ((Inet6Address) back.getAddress()).getScopeId());
        InetSocketAddress unscoped = new SockAddr.Inet6(SIX, 1).toInetSocketAddress();
        assertEquals(-1, unscoped.getAddress().getHostAddress().indexOf('%'), "no scope at all, not scope 0");
    }

    @Test
    void anIpv4AddressInIpv6sClothesStaysThere() {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000201");
        InetAddress jdk = new SockAddr.Inet6(mapped, 1).toInetSocketAddress().getAddress();
        assertInstanceOf(Inet6Address.class, jdk);
        assertInstanceOf(
                Inet4Address.class,
                new SockAddr.Inet4(FOUR, 1).toInetSocketAddress().getAddress());
    }

    /** A host name is refused, not looked up. */
    @Test
    void unresolvedNamesStayUnresolved() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 80);
        assertThrows(IllegalArgumentException.class, () -> SockAddr.of(unresolved));
    }

    @Test
    void theJdksUnixAddressesGoBothWays() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/tmp/a b");
        assertEquals(SockAddr.Unix.path("/tmp/a b"), SockAddr.of(path));
        assertEquals(path, SockAddr.Unix.path("/tmp/a b").toUnixDomainSocketAddress());
        UnixDomainSocketAddress none = UnixDomainSocketAddress.of("");
        assertEquals(SockAddr.Unix.unnamed(), SockAddr.of(none));
        assertEquals(none, SockAddr.Unix.unnamed().toUnixDomainSocketAddress());
        SockAddr.Unix notText = SockAddr.Unix.path(Names.of(new byte[] {'/', (byte) 0xFF, 'x'}));
        assertEquals(
                "file:///%FFx",
                notText.toUnixDomainSocketAddress().getPath().toUri().toString());
        assertEquals(notText, SockAddr.of(notText.toUnixDomainSocketAddress()));
        SockAddr.Unix abstractName = SockAddr.Unix.abstractName("a");
        assertThrows(UnsupportedOperationException.class, abstractName::toUnixDomainSocketAddress);
    }

    @Test
    void aPeerKeepsWhatItIsTold() {
        Peer peer = new Peer();
        assertNull(peer.address());
        peer.address(SockAddr.Unix.unnamed());
        assertEquals(SockAddr.Unix.unnamed(), peer.address());
    }

    @Test
    void peersCompareByContentAndPrintIt() {
        Peer peer = new Peer();
        Peer other = new Peer();
        assertEquals("Peer[no address]", peer.toString());
        assertEquals(other, peer);
        peer.address(SockAddr.Inet4.loopback(80));
        assertEquals("Peer[127.0.0.1:80]", peer.toString());
        assertNotEquals(other, peer);
        other.address(SockAddr.Inet4.loopback(80));
        assertEquals(other, peer);
        assertEquals(other.hashCode(), peer.hashCode());
        assertNotEquals(peer, SockAddr.Inet4.loopback(80));
    }
}
