package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Errno.EADDRNOTAVAIL;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOPROTOOPT;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Icmp.ICMP6_ECHO_REPLY;
import static posixkit.constants.Icmp.ICMP6_ECHO_REQUEST;
import static posixkit.constants.Icmp.ICMP6_FILTER;
import static posixkit.constants.Inet.IPPROTO_ICMPV6;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPV6_JOIN_GROUP;
import static posixkit.constants.Inet.IPV6_LEAVE_GROUP;
import static posixkit.constants.Inet.IPV6_MULTICAST_IF;
import static posixkit.constants.Inet.IPV6_PATHMTU;
import static posixkit.constants.Inet.IPV6_UNICAST_HOPS;
import static posixkit.constants.Inet.IP_ADD_MEMBERSHIP;
import static posixkit.constants.Inet.IP_DROP_MEMBERSHIP;
import static posixkit.constants.Inet.IP_MULTICAST_IF;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6MTUInfo;
import posixkit.net.IPv6Mreq;
import posixkit.net.OptionCalls;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.SocketProgram;

/**
 * Tests {@link OptionCalls} with multicast groups, path MTUs and filters. {@code /proc/net} lists the groups of a socket, and a C
 * program that inherits the socket says what a filter passes.
 */
@ExtendWith(Descriptors.class)
public abstract class MulticastContract {
    private static final int NO_INTERFACE = 0x7FFF_0001;

    private final Sockets sockets = Posix.get().sockets();
    private final Inet4Address any4 = ip4("0.0.0.0");
    private final Inet4Address localhost = ip4("127.0.0.1");

    @TempDir
    Path dir;

    /** Returns the errno for a group on an interface that does not exist. */
    protected abstract int noInterface();

    @Test
    @NeedsProc
    void aGroupIsJoinedAndLeftByTheInterfacesNumber() throws IOException {
        IPMreqn group = new IPMreqn(ip4("239.17.34.51"), any4, loopback());
        try (Fd udp = udp4()) {
            sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
            assertTrue(groups4().contains("239.17.34.51"), groups4()::toString);
            assertErrno(EADDRINUSE, () -> sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, group));
            sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_DROP_MEMBERSHIP, group);
            assertFalse(groups4().contains("239.17.34.51"), groups4()::toString);
            assertErrno(
                    EADDRNOTAVAIL, () -> sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_DROP_MEMBERSHIP, group));
        }
    }

    @Test
    @NeedsProc
    void aGroupIsJoinedAndLeftByTheInterfacesAddress() throws IOException {
        IPMreq group = new IPMreq(ip4("239.17.34.52"), localhost);
        IPMreqn same = new IPMreqn(ip4("239.17.34.52"), localhost, 0);
        try (Fd udp = udp4()) {
            sockets.setsockoptIPMreq(udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
            assertTrue(groups4().contains("239.17.34.52"), groups4()::toString);
            assertErrno(EADDRINUSE, () -> sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, same));
            sockets.setsockoptIPMreq(udp.num(), IPPROTO_IP, IP_DROP_MEMBERSHIP, group);
            assertFalse(groups4().contains("239.17.34.52"), groups4()::toString);
        }
    }

    @Test
    @NeedsProc
    void whatIsNoGroupOrNoInterfaceIsRefused() throws IOException {
        try (Fd udp = udp4()) {
            assertErrno(
                    noInterface(),
                    () -> sockets.setsockoptIPMreqn(
                            udp.num(),
                            IPPROTO_IP,
                            IP_ADD_MEMBERSHIP,
                            new IPMreqn(ip4("239.17.34.53"), localhost, NO_INTERFACE)));
            assertErrno(
                    EINVAL,
                    () -> sockets.setsockoptIPMreqn(
                            udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, new IPMreqn(localhost, any4, loopback())));
            assertErrno(
                    noInterface(),
                    () -> sockets.setsockoptIPMreq(
                            udp.num(),
                            IPPROTO_IP,
                            IP_ADD_MEMBERSHIP,
                            new IPMreq(ip4("239.17.34.53"), ip4("192.0.2.77"))));
            assertFalse(groups4().contains("239.17.34.53"), groups4()::toString);
        }
    }

    /** In C, the address would stand in the group's place, and the bytes behind it would be unchanged. */
    @Test
    @NeedsTool("cc")
    void theInterfaceMulticastLeavesByIsAnAddressHoweverItIsAsked() throws IOException {
        SocketProgram c = SocketProgram.getsockopt(dir);
        try (Fd udp = udp4()) {
            assertEquals(any4, sockets.getsockoptInet4Addr(udp.num(), IPPROTO_IP, IP_MULTICAST_IF));
            sockets.setsockoptInet4Addr(udp.num(), IPPROTO_IP, IP_MULTICAST_IF, localhost);
            assertEquals("7f000001", c.run(udp.num(), "IP_MULTICAST_IF"));
            assertEquals(localhost, sockets.getsockoptInet4Addr(udp.num(), IPPROTO_IP, IP_MULTICAST_IF));
            assertEquals(new IPMreq(any4, localhost), sockets.getsockoptIPMreq(udp.num(), IPPROTO_IP, IP_MULTICAST_IF));
            assertEquals(
                    new IPMreqn(any4, localhost, 0), sockets.getsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_MULTICAST_IF));
            sockets.setsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_MULTICAST_IF, new IPMreqn(any4, any4, 0));
            assertEquals("00000000", c.run(udp.num(), "IP_MULTICAST_IF"));
            assertErrno(
                    EADDRNOTAVAIL,
                    () -> sockets.setsockoptInet4Addr(udp.num(), IPPROTO_IP, IP_MULTICAST_IF, ip4("192.0.2.77")));
        }
    }

    @Test
    void membershipsCannotBeAsked() throws IOException {
        try (Fd udp = udp4()) {
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptIPMreq(udp.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP));
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptIPMreqn(udp.num(), IPPROTO_IP, IP_DROP_MEMBERSHIP));
        }
        try (Fd udp = udp6()) {
            assertErrno(ENOPROTOOPT, () -> sockets.getsockoptIPv6Mreq(udp.num(), IPPROTO_IPV6, IPV6_JOIN_GROUP));
        }
    }

    @Test
    @NeedsProc
    void aGroupOfIPv6IsJoinedAndLeft() throws IOException {
        IPv6Mreq group = new IPv6Mreq(ip6("ff01::1122:3344:5566"), loopback());
        String line = "ff010000000000000000112233445566";
        try (Fd udp = udp6()) {
            sockets.setsockoptIPv6Mreq(udp.num(), IPPROTO_IPV6, IPV6_JOIN_GROUP, group);
            assertTrue(groups6().contains(line), groups6()::toString);
            assertErrno(EADDRINUSE, () -> sockets.setsockoptIPv6Mreq(udp.num(), IPPROTO_IPV6, IPV6_JOIN_GROUP, group));
            sockets.setsockoptIPv6Mreq(udp.num(), IPPROTO_IPV6, IPV6_LEAVE_GROUP, group);
            assertFalse(groups6().contains(line), groups6()::toString);
            assertErrno(
                    noInterface(),
                    () -> sockets.setsockoptIPv6Mreq(
                            udp.num(),
                            IPPROTO_IPV6,
                            IPV6_JOIN_GROUP,
                            new IPv6Mreq(ip6("ff01::1122:3344:5566"), NO_INTERFACE)));
            assertErrno(
                    EINVAL,
                    () -> sockets.setsockoptIPv6Mreq(
                            udp.num(), IPPROTO_IPV6, IPV6_JOIN_GROUP, new IPv6Mreq(ip6("::1"), loopback())));
        }
    }

    @Test
    void theInterfaceMulticastLeavesByOnIPv6IsANumber() throws IOException {
        try (Fd udp = udp6()) {
            sockets.setsockoptInt(udp.num(), IPPROTO_IPV6, IPV6_MULTICAST_IF, loopback());
            assertEquals(
                    new IPv6Mreq(ip6("::"), loopback()),
                    sockets.getsockoptIPv6Mreq(udp.num(), IPPROTO_IPV6, IPV6_MULTICAST_IF));
            assertEquals(loopback(), sockets.getsockoptInt(udp.num(), IPPROTO_IPV6, IPV6_MULTICAST_IF));
        }
    }

    @Test
    void theWayToAPeerIsAsWideAsItsInterface() throws IOException {
        try (Fd udp = udp6()) {
            assertErrno(ENOTCONN, () -> sockets.getsockoptIPv6MTUInfo(udp.num(), IPPROTO_IPV6, IPV6_PATHMTU));
            sockets.connect(udp.num(), SockAddr.Inet6.loopback(9));
            IPv6MTUInfo way = sockets.getsockoptIPv6MTUInfo(udp.num(), IPPROTO_IPV6, IPV6_PATHMTU);
            assertEquals(NetworkInterface.getByIndex(loopback()).getMTU(), way.mtu());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sockets.getsockoptIPv6MTUInfo(udp.num(), IPPROTO_IPV6, IPV6_UNICAST_HOPS));
        }
    }

    /** The macros of the C header say what passes. */
    @Test
    @NeedsRoot
    @NeedsTool("cc")
    void aFilterLetsThroughWhatItIsTold() throws IOException {
        SocketProgram c = SocketProgram.of(dir, "filter", """
                #include <stdio.h>
                #include <sys/socket.h>
                #include <netinet/in.h>
                #include <netinet/icmp6.h>
                int main(void) {
                    struct icmp6_filter filter;
                    socklen_t length = sizeof filter;
                    if (getsockopt(0, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, &length) != 0 || length != 32) {
                        return 1;
                    }
                    for (int type = 0; type < 256; type++) {
                        if (ICMP6_FILTER_WILLPASS(type, &filter)) {
                            printf(" %d", type);
                        }
                    }
                    return 0;
                }
                """);
        String all = IntStream.range(0, 256).mapToObj(type -> " " + type).collect(Collectors.joining());
        try (Fd raw = Fd.own(sockets.socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6))) {
            assertEquals(new ICMPv6Filter(), filter(raw), "a new socket takes all");
            ICMPv6Filter echo = new ICMPv6Filter()
                    .blockAll()
                    .pass(ICMP6_ECHO_REQUEST)
                    .pass(ICMP6_ECHO_REPLY)
                    .pass(0)
                    .pass(31)
                    .pass(32)
                    .pass(255);
            setFilter(raw, echo);
            assertEquals(" 0 31 32 128 129 255", c.run(raw.num()));
            assertEquals(echo, filter(raw));
            assertTrue(filter(raw).blocks(1));
            assertFalse(filter(raw).blocks(255));
            setFilter(raw, new ICMPv6Filter().block(7).block(200));
            assertEquals(all.replace(" 7 ", " ").replace(" 200 ", " "), c.run(raw.num()));
            setFilter(raw, new ICMPv6Filter());
            assertEquals(all, c.run(raw.num()));
        }
    }

    /** Reads a list with a line for each interface, and below it a line for each group, as a number in the processor's order. */
    private static List<String> groups4() throws IOException {
        List<String> groups = new ArrayList<>();
        String device = "";
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/igmp"))) {
            String[] words = line.strip().split("\\s+");
            if (!line.startsWith("\t")) {
                device = words[1];
            } else if (device.equals("lo")) {
                int group = Integer.parseUnsignedInt(words[0], 16);
                groups.add(
                        (group & 0xFF) + "." + (group >> 8 & 0xFF) + "." + (group >> 16 & 0xFF) + "." + (group >>> 24));
            }
        }
        return groups;
    }

    private static List<String> groups6() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/igmp6")).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[1].equals("lo"))
                .map(words -> words[2])
                .toList();
    }

    private ICMPv6Filter filter(Fd raw) throws IOException {
        return sockets.getsockoptICMPv6Filter(raw.num(), IPPROTO_ICMPV6, ICMP6_FILTER);
    }

    private void setFilter(Fd raw, ICMPv6Filter filter) throws IOException {
        sockets.setsockoptICMPv6Filter(raw.num(), IPPROTO_ICMPV6, ICMP6_FILTER, filter);
    }

    private Fd udp4() throws IOException {
        return Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
    }

    private Fd udp6() throws IOException {
        return Fd.own(sockets.socket(AF_INET6, SOCK_DGRAM, 0));
    }

    private static int loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getIndex();
    }

    private static Inet4Address ip4(String text) {
        return (Inet4Address) ip(text);
    }

    private static Inet6Address ip6(String text) {
        return (Inet6Address) ip(text);
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
