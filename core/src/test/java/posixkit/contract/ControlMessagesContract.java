package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPV6_PKTINFO;
import static posixkit.constants.Inet.IP_PKTINFO;
import static posixkit.constants.MessageFlag.SCM_TIMESTAMP;
import static posixkit.constants.MessageFlag.SIZEOF_IN6_PKTINFO;
import static posixkit.constants.MessageFlag.SIZEOF_IN_PKTINFO;
import static posixkit.constants.MessageFlag.SIZEOF_TIMEVAL;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.net.Message.Control;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.net.Sockets;

/** Tests control messages against bytes written by hand, in the order of the members in the manual pages. */
public abstract class ControlMessagesContract {
    private static final int IFINDEX = 0x0102;

    private final Sockets sockets = Posix.get().sockets();

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static InetAddress address(byte[] bytes) throws UnknownHostException {
        return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
    }

    @Test
    void anInterfaceAndItsAddresses() throws UnknownHostException {
        byte[] local = {10, 1, 2, 3};
        byte[] destination = {(byte) 239, 4, 5, 6};
        byte[] data = room(SIZEOF_IN_PKTINFO)
                .putInt(IFINDEX)
                .put(local)
                .put(destination)
                .array();
        PktInfo4 info = new PktInfo4(IFINDEX, (Inet4Address) address(local), (Inet4Address) address(destination));
        Control control = sockets.newPktInfo4(info);
        assertEquals(new Control(IPPROTO_IP, IP_PKTINFO, data), control);
        Control other = new Control(IPPROTO_IP, SCM_TIMESTAMP + 1, data);
        assertEquals(Optional.of(info), sockets.pktInfo4(List.of(other, control)));
        assertEquals(Optional.empty(), sockets.pktInfo4(List.of(other)));
        assertEquals(
                Optional.empty(),
                sockets.pktInfo4(List.of(
                        new Control(IPPROTO_IP, IP_PKTINFO, Arrays.copyOf(data, data.length - 1)),
                        new Control(IPPROTO_IPV6, IP_PKTINFO, data))));
    }

    /** An address that looks like one of IPv4 stays one of IPv6. */
    @Test
    void anInterfaceAndItsIpv6Address() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        byte[] data = room(SIZEOF_IN6_PKTINFO).put(mapped).putInt(IFINDEX).array();
        PktInfo6 info = new PktInfo6((Inet6Address) address(mapped), IFINDEX);
        Control control = sockets.newPktInfo6(info);
        assertEquals(new Control(IPPROTO_IPV6, IPV6_PKTINFO, data), control);
        assertArrayEquals(data, control.data());
        assertEquals(Optional.of(info), sockets.pktInfo6(List.of(control)));
        assertEquals(Optional.empty(), sockets.pktInfo6(List.of()));
        assertEquals(Optional.empty(), sockets.pktInfo4(List.of(control)));
    }

    @Test
    void aTime() {
        ByteBuffer data = room(SIZEOF_TIMEVAL);
        data.putLong(0, 1_700_000_000L).putInt(Long.BYTES, 999_999);
        Control control = new Control(SOL_SOCKET, SCM_TIMESTAMP, data.array());
        assertEquals(
                Optional.of(Instant.parse("2023-11-14T22:13:20.999999Z")),
                sockets.timestamp(List.of(new Control(SOL_SOCKET, SCM_TIMESTAMP, new byte[4]), control)));
        assertEquals(Optional.empty(), sockets.timestamp(List.of()));
    }
}
