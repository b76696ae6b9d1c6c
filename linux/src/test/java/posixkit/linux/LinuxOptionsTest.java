package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Errno.EADDRNOTAVAIL;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EBUSY;
import static posixkit.constants.Errno.EFBIG;
import static posixkit.constants.Errno.EINPROGRESS;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOPROTOOPT;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_VSOCK;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_SNDTIMEO;
import static posixkit.onlinux.constants.LinuxBpf.BPF_JGT;
import static posixkit.onlinux.constants.LinuxBpf.BPF_JMP;
import static posixkit.onlinux.constants.LinuxBpf.BPF_K;
import static posixkit.onlinux.constants.LinuxBpf.BPF_LD;
import static posixkit.onlinux.constants.LinuxBpf.BPF_LEN;
import static posixkit.onlinux.constants.LinuxBpf.BPF_RET;
import static posixkit.onlinux.constants.LinuxBpf.BPF_W;
import static posixkit.onlinux.constants.LinuxInet.SO_ORIGINAL_DST;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_ADD_MEMBERSHIP;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_DROP_MEMBERSHIP;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_MR_PROMISC;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_RX_RING;
import static posixkit.onlinux.constants.LinuxPacket.PACKET_STATISTICS;
import static posixkit.onlinux.constants.LinuxSock.AF_PACKET;
import static posixkit.onlinux.constants.LinuxSock.SOL_PACKET;
import static posixkit.onlinux.constants.LinuxSock.SO_COOKIE;
import static posixkit.onlinux.constants.LinuxSock.SO_GET_FILTER;
import static posixkit.onlinux.constants.LinuxSock.SO_LOCK_FILTER;
import static posixkit.onlinux.constants.LinuxSock.SO_PEERNAME;
import static posixkit.onlinux.constants.LinuxTcp.TCP_CONGESTION;
import static posixkit.onlinux.constants.LinuxTcp.TCP_ESTABLISHED;
import static posixkit.onlinux.constants.LinuxTcp.TCP_LISTEN;
import static posixkit.onlinux.constants.LinuxTcp.TCP_MD5SIG;
import static posixkit.onlinux.constants.LinuxTcp.TCP_REPAIR;
import static posixkit.onlinux.constants.LinuxTcp.TCP_REPAIR_OPTIONS;
import static posixkit.onlinux.constants.LinuxVsock.VMADDR_CID_ANY;
import static posixkit.onlinux.constants.LinuxVsock.VMADDR_PORT_ANY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.WithSockets;
import posixkit.ffi.Native;
import posixkit.memory.Mapping;
import posixkit.net.SockAddr;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.PacketMreq;
import posixkit.onlinux.SockFilter;
import posixkit.onlinux.TCPBBRInfo;
import posixkit.onlinux.TCPDCTCPInfo;
import posixkit.onlinux.TCPInfo;
import posixkit.onlinux.TCPMD5Sig;
import posixkit.onlinux.TCPRepairOpt;
import posixkit.onlinux.TCPVegasInfo;
import posixkit.onlinux.TpacketReq;
import posixkit.onlinux.TpacketStats;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;
import posixkit.unix.call.SocketCalls;

/** Tests options of sockets against {@code ss}, {@code ip} and the JDK. */
class LinuxOptionsTest extends WithSockets {
    private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    /** {@code ETH_P_ALL} in network byte order. */
    private static final int ALL_PACKETS = 0x0300;

    private static final int SACK = 2;
    private static final int WINDOW_SCALE = 4;

    private final OnLinuxSockets extras = posix.onLinux().sockets();

    private static int port(SockAddr name) {
        return ((SockAddr.Inet4) name).port();
    }

    private static String shown(int port, String pattern) {
        String all = Programs.output("ss", "-tinO", "sport = :" + port);
        Matcher found = Pattern.compile(pattern).matcher(all);
        assertTrue(found.find(), pattern + " is not in " + all);
        return found.group(1);
    }

    private static void send(int fd, int bytes, int to) throws IOException {
        for (int i = 0; i < bytes; i++) {
            assertEquals(1, Posix.get().sockets().send(fd, new byte[1], 0, 1, 0));
            assertEquals(1, Posix.get().sockets().recv(to, new byte[1], 0, 1, 0));
        }
    }

    @Test
    @NeedsTool("ss")
    void theStateOfAConnectionIsWhatSsShows() throws IOException {
        try (Fd listener = socket(Domain.INET4, SOCK_STREAM);
                Fd client = socket(Domain.INET4, SOCK_STREAM)) {
            sockets.bind(listener.num(), SockAddr.Inet4.loopback(0));
            sockets.listen(listener.num(), 1);
            assertEquals(TCP_LISTEN, extras.getsockoptTCPInfo(listener.num()).state());
            sockets.connect(client.num(), sockets.getsockname(listener.num()));
            try (Fd server = Fd.own(sockets.accept(listener.num()))) {
                send(client.num(), 50, server.num());
                int port = port(sockets.getsockname(client.num()));
                TCPInfo info = extras.newTCPInfo();
                TCPInfo last;
                // The last acknowledgement may still be on its way.
                do {
                    last = extras.getsockoptTCPInfo(client.num());
                    extras.getsockoptTCPInfo(client.num(), info);
                } while (info.unacked() > 0 || info.rtt() != last.rtt());
                assertEquals(TCP_ESTABLISHED, info.state());
                assertEquals(shown(port, "cwnd:(\\d+)"), "" + info.sndCwnd());
                assertEquals(shown(port, " mss:(\\d+)"), "" + info.sndMss());
                assertEquals(shown(port, "pmtu:(\\d+)"), "" + info.pmtu());
                assertEquals(Double.parseDouble(shown(port, " rtt:([\\d.]+)")), info.rtt() / 1000.0, 0.001);
                assertEquals(Double.parseDouble(shown(port, " rtt:[\\d.]+/([\\d.]+)")), info.rttvar() / 1000.0, 0.001);
                assertEquals(shown(port, "bytes_sent:(\\d+)"), "" + info.bytesSent());
                assertEquals(shown(port, "bytes_acked:(\\d+)"), "" + info.bytesAcked());
                assertEquals(shown(port, "segs_out:(\\d+)"), "" + info.segsOut());
                assertEquals(shown(port, "data_segs_out:(\\d+)"), "" + info.dataSegsOut());
                assertEquals(
                        shown(port, "minrtt:([\\d.]+)").replace(".", "").replaceFirst("^0+", ""), "" + info.minRtt());
                assertEquals(50, extras.getsockoptTCPInfo(server.num()).bytesReceived());
                assertTrue(info.toString().contains("state=TCP_ESTABLISHED"), info::toString);
            }
        }
        try (Fd udp = socket(Domain.INET4, SOCK_DGRAM)) {
            assertErrno(EOPNOTSUPP, () -> extras.getsockoptTCPInfo(udp.num()));
        }
        assertErrno(EBADF, () -> extras.getsockoptTCPInfo(NOT_OPEN));
    }

    @Test
    @NeedsTool("ss")
    void theCongestionControlHasANameAndAState() throws IOException {
        try (Fd listener = socket(Domain.INET4, SOCK_STREAM);
                Fd client = socket(Domain.INET4, SOCK_STREAM)) {
            assertErrno(ENOENT, () -> sockets.setsockoptString(client.num(), IPPROTO_TCP, TCP_CONGESTION, "none"));
            sockets.setsockoptString(client.num(), IPPROTO_TCP, TCP_CONGESTION, "reno");
            assertEquals("reno", sockets.getsockoptString(client.num(), IPPROTO_TCP, TCP_CONGESTION));
            assertThrows(IllegalArgumentException.class, () -> extras.getsockoptTCPBBRInfo(client.num()));
            assertThrows(IllegalArgumentException.class, () -> extras.getsockoptTCPVegasInfo(client.num()));
            assertThrows(IllegalArgumentException.class, () -> extras.getsockoptTCPDCTCPInfo(client.num()));
            assumeTrue(Files.readString(CONGESTION).contains("bbr"), "no bbr");
            sockets.setsockoptString(client.num(), IPPROTO_TCP, TCP_CONGESTION, "bbr");
            sockets.bind(listener.num(), SockAddr.Inet4.loopback(0));
            sockets.listen(listener.num(), 1);
            sockets.connect(client.num(), sockets.getsockname(listener.num()));
            try (Fd server = Fd.own(sockets.accept(listener.num()))) {
                send(client.num(), 50, server.num());
                int port = port(sockets.getsockname(client.num()));
                TCPBBRInfo before;
                TCPBBRInfo info;
                String gain;
                do {
                    before = extras.getsockoptTCPBBRInfo(client.num());
                    gain = shown(port, "cwnd_gain:([\\d.]+)");
                    info = extras.getsockoptTCPBBRInfo(client.num());
                } while (!before.equals(info));
                assertTrue(info.bandwidth() > 0, info::toString);
                assertEquals(Double.parseDouble(gain), info.cwndGain() / 256.0, 0.01);
                assertEquals(Double.parseDouble(shown(port, "pacing_gain:([\\d.]+)")), info.pacingGain() / 256.0, 0.01);
                assertEquals(Double.parseDouble(shown(port, "mrtt:([\\d.]+)")), info.minRtt() / 1000.0, 0.001);
            }
        }
        assertErrno(EBADF, () -> extras.getsockoptTCPBBRInfo(NOT_OPEN));
    }

    private static ByteBuffer structure(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static LinuxOptions over(InvocationHandler call) {
        Class<?>[] types = {SocketCalls.class};
        return new LinuxOptions(
                (SocketCalls) Proxy.newProxyInstance(LinuxOptionsTest.class.getClassLoader(), types, call)) {};
    }

    /** Few kernels have these algorithms or such numbers, so the bytes come from here: as {@code linux/inet_diag.h} lays them out. */
    @Test
    void otherStatesAreReadMemberByMember() throws IOException {
        ByteBuffer state = structure(20);
        LinuxOptions options = over((proxy, method, arguments) -> {
            Native.buffer((Long) arguments[3], state.position()).put(state.array(), 0, state.position());
            Native.buffer((Long) arguments[4], 4).putInt(state.position());
            return 0;
        });
        state.putShort((short) 1).putShort((short) 2).putInt(3).putInt(-4).putInt(5);
        assertEquals(new TCPDCTCPInfo(1, 2, 3, -4, 5), options.getsockoptTCPDCTCPInfo(3));
        assertEquals(new TCPVegasInfo(0x20001, 3, -4, 5), options.getsockoptTCPVegasInfo(3));
        state.clear().putInt(-1).putInt(2).putInt(3).putInt(4).putInt(5);
        assertEquals(new TCPBBRInfo(0x2_FFFF_FFFFL, 3, 4, 5), options.getsockoptTCPBBRInfo(3));
    }

    /** As {@code netpacket/packet.h} and {@code linux/tcp.h} lay them out. What was in the memory before does not get in. */
    @Test
    void structuresAreWrittenMemberByMember() {
        try (Scratch s = Scratch.open()) {
            byte[] ones = new byte[512];
            Arrays.fill(ones, (byte) -1);
            s.copyFrom(ones, 0, s.alloc(ones.length), ones.length);
        }
        List<String> written = new ArrayList<>();
        LinuxOptions options = over((proxy, method, arguments) -> {
            byte[] value = new byte[(Integer) arguments[4]];
            Native.buffer((Long) arguments[3], value.length).get(value);
            written.add(HexFormat.of().formatHex(value));
            return 0;
        });
        options.setsockoptPacketMreqOrErrno(1, 2, 3, new PacketMreq(0x01020304, 0x0506, new byte[] {7, 8, 9}));
        ByteBuffer membership =
                structure(16).putInt(0x01020304).putShort((short) 0x0506).putShort((short) 3);
        membership.put(new byte[] {7, 8, 9});
        SockAddr peer = SockAddr.Inet4.loopback(0x0102);
        options.setsockoptTCPMD5SigOrErrno(1, 2, 3, new TCPMD5Sig(peer, new byte[] {7, 8, 9}, 4, 5, 6));
        ByteBuffer signature = structure(216).putShort((short) AF_INET).put(new byte[] {1, 2, 127, 0, 0, 1});
        signature
                .position(128)
                .put((byte) 4)
                .put((byte) 5)
                .putShort((short) 3)
                .putInt(6)
                .put(new byte[] {7, 8, 9});
        HexFormat hex = HexFormat.of();
        assertEquals(List.of(hex.formatHex(membership.array()), hex.formatHex(signature.array())), written);
    }

    @Test
    void addressesAndNumbersOf64Bits() throws IOException {
        try (Fd listener = socket(Domain.INET4, SOCK_STREAM);
                Fd client = socket(Domain.INET4, SOCK_STREAM)) {
            sockets.bind(listener.num(), SockAddr.Inet4.loopback(0));
            sockets.listen(listener.num(), 1);
            SockAddr name = sockets.getsockname(listener.num());
            sockets.connect(client.num(), name);
            assertEquals(name, sockets.getsockoptSockAddr(client.num(), SOL_SOCKET, SO_PEERNAME));
            long cookie = sockets.getsockoptUint64(client.num(), SOL_SOCKET, SO_COOKIE);
            assertTrue(cookie != 0 && cookie != sockets.getsockoptUint64(listener.num(), SOL_SOCKET, SO_COOKIE));
            int errno = assertThrows(
                            ErrnoException.class,
                            () -> sockets.getsockoptSockAddr(client.num(), IPPROTO_IP, SO_ORIGINAL_DST))
                    .errno();
            assertTrue(errno == ENOENT || errno == ENOPROTOOPT, "" + errno);
        }
    }

    /** Lets datagrams of more than five bytes pass. The program sees the header of UDP, eight bytes, before the data. */
    @Test
    void aFilterDropsPackets() throws IOException {
        List<SockFilter> program = List.of(
                SockFilter.statement(BPF_LD | BPF_W | BPF_LEN, 0),
                new SockFilter(BPF_JMP | BPF_JGT | BPF_K, 2, 1, 8 + 5),
                SockFilter.statement(BPF_RET | BPF_K, 0),
                SockFilter.statement(BPF_RET | BPF_K, 0),
                SockFilter.statement(BPF_RET | BPF_K, -1));
        try (Fd fd = socket(Domain.INET4, SOCK_DGRAM);
                DatagramChannel jdk = DatagramChannel.open()) {
            sockets.bind(fd.num(), SockAddr.Inet4.loopback(0));
            InetSocketAddress name = (InetSocketAddress) jdk(sockets.getsockname(fd.num()));
            assertEquals(List.of(), extras.getFilter(fd.num()));
            assertErrno(ENOENT, () -> extras.detachFilter(fd.num()));
            extras.attachFilter(fd.num(), program);
            assertEquals(program, extras.getFilter(fd.num()));
            jdk.send(ByteBuffer.allocate(5), name);
            jdk.send(ByteBuffer.allocate(6), name);
            assertEquals(6, sockets.recv(fd.num(), new byte[9], 0, 9, 0));
            assertErrno(EAGAIN, () -> sockets.recv(fd.num(), new byte[9], 0, 9, MSG_DONTWAIT));
            extras.detachFilter(fd.num());
            jdk.send(ByteBuffer.allocate(5), name);
            assertEquals(5, sockets.recv(fd.num(), new byte[9], 0, 9, 0));
            assertErrno(EINVAL, () -> extras.attachFilter(fd.num(), List.of()));
            assertErrno(EINVAL, () -> extras.attachFilter(fd.num(), program.subList(0, 2)));
            extras.attachFilter(fd.num(), program);
            sockets.setsockoptInt(fd.num(), SOL_SOCKET, SO_LOCK_FILTER, 1);
            assertErrno(EPERM, () -> extras.detachFilter(fd.num()));
        }
        assertErrno(EBADF, () -> extras.attachFilter(NOT_OPEN, program));
        assertErrno(EBADF, () -> extras.getFilter(NOT_OPEN));
        List<SockFilter> tooLong = Collections.nCopies(4097, program.get(3));
        assertRefused("program", () -> extras.attachFilter(NOT_OPEN, tooLong));
        assertErrno(EBADF, () -> extras.attachFilter(NOT_OPEN, tooLong.subList(0, 4096)));
        assertNullRefused("program", () -> extras.attachFilter(NOT_OPEN, Collections.singletonList(null)));
        assertRefused("code", () -> SockFilter.statement(0x10000, 0));
        assertRefused("jt", () -> new SockFilter(0, 256, 0, 0));
        assertRefused("jf", () -> new SockFilter(0, 0, -1, 0));
    }

    private static boolean isPromiscuous() {
        return Programs.output("ip", "-d", "-o", "link", "show", "lo").contains("promiscuity 1");
    }

    @Test
    @NeedsRoot
    @NeedsTool("ip")
    void aPacketSocketSeesMore() throws IOException {
        int lo = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getIndex();
        PacketMreq all = new PacketMreq(lo, PACKET_MR_PROMISC, new byte[0]);
        try (Fd fd = Fd.own(sockets.socket(AF_PACKET, SOCK_RAW, 0))) {
            assertTrue(!isPromiscuous());
            extras.setsockoptPacketMreq(fd.num(), SOL_PACKET, PACKET_ADD_MEMBERSHIP, all);
            assertTrue(isPromiscuous());
            extras.setsockoptPacketMreq(fd.num(), SOL_PACKET, PACKET_DROP_MEMBERSHIP, all);
            assertTrue(!isPromiscuous());
            PacketMreq nowhere = new PacketMreq(NOT_OPEN, PACKET_MR_PROMISC, new byte[6]);
            assertErrno(
                    ENODEV, () -> extras.setsockoptPacketMreq(fd.num(), SOL_PACKET, PACKET_ADD_MEMBERSHIP, nowhere));
        }
        assertErrno(EBADF, () -> extras.setsockoptPacketMreq(NOT_OPEN, SOL_PACKET, PACKET_ADD_MEMBERSHIP, all));
        assertRefused("address", () -> new PacketMreq(lo, 0, new byte[9]));
        assertRefused("type", () -> new PacketMreq(lo, -1, new byte[0]));
    }

    @Test
    @NeedsRoot
    void aPacketSocketCountsAndSharesARing() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_PACKET, SOCK_RAW, ALL_PACKETS));
                DatagramChannel jdk = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            extras.getsockoptTpacketStats(fd.num(), SOL_PACKET, PACKET_STATISTICS);
            for (int i = 0; i < 3; i++) {
                jdk.send(ByteBuffer.allocate(1), jdk.getLocalAddress());
            }
            TpacketStats stats = extras.getsockoptTpacketStats(fd.num(), SOL_PACKET, PACKET_STATISTICS);
            // Each packet leaves through the loopback interface, and arrives there.
            assertTrue(stats.packets() >= 6, stats::toString);
            assertEquals(0, stats.freezeQCnt());
            TpacketReq ring = new TpacketReq(4096, 2, 2048, 4);
            assertErrno(
                    EINVAL,
                    () -> extras.setsockoptTpacketReq(
                            fd.num(), SOL_PACKET, PACKET_RX_RING, new TpacketReq(4096, 2, 2048, 5)));
            extras.setsockoptTpacketReq(fd.num(), SOL_PACKET, PACKET_RX_RING, ring);
            try (Mapping frames = posix.memory().mmap(fd.num(), 0, 2 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                assertErrno(EBUSY, () -> extras.setsockoptTpacketReq(fd.num(), SOL_PACKET, PACKET_RX_RING, ring));
                assertEquals(2 * 4096, frames.length());
            }
            extras.setsockoptTpacketReq(fd.num(), SOL_PACKET, PACKET_RX_RING, new TpacketReq(0, 0, 0, 0));
        }
        try (Fd udp = socket(Domain.INET4, SOCK_DGRAM)) {
            assertErrno(EOPNOTSUPP, () -> extras.getsockoptTpacketStats(udp.num(), SOL_PACKET, PACKET_STATISTICS));
            TpacketReq none = new TpacketReq(0, 0, 0, 0);
            assertErrno(ENOPROTOOPT, () -> extras.setsockoptTpacketReq(udp.num(), SOL_PACKET, PACKET_RX_RING, none));
        }
        // The kernel would write beyond the end, or open a descriptor.
        for (int name : new int[] {SO_GET_FILTER, LinuxSockets.SO_PEERPIDFD}) {
            assertRefused("name", () -> extras.getsockoptTpacketStats(NOT_OPEN, SOL_SOCKET, name));
        }
    }

    /** A connection with another key, or without a key, does not come about. */
    @Test
    void onlyPeersWithTheKeyConnect() throws IOException {
        byte[] key = {1, 2, 3};
        SockAddr peer = SockAddr.Inet4.loopback(0);
        try (Fd listener = socket(Domain.INET4, SOCK_STREAM);
                Fd friend = socket(Domain.INET4, SOCK_STREAM);
                Fd stranger = socket(Domain.INET4, SOCK_STREAM)) {
            sockets.bind(listener.num(), SockAddr.Inet4.loopback(0));
            SockAddr name = sockets.getsockname(listener.num());
            int result = extras.setsockoptTCPMD5SigOrErrno(
                    listener.num(), IPPROTO_TCP, TCP_MD5SIG, new TCPMD5Sig(peer, key));
            assumeTrue(result != -ENOPROTOOPT, "a kernel without signatures");
            assertEquals(0, result);
            sockets.listen(listener.num(), 2);
            extras.setsockoptTCPMD5Sig(friend.num(), IPPROTO_TCP, TCP_MD5SIG, new TCPMD5Sig(name, key));
            sockets.connect(friend.num(), name);
            Fd.own(sockets.accept(listener.num())).close();
            sockets.setsockoptTimeval(stranger.num(), SOL_SOCKET, SO_SNDTIMEO, Duration.ofMillis(100));
            assertErrno(EINPROGRESS, () -> sockets.connect(stranger.num(), name));
            TCPMD5Sig none = new TCPMD5Sig(peer, new byte[0]);
            extras.setsockoptTCPMD5Sig(listener.num(), IPPROTO_TCP, TCP_MD5SIG, none);
            assertErrno(ENOENT, () -> extras.setsockoptTCPMD5Sig(listener.num(), IPPROTO_TCP, TCP_MD5SIG, none));
            TCPMD5Sig six = new TCPMD5Sig(SockAddr.Inet6.loopback(0), key);
            assertErrno(EINVAL, () -> extras.setsockoptTCPMD5Sig(listener.num(), IPPROTO_TCP, TCP_MD5SIG, six));
        }
        assertRefused("key", () -> new TCPMD5Sig(peer, new byte[81]));
        assertRefused("flags", () -> new TCPMD5Sig(peer, key, 256, 0, 0));
        assertRefused("prefixlen", () -> new TCPMD5Sig(peer, key, 0, -1, 0));
    }

    @Test
    @NeedsRoot
    void aConnectionIsRestored() throws IOException {
        try (Fd fd = socket(Domain.INET4, SOCK_STREAM)) {
            List<TCPRepairOpt> options = List.of(new TCPRepairOpt(3, 7), new TCPRepairOpt(4, 0));
            assertErrno(
                    EINVAL, () -> extras.setsockoptTCPRepairOpt(fd.num(), IPPROTO_TCP, TCP_REPAIR_OPTIONS, options));
            sockets.setsockoptInt(fd.num(), IPPROTO_TCP, TCP_REPAIR, 1);
            assertErrno(EPERM, () -> extras.setsockoptTCPRepairOpt(fd.num(), IPPROTO_TCP, TCP_REPAIR_OPTIONS, options));
            sockets.bind(fd.num(), SockAddr.Inet4.loopback(0));
            sockets.connect(fd.num(), SockAddr.Inet4.loopback(9));
            assertEquals(0, extras.getsockoptTCPInfo(fd.num()).options() & (SACK | WINDOW_SCALE));
            extras.setsockoptTCPRepairOpt(fd.num(), IPPROTO_TCP, TCP_REPAIR_OPTIONS, options);
            assertEquals(SACK | WINDOW_SCALE, extras.getsockoptTCPInfo(fd.num()).options() & (SACK | WINDOW_SCALE));
            List<TCPRepairOpt> large = List.of(new TCPRepairOpt(3, 15));
            assertErrno(EFBIG, () -> extras.setsockoptTCPRepairOpt(fd.num(), IPPROTO_TCP, TCP_REPAIR_OPTIONS, large));
        }
    }

    @Test
    void aVirtualMachineHasSockets() throws IOException {
        int fd = sockets.socketOrErrno(AF_VSOCK, SOCK_STREAM, 0);
        assumeTrue(fd >= 0, "no sockets to virtual machines");
        try (Fd socket = Fd.own(fd)) {
            sockets.bind(socket.num(), new SockAddr.Vsock(VMADDR_CID_ANY, VMADDR_PORT_ANY));
            SockAddr.Vsock name = (SockAddr.Vsock) sockets.getsockname(socket.num());
            assertEquals(VMADDR_CID_ANY, name.cid());
            try (Fd other = Fd.own(sockets.socket(AF_VSOCK, SOCK_STREAM, 0))) {
                assertErrno(EADDRINUSE, () -> sockets.bind(other.num(), name));
                assertErrno(EADDRNOTAVAIL, () -> sockets.bind(other.num(), new SockAddr.Vsock(77, 5)));
            }
        }
    }
}
