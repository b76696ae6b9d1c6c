package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6MTUInfo;
import posixkit.net.IPv6Mreq;
import posixkit.net.OptionCalls;
import posixkit.net.SockAddr;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.unix.call.JnrUnixCalls;

/**
 * Tests options with values and lengths that other kernels return. The library returns the bytes that were last set, and
 * {@code level} is the length of the value.
 */
@NeedsTool("cc")
class OptionLengthsTest {
    private static final String LIBRARY = """
            static unsigned char value[256];
            static int size;
            int getsockopt(int fd, int level, int name, unsigned char *into, unsigned *length) {
                unsigned room = *length;
                for (unsigned i = 0; i < room && i < (unsigned)level; i++) {
                    into[i] = value[i];
                }
                *length = name != 0 ? (unsigned)name : (unsigned)level < room ? (unsigned)level : room;
                return 0;
            }
            int setsockopt(int fd, int level, int name, const unsigned char *from, unsigned length) {
                size = length;
                for (unsigned i = 0; i < length; i++) {
                    value[i] = from[i];
                }
                return 0;
            }
            int bind(int fd, void *address, int length) { return size; }
            """;

    @TempDir
    Path dir;

    private OptionCalls options;

    @BeforeEach
    void open() throws Exception {
        Native library = Native.library(
                Compiler.library(dir, "options" + System.nanoTime(), LIBRARY).toString());
        SockAddrCodec codec = new SockAddrCodec() {
            @Override
            protected boolean hasAbstractNames() {
                return false;
            }
        };
        options = new UnixSockets(new Bindings(library, new JnrUnixCalls(library), null, null), codec);
    }

    @Test
    void aNumberMayBeOneByte() throws ErrnoException {
        answer("fe112233");
        assertEquals(0xFE, options.getsockoptInt(3, 1, 0));
        assertEquals(number("fe112233"), options.getsockoptInt(3, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptInt(3, 2, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptInt(3, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptInt(3, 5, 0));
    }

    @Test
    void aLengthBeyondTheArrayIsSaidAndNothingIsWrittenThere() throws ErrnoException {
        answer("0102030405060708");
        byte[] value = new byte[4];
        assertEquals(40, options.getsockopt(3, 4, 40, value));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, value);
    }

    @Test
    void aGroupAndAnAddressAreReadInTheirPlaces() throws Exception {
        answer("efabcd01" + "c0000207" + "01020304");
        assertEquals(new IPMreq(ip4("239.171.205.1"), ip4("192.0.2.7")), options.getsockoptIPMreq(3, 8, 0));
        assertEquals(new IPMreq(ip4("0.0.0.0"), ip4("239.171.205.1")), options.getsockoptIPMreq(3, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptIPMreq(3, 7, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptIPMreq(3, 12, 0));
        assertEquals(
                new IPMreqn(ip4("239.171.205.1"), ip4("192.0.2.7"), number("01020304")),
                options.getsockoptIPMreqn(3, 12, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptIPMreqn(3, 8, 0));
    }

    @Test
    void aGroupOfIPv6IsReadWithItsInterface() throws Exception {
        answer("ff020000000000000000000000004321" + "01020384");
        assertEquals(new IPv6Mreq(ip6("ff02::4321"), number("01020384")), options.getsockoptIPv6Mreq(3, 20, 0));
        assertEquals(new IPv6Mreq(ip6("::"), number("ff020000")), options.getsockoptIPv6Mreq(3, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptIPv6Mreq(3, 16, 0));
    }

    /** An IPv4-mapped address stays an IPv6 address. */
    @Test
    void aMappedAddressIsNoneOfIPv4() throws Exception {
        answer("00000000000000000000ffff7f000001" + "00000000");
        byte[] mapped = options.getsockoptIPv6Mreq(3, 20, 0).multiaddr().getAddress();
        assertEquals("00000000000000000000ffff7f000001", HexFormat.of().formatHex(mapped));
    }

    @Test
    void aPeerIsReadWhereItIsTold() throws Exception {
        SockAddr peer = new SockAddr.Inet6(ip6("2001:db8::7").getAddress(), 0, 3, 0);
        ByteBuffer info = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        info.put(((UnixSockets) options).encode(peer)).putInt(28, 0x8000_0500);
        answer(HexFormat.of().formatHex(info.array()));
        assertEquals(new IPv6MTUInfo(peer, 0x8000_0500), options.getsockoptIPv6MTUInfo(3, 32, 0));
        assertThrows(IllegalArgumentException.class, () -> options.getsockoptIPv6MTUInfo(3, 28, 0));
        answer("00".repeat(28) + "01020304");
        assertEquals(new IPv6MTUInfo(null, number("01020304")), options.getsockoptIPv6MTUInfo(3, 32, 0));
    }

    /** The BSDs' bits have the opposite meaning of Linux's. */
    @Test
    void aSetBitPassesWhereItIsNotSaidToBlock() throws ErrnoException {
        ICMPv6Filter filter = new ICMPv6Filter().blockAll().pass(0).pass(33).pass(255);
        options.setsockoptICMPv6Filter(3, 0, 0, filter);
        byte[] bits = new byte[32];
        assertEquals(32, options.getsockopt(3, 32, 0, bits));
        ByteBuffer words = ByteBuffer.wrap(bits).order(ByteOrder.nativeOrder());
        assertEquals(1, words.getInt(0));
        assertEquals(2, words.getInt(4));
        assertEquals(0, words.getInt(8));
        assertEquals(1 << 31, words.getInt(28));
        assertEquals(filter, options.getsockoptICMPv6Filter(3, 32, 0));
    }

    @Test
    void whatIsSetIsAsLongAsItsStructure() throws Exception {
        assertEquals("ef010203" + "c0000207", set(o -> o.setsockoptIPMreq(3, 0, 0, new IPMreq(group(), near()))));
        assertEquals(
                "ef010203" + "c0000207" + hex(0x0102_0384),
                set(o -> o.setsockoptIPMreqn(3, 0, 0, new IPMreqn(group(), near(), 0x0102_0384))));
        assertEquals(
                "ff020000000000000000000000004321" + hex(77),
                set(o -> o.setsockoptIPv6Mreq(3, 0, 0, new IPv6Mreq(ip6("ff02::4321"), 77))));
        assertEquals("c0000207", set(o -> o.setsockoptInet4Addr(3, 0, 0, near())));
        assertEquals(hex(-77), set(o -> o.setsockoptInt(3, 0, 0, -77)));
    }

    private interface Setter {
        void on(OptionCalls options) throws Exception;
    }

    private String set(Setter setter) throws Exception {
        setter.on(options);
        int size = ((UnixSockets) options).calls.bind(3, 0, 0);
        byte[] value = new byte[size];
        assertEquals(size, options.getsockopt(3, size, 0, value));
        return HexFormat.of().formatHex(value);
    }

    private void answer(String hex) throws ErrnoException {
        options.setsockopt(3, 0, 0, HexFormat.of().parseHex(hex));
    }

    private static Inet4Address group() throws Exception {
        return ip4("239.1.2.3");
    }

    private static Inet4Address near() throws Exception {
        return ip4("192.0.2.7");
    }

    private static Inet4Address ip4(String text) throws Exception {
        return (Inet4Address) InetAddress.getByName(text);
    }

    private static Inet6Address ip6(String text) throws Exception {
        return (Inet6Address) InetAddress.getByName(text);
    }

    private static int number(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex))
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    private static String hex(int value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value);
        return HexFormat.of().formatHex(bytes.array());
    }
}
