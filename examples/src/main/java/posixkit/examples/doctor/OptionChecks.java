package posixkit.examples.doctor;

import static posixkit.constants.Icmp.ICMP6_ECHO_REPLY;
import static posixkit.constants.Icmp.ICMP6_FILTER;
import static posixkit.constants.If.IFF_UP;
import static posixkit.constants.Inet.IPPROTO_ICMPV6;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Inet.IPV6_JOIN_GROUP;
import static posixkit.constants.Inet.IPV6_PATHMTU;
import static posixkit.constants.Inet.IP_ADD_MEMBERSHIP;
import static posixkit.constants.Inet.IP_MULTICAST_IF;
import static posixkit.constants.Inet.IP_MULTICAST_TTL;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_VSOCK;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_KEEPALIVE;
import static posixkit.constants.Sock.SO_LINGER;
import static posixkit.constants.Sock.SO_RCVTIMEO;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.constants.Tcp.TCP_NODELAY;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6MTUInfo;
import posixkit.net.IPv6Mreq;
import posixkit.net.Ifaddr;
import posixkit.net.Ifname;
import posixkit.net.Interfaces;
import posixkit.net.Linger;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Checks the options of sockets of each type, and the calls that list network interfaces. */
final class OptionChecks {
    private final Posix posix;
    private final Sockets sockets;
    private final Interfaces interfaces;

    private OptionChecks(Posix posix) {
        this.posix = posix;
        sockets = posix.sockets();
        interfaces = posix.interfaces();
    }

    static void run(Posix posix, Checkup checkup) {
        OptionChecks checks = new OptionChecks(posix);
        checkup.check("getsockopt", checks::numbers);
        checkup.check("SO_LINGER, SO_RCVTIMEO", checks::structures);
        checkup.check("multicast", checks::groups);
        checkup.check("ICMP6_FILTER", checks::filter);
        checkup.check("IPV6_PATHMTU", checks::pathMtu);
        if (!Oracle.IS_STAND_IN) {
            checkup.check("AF_VSOCK", checks::virtualMachines);
        }
        checkup.check("getifaddrs", checks::addresses);
        checkup.check("if_nameindex", checks::names);
        checkup.check("ioctl SIOCGIF…", checks::properties);
    }

    private Fd socket(int family, int type) throws Exception {
        return posix.io().own(sockets.socket(family, type, 0));
    }

    private String numbers() throws Exception {
        try (Fd socket = socket(AF_INET, SOCK_STREAM)) {
            same("SO_TYPE", sockets.getsockoptInt(socket.num(), SOL_SOCKET, SO_TYPE), SOCK_STREAM);
            for (boolean on : new boolean[] {true, false}) {
                sockets.setsockoptInt(socket.num(), IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0);
                same("is set", sockets.getsockoptInt(socket.num(), IPPROTO_TCP, TCP_NODELAY) != 0, on);
            }
            byte[] one = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(1)
                    .array();
            sockets.setsockopt(socket.num(), SOL_SOCKET, SO_KEEPALIVE, one);
            same("length", sockets.getsockopt(socket.num(), SOL_SOCKET, SO_KEEPALIVE, one), Integer.BYTES);
            same("is set", ByteBuffer.wrap(one).order(ByteOrder.nativeOrder()).getInt() != 0, true);
        }
        return "SO_TYPE is SOCK_STREAM";
    }

    private String structures() throws Exception {
        try (Fd socket = socket(AF_INET, SOCK_STREAM)) {
            Linger linger = new Linger(true, 300);
            sockets.setsockoptLinger(socket.num(), SOL_SOCKET, SO_LINGER, linger);
            same("SO_LINGER", sockets.getsockoptLinger(socket.num(), SOL_SOCKET, SO_LINGER), linger);
            Duration time = Duration.ofMillis(2_500);
            sockets.setsockoptTimeval(socket.num(), SOL_SOCKET, SO_RCVTIMEO, time);
            Duration found = sockets.getsockoptTimeval(socket.num(), SOL_SOCKET, SO_RCVTIMEO);
            same("SO_RCVTIMEO", found, time);
            return linger + ", " + time;
        }
    }

    private String groups() throws Exception {
        Inet4Address loopback = (Inet4Address) InetAddress.getByName("127.0.0.1");
        try (Fd socket = socket(AF_INET, SOCK_DGRAM)) {
            sockets.setsockoptInet4Addr(socket.num(), IPPROTO_IP, IP_MULTICAST_IF, loopback);
            same("IP_MULTICAST_IF", sockets.getsockoptInet4Addr(socket.num(), IPPROTO_IP, IP_MULTICAST_IF), loopback);
            sockets.setsockoptByte(socket.num(), IPPROTO_IP, IP_MULTICAST_TTL, 7);
            same("IP_MULTICAST_TTL", sockets.getsockoptByte(socket.num(), IPPROTO_IP, IP_MULTICAST_TTL), 7);
            IPMreq group = new IPMreq((Inet4Address) InetAddress.getByName("224.0.0.251"), loopback);
            sockets.setsockoptIPMreq(socket.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
            IPMreqn other = new IPMreqn((Inet4Address) InetAddress.getByName("224.0.0.250"), loopback, loopbackIndex());
            sockets.setsockoptIPMreqn(socket.num(), IPPROTO_IP, IP_ADD_MEMBERSHIP, other);
        }
        int result = sockets.socketOrErrno(AF_INET6, SOCK_DGRAM, 0);
        if (result < 0) {
            return "IPv4 only";
        }
        try (Fd socket = posix.io().own(result)) {
            IPv6Mreq group = new IPv6Mreq((Inet6Address) InetAddress.getByName("ff01::fb"), loopbackIndex());
            int joined = sockets.setsockoptIPv6MreqOrErrno(socket.num(), IPPROTO_IPV6, IPV6_JOIN_GROUP, group);
            return joined == 0 ? "joined a group of IPv4 and one of IPv6" : "IPV6_JOIN_GROUP fails with " + -joined;
        }
    }

    /** Only root may open such a socket. The others are refused. */
    private String filter() throws Exception {
        int result = sockets.socketOrErrno(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
        if (result < 0) {
            return "socket fails with " + -result;
        }
        try (Fd socket = posix.io().own(result)) {
            ICMPv6Filter filter = new ICMPv6Filter().blockAll().pass(ICMP6_ECHO_REPLY);
            sockets.setsockoptICMPv6Filter(socket.num(), IPPROTO_ICMPV6, ICMP6_FILTER, filter);
            ICMPv6Filter found = sockets.getsockoptICMPv6Filter(socket.num(), IPPROTO_ICMPV6, ICMP6_FILTER);
            same("ICMP6_FILTER", found, filter);
            return "echo replies only";
        }
    }

    private String pathMtu() throws Exception {
        int result = sockets.socketOrErrno(AF_INET6, SOCK_DGRAM, 0);
        if (result < 0) {
            return "socket fails with " + -result;
        }
        try (Fd socket = posix.io().own(result)) {
            SockAddr.Inet6 loopback = SockAddr.Inet6.loopback(9);
            int connected = sockets.connectOrErrno(socket.num(), loopback);
            if (connected != 0) {
                return "this machine has no IPv6 address";
            }
            IPv6MTUInfo info = sockets.getsockoptIPv6MTUInfo(socket.num(), IPPROTO_IPV6, IPV6_PATHMTU);
            within("bytes", info.mtu(), 1280, 1 << 20);
            return info.toString();
        }
    }

    /** Most machines are no virtual machines and have none. Then these calls fail. */
    private String virtualMachines() throws Exception {
        int result = sockets.socketOrErrno(AF_VSOCK, SOCK_STREAM, 0);
        if (result < 0) {
            return "socket fails with " + -result;
        }
        try (Fd socket = posix.io().own(result)) {
            int bound = sockets.bindOrErrno(socket.num(), new SockAddr.Vsock(-1, -1));
            return bound == 0 ? sockets.getsockname(socket.num()).toString() : "bind fails with " + -bound;
        }
    }

    private int loopbackIndex() throws Exception {
        return interfaces.ifNametoindex(loopbackName());
    }

    private String loopbackName() throws Exception {
        for (Ifaddr each : interfaces.getifaddrs()) {
            NetworkInterface jdk = NetworkInterface.getByName(each.name());
            if (jdk != null && jdk.isLoopback()) {
                return each.name();
            }
        }
        throw new IllegalStateException("no loopback interface");
    }

    private String addresses() throws Exception {
        List<Ifaddr> all = interfaces.getifaddrs();
        int compared = 0;
        for (Ifaddr each : all) {
            if (each.addr() instanceof SockAddr.Inet4 inet) {
                var jdk = NetworkInterface.getByInetAddress(InetAddress.getByAddress(inet.address()));
                if (jdk != null) {
                    same("interface of " + inet, each.name(), jdk.getName());
                    compared++;
                }
            }
        }
        return all.size() + " addresses, " + compared + " of IPv4";
    }

    private String names() throws Exception {
        List<Ifname> all = interfaces.ifNameindex();
        for (Ifname each : all) {
            same("number", interfaces.ifNametoindex(each.name()), each.index());
            same("name", interfaces.ifIndextoname(each.index()), each.name());
            var jdk = NetworkInterface.getByName(each.name());
            if (jdk != null) {
                same("number, by the JDK", each.index(), jdk.getIndex());
            }
        }
        return all.size() + " interfaces";
    }

    private String properties() throws Exception {
        String name = loopbackName();
        var jdk = NetworkInterface.getByName(name);
        try (Fd socket = socket(AF_INET, SOCK_DGRAM)) {
            same("MTU", interfaces.ifMtu(socket.num(), name), jdk.getMTU());
            same("is up", (interfaces.ifFlags(socket.num(), name) & IFF_UP) != 0, jdk.isUp());
            SockAddr address = interfaces.ifAddr(socket.num(), name);
            same("address", address, SockAddr.Inet4.loopback(0));
            SockAddr.Inet4 mask = (SockAddr.Inet4) interfaces.ifNetmask(socket.num(), name);
            same("net", mask.address()[0], (byte) 255);
            return name + ", MTU " + jdk.getMTU() + ", " + address;
        }
    }
}
