package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPV6_RECVPKTINFO;
import static posixkit.constants.Inet.IP_PKTINFO;
import static posixkit.constants.MessageFlag.SIZEOF_IN6_PKTINFO;
import static posixkit.constants.MessageFlag.SIZEOF_IN_PKTINFO;
import static posixkit.constants.MessageFlag.SIZEOF_TIMEVAL;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TIMESTAMP;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_TIMESTAMPING;
import static posixkit.onlinux.constants.LinuxMessageFlag.SIZEOF_SCM_TIMESTAMPING;
import static posixkit.onlinux.constants.LinuxMessageFlag.SIZEOF_TIMESPEC;
import static posixkit.onlinux.constants.LinuxSock.SO_TIMESTAMPING;
import static posixkit.onlinux.constants.LinuxSock.SO_TIMESTAMPNS;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.ControlMessagesContract;
import posixkit.net.Message;
import posixkit.net.Message.Control;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Timestamping;
import posixkit.testing.Descriptors;

/** Tests control messages on Linux, against the kernel and the JDK's datagram channels. */
@ExtendWith(Descriptors.class)
class LinuxControlMessagesTest extends ControlMessagesContract {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** {@code linux/net_tstamp.h}: measure when a packet is received, and report what the kernel has measured. */
    private static final int RX_SOFTWARE = 1 << 3 | 1 << 4;

    private static final int NO_INTERFACE = 1_000_000;

    private final Sockets sockets = Posix.get().sockets();
    private final OnLinuxSockets extras = Posix.get().onLinux().sockets();

    private static int loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getIndex();
    }

    /**
     * Sends a datagram to a socket with an option, and returns the control messages that came with it. The kernel begins to note
     * times a moment after it was asked, so there may be none with the first datagrams.
     */
    private List<Control> received(int level, int option, int value, int room) throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
                DatagramChannel jdk = DatagramChannel.open();
                Message in = Message.into(ByteBuffer.allocate(1)).room(room)) {
            sockets.bind(fd.num(), SockAddr.Inet4.loopback(0));
            sockets.setsockoptInt(fd.num(), level, option, value);
            int port = ((SockAddr.Inet4) sockets.getsockname(fd.num())).port();
            long start = System.nanoTime();
            do {
                jdk.send(ByteBuffer.allocate(1), new InetSocketAddress("127.0.0.1", port));
                assertEquals(1, sockets.recvmsg(fd.num(), in.rewind(), 0));
            } while (in.controls().isEmpty() && System.nanoTime() - start < MOST_NANOS);
            return in.controls();
        }
    }

    @Test
    void theKernelTellsTheInterface() throws IOException {
        List<Control> controls = received(IPPROTO_IP, IP_PKTINFO, 1, SIZEOF_IN_PKTINFO);
        Inet4Address local = (Inet4Address) InetAddress.getByName("127.0.0.1");
        assertEquals(Optional.of(new PktInfo4(loopback(), local, local)), sockets.pktInfo4(controls));
        assertEquals(Optional.empty(), sockets.timestamp(controls));
    }

    @Test
    void theKernelTellsTheIpv6Address() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_INET6, SOCK_DGRAM, 0));
                Message in = Message.into(ByteBuffer.allocate(1)).room(SIZEOF_IN6_PKTINFO)) {
            sockets.bind(fd.num(), SockAddr.Inet6.loopback(0));
            sockets.setsockoptInt(fd.num(), IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            sockets.sendto(fd.num(), ByteBuffer.allocate(1), 0, sockets.getsockname(fd.num()));
            sockets.recvmsg(fd.num(), in, 0);
            PktInfo6 info = sockets.pktInfo6(in.controls()).orElseThrow();
            assertEquals(loopback(), info.ifindex());
            assertEquals(Inet6Address.getByName("::1"), info.addr());
        }
    }

    /** The JDK sees the address from which the packet was sent. */
    @Test
    void theSenderChoosesItsAddress() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
                DatagramChannel jdk = DatagramChannel.open()) {
            jdk.bind(new InetSocketAddress("127.0.0.1", 0));
            SockAddr to = SockAddr.of((InetSocketAddress) jdk.getLocalAddress());
            Inet4Address from = (Inet4Address) InetAddress.getByName("127.7.7.7");
            Inet4Address any = (Inet4Address) InetAddress.getByName("0.0.0.0");
            Message out = Message.of(ByteBuffer.allocate(1)).name(to);
            sockets.sendmsg(fd.num(), out.controls(sockets.newPktInfo4(new PktInfo4(loopback(), from, any))), 0);
            assertEquals(from, ((InetSocketAddress) jdk.receive(ByteBuffer.allocate(9))).getAddress());
            Control noInterface = sockets.newPktInfo4(new PktInfo4(NO_INTERFACE, from, any));
            assertErrno(ENODEV, () -> sockets.sendmsg(fd.num(), out.rewind().controls(noInterface), 0));
            Control cut = new Control(IPPROTO_IP, IP_PKTINFO, new byte[3]);
            assertErrno(EINVAL, () -> sockets.sendmsg(fd.num(), out.rewind().controls(cut), 0));
        }
    }

    private static void assertNow(Instant before, Instant measured) {
        assertFalse(measured.isBefore(before.minusMillis(1)), measured + " before " + before);
        assertFalse(measured.isAfter(Instant.now().plusMillis(1)), measured::toString);
    }

    @Test
    void theKernelTellsTheTime() throws IOException {
        Instant before = Instant.now();
        List<Control> micros = received(SOL_SOCKET, SO_TIMESTAMP, 1, SIZEOF_TIMEVAL);
        assertNow(before, sockets.timestamp(micros).orElseThrow());
        List<Control> nanos = received(SOL_SOCKET, SO_TIMESTAMPNS, 1, SIZEOF_TIMESPEC);
        assertNow(before, extras.timestampNs(nanos).orElseThrow());
        assertEquals(Optional.empty(), extras.timestampNs(micros));
        List<Control> several = received(SOL_SOCKET, SO_TIMESTAMPING, RX_SOFTWARE, SIZEOF_SCM_TIMESTAMPING);
        Timestamping times = extras.timestamping(several).orElseThrow();
        assertNow(before, times.software());
        assertNull(times.hardware());
        assertEquals(Optional.empty(), extras.timestamping(nanos));
    }

    @Test
    void theTimeOfTheNetworkCardIsTheThird() {
        ByteBuffer times = ByteBuffer.allocate(SIZEOF_SCM_TIMESTAMPING).order(ByteOrder.nativeOrder());
        times.putLong(2 * SIZEOF_TIMESPEC, 5).putLong(2 * SIZEOF_TIMESPEC + Long.BYTES, 6);
        Control control = new Control(SOL_SOCKET, SCM_TIMESTAMPING, times.array());
        assertEquals(
                Optional.of(new Timestamping(null, Instant.ofEpochSecond(5, 6))),
                extras.timestamping(List.of(control)));
    }

    @Test
    void aSegmentSize() {
        ByteBuffer data = ByteBuffer.allocate(2).order(ByteOrder.nativeOrder());
        assertEquals(ByteBuffer.wrap(extras.newSegmentSize(0xFFFE).data()), data.putShort(0, (short) 0xFFFE));
        assertNotNull(extras.newSegmentSize(1));
        assertRefused("bytes", () -> extras.newSegmentSize(0));
        assertRefused("bytes", () -> extras.newSegmentSize(0x10000));
        assertEquals(OptionalInt.empty(), extras.segmentSize(List.of()));
        assertTrue(extras.controlSpace(0) > 0);
        assertRefused("length", () -> extras.controlSpace(-1));
        assertRefused("length", () -> extras.controlSpace(Integer.MAX_VALUE));
    }
}
