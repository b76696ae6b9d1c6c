package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EDOM;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOPROTOOPT;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Inet.IP_MULTICAST_IF;
import static posixkit.constants.Inet.IP_MULTICAST_TTL;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_KEEPALIVE;
import static posixkit.constants.Sock.SO_LINGER;
import static posixkit.constants.Sock.SO_RCVBUF;
import static posixkit.constants.Sock.SO_RCVTIMEO;
import static posixkit.constants.Sock.SO_SNDTIMEO;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.constants.Tcp.TCP_NODELAY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertTwins;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6Mreq;
import posixkit.net.Linger;
import posixkit.net.OptionCalls;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.SocketProgram;

/** Tests {@link OptionCalls} with the options that every system has. The oracle is a C program that inherits the socket. */
@ExtendWith(Descriptors.class)
public abstract class SocketOptionsContract {
    private static final int NOT_OPEN = 1_000_000;
    private static final int NO_OPTION = 0x7FFF;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    @TempDir
    Path dir;

    /** Returns the size that is read after {@code set} was set. */
    protected abstract int sizeOf(int set);

    /** Returns the number that is read from a switch that is on. */
    protected abstract int on(int name);

    /** Returns the units of {@code SO_LINGER} in a second. */
    protected abstract int lingersInASecond();

    @Test
    @NeedsTool("cc")
    void numbersAreWhatAProgramInCReads() throws IOException {
        SocketProgram c = SocketProgram.getsockopt(dir);
        try (Fd tcp = tcp()) {
            sockets.setsockoptInt(tcp.num(), SOL_SOCKET, SO_RCVBUF, 20_000);
            sockets.setsockoptInt(tcp.num(), IPPROTO_TCP, TCP_NODELAY, 1);
            assertEquals(sizeOf(20_000), sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_RCVBUF));
            assertEquals(hex(40_000), c.run(tcp.num(), "SO_RCVBUF"));
            assertEquals(on(TCP_NODELAY), sockets.getsockoptInt(tcp.num(), IPPROTO_TCP, TCP_NODELAY));
            assertEquals(hex(1), c.run(tcp.num(), "TCP_NODELAY"));
            assertEquals(0, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_KEEPALIVE), "the other switch");
            sockets.setsockoptInt(tcp.num(), SOL_SOCKET, SO_KEEPALIVE, 1);
            assertEquals(on(SO_KEEPALIVE), sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_KEEPALIVE));
            assertEquals(hex(1), c.run(tcp.num(), "SO_KEEPALIVE"));
            assertEquals(SOCK_STREAM, sockets.getsockoptInt(tcp.num(), SOL_SOCKET, SO_TYPE));
        }
        try (Fd udp = udp()) {
            assertEquals(SOCK_DGRAM, sockets.getsockoptInt(udp.num(), SOL_SOCKET, SO_TYPE));
        }
    }

    @Test
    void anArrayIsFilledAsFarAsTheValueGoes() throws IOException {
        try (Fd udp = udp()) {
            byte[] value = new byte[8];
            Arrays.fill(value, (byte) 0x55);
            assertEquals(4, sockets.getsockopt(udp.num(), SOL_SOCKET, SO_TYPE, value));
            assertEquals(hex(SOCK_DGRAM) + "55555555", HexFormat.of().formatHex(value));
        }
    }

    @Test
    void anArrayThatIsTooShortGetsTheBeginning() throws IOException {
        try (Fd udp = udp()) {
            byte[] value = new byte[2];
            assertEquals(2, sockets.getsockopt(udp.num(), SOL_SOCKET, SO_TYPE, value));
            assertEquals(hex(SOCK_DGRAM).substring(0, 4), HexFormat.of().formatHex(value));
            assertEquals(0, sockets.getsockopt(udp.num(), SOL_SOCKET, SO_TYPE, new byte[0]));
        }
    }

    @Test
    void bytesAreSetAsTheyAre() throws IOException {
        try (Fd tcp = tcp()) {
            int time = 259 * lingersInASecond();
            byte[] linger = HexFormat.of().parseHex(hex(1) + hex(time));
            sockets.setsockopt(tcp.num(), SOL_SOCKET, SO_LINGER, linger);
            assertEquals(new Linger(true, time), sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER));
            byte[] read = new byte[8];
            assertEquals(8, sockets.getsockopt(tcp.num(), SOL_SOCKET, SO_LINGER, read));
            assertArrayEquals(linger, read);
        }
    }

    @Test
    @NeedsTool("cc")
    void lingerHasASwitchAndATime() throws IOException {
        SocketProgram c = SocketProgram.getsockopt(dir);
        try (Fd tcp = tcp()) {
            assertEquals(new Linger(false, 0), sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER));
            Linger seven = new Linger(true, 7 * lingersInASecond());
            sockets.setsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER, seven);
            assertEquals(hex(1) + hex(7), c.run(tcp.num(), "SO_LINGER"));
            assertEquals(seven, sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER));
            sockets.setsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER, new Linger(false, seven.time()));
            assertEquals(
                    false,
                    sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER).on());
        }
    }

    @Test
    @NeedsTool("cc")
    void timesAreSecondsAndMicroseconds() throws IOException {
        SocketProgram c = SocketProgram.getsockopt(dir);
        try (Fd udp = udp()) {
            assertEquals(Duration.ZERO, time(udp, SO_RCVTIMEO));
            setTime(udp, SO_RCVTIMEO, Duration.ofMillis(1500));
            setTime(udp, SO_SNDTIMEO, Duration.ofSeconds(70_000, 20_000_000));
            assertEquals(Duration.ofMillis(1500), time(udp, SO_RCVTIMEO));
            assertEquals(Duration.ofSeconds(70_000, 20_000_000), time(udp, SO_SNDTIMEO));
            ByteBuffer seen = ByteBuffer.wrap(HexFormat.of().parseHex(c.run(udp.num(), "SO_RCVTIMEO")))
                    .order(ByteOrder.nativeOrder());
            assertEquals(1, seen.getLong());
            assertEquals(500_000, seen.getInt());
            setTime(udp, SO_RCVTIMEO, Duration.ZERO);
            assertEquals(Duration.ZERO, time(udp, SO_RCVTIMEO));
        }
    }

    @Test
    void theShortestTimeIsNotForEver() throws IOException {
        try (Fd udp = udp()) {
            setTime(udp, SO_RCVTIMEO, Duration.ofNanos(1));
            Duration shortest = time(udp, SO_RCVTIMEO);
            assertTrue(shortest.toMillis() < 100 && !shortest.isZero(), shortest.toString());
        }
    }

    @Test
    void partsOfAMicrosecondAreRoundedUpIntoTheNextSecond() throws IOException {
        try (Fd udp = udp()) {
            setTime(udp, SO_RCVTIMEO, Duration.ofSeconds(1, 999_999_001));
            assertEquals(Duration.ofSeconds(2), time(udp, SO_RCVTIMEO));
        }
    }

    @Test
    void aTimeBeforeNowIsRefused() throws IOException {
        try (Fd udp = udp()) {
            setTime(udp, SO_RCVTIMEO, Duration.ofSeconds(3));
            assertThrows(IllegalArgumentException.class, () -> setTime(udp, SO_RCVTIMEO, Duration.ofNanos(-1)));
            IllegalArgumentException tooLong = assertThrows(
                    IllegalArgumentException.class,
                    () -> setTime(udp, SO_RCVTIMEO, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
            assertTrue(tooLong.getMessage().startsWith("value: "), tooLong.getMessage());
            assertEquals(Duration.ofSeconds(3), time(udp, SO_RCVTIMEO));
        }
    }

    @Test
    void anOptionOfAnotherTypeIsNotMisread() throws IOException {
        try (Fd tcp = tcp()) {
            int fd = tcp.num();
            IllegalArgumentException longer = assertThrows(
                    IllegalArgumentException.class, () -> sockets.getsockoptInt(fd, SOL_SOCKET, SO_LINGER));
            assertTrue(longer.getMessage().contains("more bytes, not 4"), longer.getMessage());
            IllegalArgumentException shorter = assertThrows(
                    IllegalArgumentException.class, () -> sockets.getsockoptLinger(fd, SOL_SOCKET, SO_TYPE));
            assertTrue(shorter.getMessage().contains("4 bytes, not 8"), shorter.getMessage());
            assertThrows(IllegalArgumentException.class, () -> time(tcp, SO_LINGER));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptInet4Addr(fd, SOL_SOCKET, SO_LINGER));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptIPMreq(fd, SOL_SOCKET, SO_RCVTIMEO));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptIPMreqn(fd, SOL_SOCKET, SO_LINGER));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptIPv6Mreq(fd, SOL_SOCKET, SO_LINGER));
            assertThrows(
                    IllegalArgumentException.class, () -> sockets.getsockoptIPv6MTUInfo(fd, SOL_SOCKET, SO_LINGER));
            assertThrows(
                    IllegalArgumentException.class, () -> sockets.getsockoptICMPv6Filter(fd, SOL_SOCKET, SO_LINGER));
        }
    }

    @Test
    void singleBytesTextsAndLongNumbers() throws IOException {
        try (Fd udp = udp();
                Fd tcp = tcp()) {
            int fd = udp.num();
            sockets.setsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL, 'B');
            assertEquals('B', sockets.getsockoptInt(fd, IPPROTO_IP, IP_MULTICAST_TTL));
            assertEquals('B', sockets.getsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL));
            assertEquals("B", sockets.getsockoptString(fd, IPPROTO_IP, IP_MULTICAST_TTL));
            sockets.setsockoptString(fd, IPPROTO_IP, IP_MULTICAST_TTL, "C");
            assertEquals('C', sockets.getsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL));
            sockets.setsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL, 255);
            assertEquals(255, sockets.getsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL));
            sockets.setsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER, new Linger(true, 600));
            long linger = sockets.getsockoptUint64(tcp.num(), SOL_SOCKET, SO_LINGER);
            assertEquals(600, linger >>> 32, Long.toHexString(linger));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptUint64(fd, SOL_SOCKET, SO_TYPE));
            assertThrows(IllegalArgumentException.class, () -> sockets.getsockoptByte(fd, SOL_SOCKET, SO_LINGER));
            assertRefused("value", () -> sockets.setsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL, 256));
            assertRefused("value", () -> sockets.setsockoptByte(fd, IPPROTO_IP, IP_MULTICAST_TTL, -1));
            assertRefused("value", () -> sockets.setsockoptString(fd, IPPROTO_IP, IP_MULTICAST_TTL, "a\0"));
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptString(fd, SOL_SOCKET, NO_OPTION));
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptByte(fd, SOL_SOCKET, NO_OPTION));
        }
        assertErrno(EBADF, () -> sockets.getsockoptByte(NOT_OPEN, SOL_SOCKET, SO_TYPE));
        assertErrno(EBADF, () -> sockets.setsockoptByte(NOT_OPEN, SOL_SOCKET, SO_TYPE, 1));
        assertErrno(EBADF, () -> sockets.getsockoptUint64(NOT_OPEN, SOL_SOCKET, SO_TYPE));
        assertErrno(EBADF, () -> sockets.getsockoptString(NOT_OPEN, SOL_SOCKET, SO_TYPE));
        assertErrno(EBADF, () -> sockets.setsockoptString(NOT_OPEN, SOL_SOCKET, SO_TYPE, "a"));
        assertErrno(EBADF, () -> sockets.getsockoptSockAddr(NOT_OPEN, SOL_SOCKET, SO_TYPE));
    }

    @Test
    void whatCannotBeAskedOrSetSaysSo() throws IOException {
        assertErrno(EBADF, () -> sockets.getsockoptInt(NOT_OPEN, SOL_SOCKET, SO_TYPE));
        assertErrno(EBADF, () -> sockets.setsockoptInt(NOT_OPEN, SOL_SOCKET, SO_KEEPALIVE, 1));
        assertErrno(EBADF, () -> sockets.getsockopt(NOT_OPEN, SOL_SOCKET, SO_TYPE, new byte[4]));
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertErrno(ENOTSOCK, () -> sockets.getsockoptInt(read.num(), SOL_SOCKET, SO_TYPE));
            assertErrno(ENOTSOCK, () -> sockets.setsockoptInt(write.num(), SOL_SOCKET, SO_KEEPALIVE, 1));
        }
        try (Fd udp = udp()) {
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptInt(udp.num(), SOL_SOCKET, NO_OPTION));
            assertErrno(ENOPROTOOPT, () -> sockets.setsockoptInt(udp.num(), SOL_SOCKET, NO_OPTION, 1));
            assertErrno(EINVAL, () -> sockets.setsockopt(udp.num(), SOL_SOCKET, SO_RCVBUF, new byte[1]));
            assertErrno(EINVAL, () -> sockets.setsockopt(udp.num(), SOL_SOCKET, SO_RCVBUF, new byte[0]));
        }
    }

    @Test
    void aSecondHasNoMillionMicroseconds() throws IOException {
        ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putInt(8, 1_000_000);
        try (Fd udp = udp()) {
            assertErrno(EDOM, () -> sockets.setsockopt(udp.num(), SOL_SOCKET, SO_RCVTIMEO, time.array()));
            assertEquals(Duration.ZERO, time(udp, SO_RCVTIMEO));
        }
    }

    @Test
    void aFailureNamesCallAndDescriptor() {
        String get = assertErrno(EBADF, () -> sockets.getsockoptInt(NOT_OPEN, SOL_SOCKET, SO_TYPE))
                .getMessage();
        assertTrue(get.startsWith("getsockopt fd 1000000: EBADF"), get);
        String set = assertErrno(EBADF, () -> sockets.setsockoptInt(NOT_OPEN, SOL_SOCKET, SO_KEEPALIVE, 1))
                .getMessage();
        assertTrue(set.startsWith("setsockopt fd 1000000: EBADF"), set);
    }

    /** Null is refused before the call, even if the descriptor is not open. */
    @Test
    void nullIsRefusedByTheArgumentsName() {
        int fd = NOT_OPEN;
        assertNullRefused("value", () -> sockets.getsockopt(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockopt(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockoptLinger(fd, SOL_SOCKET, SO_LINGER, null));
        assertNullRefused("value", () -> sockets.setsockoptTimeval(fd, SOL_SOCKET, SO_RCVTIMEO, null));
        assertNullRefused("value", () -> sockets.setsockoptInet4Addr(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockoptIPMreq(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockoptIPMreqn(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockoptIPv6Mreq(fd, SOL_SOCKET, SO_TYPE, null));
        assertNullRefused("value", () -> sockets.setsockoptICMPv6Filter(fd, SOL_SOCKET, SO_TYPE, null));
    }

    @Test
    void twinsReturnTheErrnoThatPlainFormsThrow() throws IOException {
        Inet4Address any = (Inet4Address) InetAddress.getByAddress(new byte[4]);
        Inet6Address any6 = (Inet6Address) InetAddress.getByAddress(new byte[16]);
        int fd = NOT_OPEN;
        byte[] value = new byte[4];
        IPMreq mreq = new IPMreq(any, any);
        IPMreqn mreqn = new IPMreqn(any, any, 1);
        IPv6Mreq mreq6 = new IPv6Mreq(any6, 1);
        ICMPv6Filter filter = new ICMPv6Filter();
        Linger linger = new Linger(false, 0);
        int level = SOL_SOCKET;
        int name = SO_TYPE;
        assertTwins(
                EBADF,
                sockets.getsockoptOrErrno(fd, level, name, value),
                () -> sockets.getsockopt(fd, level, name, value));
        assertTwins(
                EBADF,
                sockets.setsockoptOrErrno(fd, level, name, value),
                () -> sockets.setsockopt(fd, level, name, value));
        assertTwins(
                EBADF,
                sockets.setsockoptIntOrErrno(fd, level, name, 1),
                () -> sockets.setsockoptInt(fd, level, name, 1));
        assertTwins(
                EBADF,
                sockets.setsockoptLingerOrErrno(fd, level, name, linger),
                () -> sockets.setsockoptLinger(fd, level, name, linger));
        assertTwins(
                EBADF,
                sockets.setsockoptTimevalOrErrno(fd, level, name, Duration.ZERO),
                () -> sockets.setsockoptTimeval(fd, level, name, Duration.ZERO));
        assertTwins(
                EBADF,
                sockets.setsockoptInet4AddrOrErrno(fd, level, name, any),
                () -> sockets.setsockoptInet4Addr(fd, level, name, any));
        assertTwins(
                EBADF,
                sockets.setsockoptIPMreqOrErrno(fd, level, name, mreq),
                () -> sockets.setsockoptIPMreq(fd, level, name, mreq));
        assertTwins(
                EBADF,
                sockets.setsockoptIPMreqnOrErrno(fd, level, name, mreqn),
                () -> sockets.setsockoptIPMreqn(fd, level, name, mreqn));
        assertTwins(
                EBADF,
                sockets.setsockoptIPv6MreqOrErrno(fd, level, name, mreq6),
                () -> sockets.setsockoptIPv6Mreq(fd, level, name, mreq6));
        assertTwins(
                EBADF,
                sockets.setsockoptICMPv6FilterOrErrno(fd, level, name, filter),
                () -> sockets.setsockoptICMPv6Filter(fd, level, name, filter));
    }

    @Test
    void twinsReturnLengthsAndZero() throws IOException {
        Inet4Address localhost = (Inet4Address) InetAddress.getByName("127.0.0.1");
        try (Fd udp = udp()) {
            byte[] value = new byte[8];
            assertEquals(4, sockets.getsockoptOrErrno(udp.num(), SOL_SOCKET, SO_TYPE, value));
            assertEquals(hex(SOCK_DGRAM) + "00000000", HexFormat.of().formatHex(value));
            assertEquals(0, sockets.setsockoptIntOrErrno(udp.num(), SOL_SOCKET, SO_KEEPALIVE, 1));
            assertEquals(on(SO_KEEPALIVE), sockets.getsockoptInt(udp.num(), SOL_SOCKET, SO_KEEPALIVE));
            Duration second = Duration.ofSeconds(1);
            assertEquals(0, sockets.setsockoptTimevalOrErrno(udp.num(), SOL_SOCKET, SO_RCVTIMEO, second));
            assertEquals(second, time(udp, SO_RCVTIMEO));
            assertEquals(0, sockets.setsockoptInet4AddrOrErrno(udp.num(), IPPROTO_IP, IP_MULTICAST_IF, localhost));
            assertEquals(localhost, sockets.getsockoptInet4Addr(udp.num(), IPPROTO_IP, IP_MULTICAST_IF));
        }
        try (Fd tcp = tcp()) {
            Linger linger = new Linger(true, lingersInASecond());
            assertEquals(0, sockets.setsockoptLingerOrErrno(tcp.num(), SOL_SOCKET, SO_LINGER, linger));
            assertEquals(linger, sockets.getsockoptLinger(tcp.num(), SOL_SOCKET, SO_LINGER));
        }
    }

    private Duration time(Fd socket, int name) throws IOException {
        return sockets.getsockoptTimeval(socket.num(), SOL_SOCKET, name);
    }

    private void setTime(Fd socket, int name, Duration time) throws IOException {
        sockets.setsockoptTimeval(socket.num(), SOL_SOCKET, name, time);
    }

    private Fd tcp() throws IOException {
        return Fd.own(sockets.socket(AF_INET, SOCK_STREAM, 0));
    }

    private Fd udp() throws IOException {
        return Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
    }

    private static String hex(int value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value);
        return HexFormat.of().formatHex(bytes.array());
    }
}
