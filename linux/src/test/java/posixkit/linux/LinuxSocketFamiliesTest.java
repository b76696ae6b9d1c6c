package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPPROTO_UDP;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.onlinux.constants.LinuxEther.ETH_P_802_EX1;
import static posixkit.onlinux.constants.LinuxEther.ETH_P_IPV6;
import static posixkit.onlinux.constants.LinuxInet.IPV6_FLOWINFO_SEND;
import static posixkit.onlinux.constants.LinuxNetlink.NETLINK_ROUTE;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_HOST;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_OTHERHOST;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;
import static posixkit.onlinux.constants.LinuxSock.AF_PACKET;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithSockets;
import posixkit.ffi.Native;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrSocketCalls;
import posixkit.unix.call.SocketCalls;

/** Tests address families that only Linux has, or that need several interfaces. The kernel's lists are the oracle. */
class LinuxSocketFamiliesTest extends WithSockets {
    private static final Path LOOPBACK = Path.of("/sys/class/net/lo");
    /** Set up before the JVM starts: a JVM that finds no IPv6 address never uses IPv6. */
    private static final String NETWORK = """
            ip link set lo up && ip link add here type veth peer name there && ip link set here up &&
            ip link set there up && ip address add fe80::1:2/64 dev here nodad && exec "$@"
            """;

    private static final byte[] OTHER = {2, 0, 0x5E, 0x10, 0, 1};

    /** The protocol is reserved for experiments, so that nothing else arrives. Its number is in the processor's order. */
    @Test
    @NeedsRoot
    void theLinkLayerTakesAndGivesItsAddresses() throws IOException {
        int lo = Integer.parseInt(sys("ifindex"));
        byte[] hardware = HexFormat.ofDelimiter(":").parseHex(sys("address"));
        int hatype = Integer.parseInt(sys("type"));
        byte[] payload = bytes(UUID.randomUUID().toString());
        try (Fd receiver = Fd.own(sockets.socket(AF_PACKET, SOCK_DGRAM, 0));
                Fd sender = Fd.own(sockets.socket(AF_PACKET, SOCK_DGRAM, 0))) {
            sockets.bind(receiver.num(), new SockAddr.Link(ETH_P_802_EX1, lo));
            assertEquals(new SockAddr.Link(ETH_P_802_EX1, lo, hatype, 0, hardware), name(receiver));
            String[] listed = listed("/proc/net/packet", inode(receiver), 8);
            assertEquals("88b5 " + lo, listed[3] + " " + listed[4]);

            for (int pkttype : new int[] {PACKET_HOST, PACKET_OTHERHOST}) {
                byte[] to = pkttype == PACKET_HOST ? hardware : OTHER;
                SockAddr destination = new SockAddr.Link(ETH_P_802_EX1, lo, 0, 0, to);
                assertEquals(payload.length, sockets.sendto(sender.num(), payload, 0, payload.length, 0, destination));
                Peer from = new Peer();
                byte[] into = new byte[64];
                int received = sockets.recvfrom(receiver.num(), into, 0, 64, 0, from);
                assertEquals(new String(payload), new String(into, 0, received));
                assertEquals(new SockAddr.Link(ETH_P_802_EX1, lo, hatype, pkttype, hardware), from.address());
            }
        }
    }

    @Test
    void netlinkPortsAreUnsignedAndGroupsAMask() throws IOException {
        try (Fd chosen = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
                Fd given = Fd.own(sockets.socket(AF_NETLINK, SOCK_DGRAM, NETLINK_ROUTE));
                Fd late = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
            int port = 0x8000_0000 | (int) ProcessHandle.current().pid();
            sockets.bind(chosen.num(), new SockAddr.Netlink(port, 0x11));
            assertEquals(new SockAddr.Netlink(port, 0x11), name(chosen));
            String[] listed = listed("/proc/net/netlink", inode(chosen), 9);
            assertEquals(NETLINK_ROUTE, Integer.parseInt(listed[1]));
            assertEquals(Integer.toUnsignedString(port), listed[2]);
            assertEquals("00000011", listed[3]);

            sockets.bind(given.num(), new SockAddr.Netlink(0, 0));
            SockAddr.Netlink name = (SockAddr.Netlink) name(given);
            assertNotEquals(0, name.portId());
            assertEquals(Integer.toUnsignedString(name.portId()), listed("/proc/net/netlink", inode(given), 9)[2]);
            assertErrno(EADDRINUSE, () -> sockets.bind(late.num(), new SockAddr.Netlink(port, 0)));
            assertErrno(EINVAL, () -> sockets.bind(late.num(), SockAddr.Inet4.loopback(0)));
        }
    }

    /** A packet socket sees version 6 and the flow label in one word of network order. Another option sets the class. */
    @Test
    @NeedsRoot
    void flowInfoIsInTheProcessorsOrder() throws IOException {
        try (Fd receiver = bound(Domain.INET6, SOCK_DGRAM);
                Fd sender = socket(Domain.INET6, SOCK_DGRAM);
                Fd wire = Fd.own(sockets.socket(AF_PACKET, SOCK_DGRAM, 0));
                Scratch s = Scratch.open()) {
            sockets.bind(wire.num(), new SockAddr.Link(ETH_P_IPV6, Integer.parseInt(sys("ifindex"))));
            long one = s.alloc(Integer.BYTES);
            s.set32(one, 1);
            SocketCalls calls = new JnrSocketCalls(Native.process());
            assertEquals(0, calls.setsockopt(sender.num(), IPPROTO_IPV6, IPV6_FLOWINFO_SEND, one, Integer.BYTES));
            SockAddr.Inet6 to = (SockAddr.Inet6) name(receiver);
            SockAddr withFlow = new SockAddr.Inet6(to.address(), to.port(), 0, 0x0001_2345);
            assertEquals(1, sockets.sendto(sender.num(), new byte[1], 0, 1, 0, withFlow));
            ByteBuffer packet = ByteBuffer.allocate(1 << 16);
            do {
                sockets.recv(wire.num(), packet.clear(), 0);
            } while (packet.get(6) != IPPROTO_UDP || packet.getChar(42) != to.port());
            assertEquals(0x6001_2345, packet.getInt(0));
        }
    }

    /** Runs in a network namespace of its own, where an interface with a new index can be created. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "ip"})
    void linkLocalAddressesHaveAScope() throws IOException {
        Assumptions.assumeTrue(Programs.run("unshare", "-n", "true").exit() == 0, "needs a network of its own");
        try (ChildJvm child =
                ChildJvm.startBy(List.of("unshare", "-n", "sh", "-c", NETWORK, "sh"), LinkLocalProgram.class)) {
            int index = Integer.parseInt(child.ask("index"));
            assertTrue(index > 1);
            String name = "[fe80::1:2%" + index + "]:";
            assertEquals("EINVAL", child.ask("unscoped"));
            assertTrue(child.ask("bound").startsWith(name));
            assertTrue(child.ask("sender").startsWith(name));
            assertTrue(child.ask("jdk").startsWith(name));
        }
    }

    private static String sys(String file) throws IOException {
        return Files.readString(LOOPBACK.resolve(file)).strip();
    }

    private static String inode(Fd socket) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + socket.num()))
                .toString()
                .replaceAll("\\D", "");
    }

    /** Returns the line of a kernel's list that has this inode in this column. */
    private static String[] listed(String list, String inode, int column) throws IOException {
        return Files.readAllLines(Path.of(list)).stream()
                .map(line -> line.strip().split(" +"))
                .filter(words -> words.length > column && words[column].equals(inode))
                .findFirst()
                .orElseThrow(() -> new AssertionError(inode + " is not in " + list));
    }
}
