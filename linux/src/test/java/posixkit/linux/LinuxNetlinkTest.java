package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPROTOTYPE;
import static posixkit.constants.If.IFF_RUNNING;
import static posixkit.constants.If.IFF_UP;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNET;
import static posixkit.onlinux.constants.LinuxNetlink.NETLINK_ROUTE;
import static posixkit.onlinux.constants.LinuxNetlink.NETLINK_USERSOCK;
import static posixkit.onlinux.constants.LinuxNetlink.NLA_F_NESTED;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_DONE;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_ERROR;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_ACK;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_CREATE;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_DUMP;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_EXCL;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_MULTI;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_REQUEST;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFA_ADDRESS;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFA_LOCAL;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_ADDRESS;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_IFNAME;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_INFO_KIND;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_LINKINFO;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_MTU;
import static posixkit.onlinux.constants.LinuxRtnetlink.NDA_DST;
import static posixkit.onlinux.constants.LinuxRtnetlink.NDA_LLADDR;
import static posixkit.onlinux.constants.LinuxRtnetlink.NUD_PERMANENT;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTA_DST;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTA_GATEWAY;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTA_OIF;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_DELLINK;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_GETADDR;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_GETLINK;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_GETROUTE;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWADDR;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWLINK;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWNEIGH;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWROUTE;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTNLGRP_LINK;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTN_UNICAST;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTPROT_STATIC;
import static posixkit.onlinux.constants.LinuxRtnetlink.RT_SCOPE_UNIVERSE;
import static posixkit.onlinux.constants.LinuxRtnetlink.RT_TABLE_MAIN;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;
import static posixkit.onlinux.constants.LinuxSock.SOCK_NONBLOCK;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import posixkit.Fd;
import posixkit.contract.WithSockets;
import posixkit.net.SockAddr;
import posixkit.onlinux.Ifaddrmsg;
import posixkit.onlinux.Ifinfomsg;
import posixkit.onlinux.Netlink;
import posixkit.onlinux.NetlinkBody;
import posixkit.onlinux.NetlinkMessages;
import posixkit.onlinux.NetlinkRequest;
import posixkit.onlinux.Rtmsg;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.OwnThread;
import posixkit.testing.Programs;

/** The kernel's links, addresses and routes, asked for and changed over netlink, against what sysfs and {@code ip} say. */
class LinuxNetlinkTest extends WithSockets {
    private static final int SEQUENCE = 4711;
    private static final int DEEP = 6;

    /** {@code 4: eth0    inet6 fd00::2/64 scope global …}; a point to point has {@code LOCAL peer ADDRESS/LENGTH}. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d+): \\S+ +inet6? (\\S+)( peer \\S+(/\\d+))? .*");

    private final Netlink netlink = posix.onLinux().netlink();
    private final NetlinkRequest request = netlink.newRequest(1024);
    private final NetlinkMessages messages = netlink.newMessages(64 * 1024);

    /** Looks at one message of an answer. */
    @FunctionalInterface
    private interface Visitor {
        void visit(NetlinkMessages message) throws IOException;
    }

    /** But for whether they run, which the kernel adds for netlink to what an interface is set to. */
    @Test
    void linksAreThoseOfSysfs() throws IOException {
        Map<String, String> links = new TreeMap<>();
        Ifinfomsg link = netlink.newIfinfomsg();
        dump(RTM_GETLINK, netlink.newIfinfomsg(), message -> {
            assertEquals(RTM_NEWLINK, message.type());
            message.body(link);
            Map<Integer, String> found = new TreeMap<>();
            while (message.nextAttribute()) {
                switch (message.attributeType()) {
                    case IFLA_IFNAME -> found.put(IFLA_IFNAME, message.attributeText());
                    case IFLA_MTU -> found.put(IFLA_MTU, String.valueOf(message.attributeInt()));
                    case IFLA_ADDRESS ->
                        found.put(IFLA_ADDRESS, HexFormat.ofDelimiter(":").formatHex(message.attribute()));
                    default -> {}
                }
            }
            String flags = Integer.toHexString(link.flags() & 0xFFFF & ~IFF_RUNNING);
            links.put(
                    found.get(IFLA_IFNAME),
                    link.index() + " " + link.type() + " " + flags + " " + found.get(IFLA_MTU) + " "
                            + found.get(IFLA_ADDRESS));
        });
        assertEquals(sysfs(), links);
    }

    private static Map<String, String> sysfs() throws IOException {
        Map<String, String> links = new TreeMap<>();
        try (Stream<Path> directories = Files.list(Path.of("/sys/class/net"))) {
            for (Path directory : directories.filter(Files::isDirectory).toList()) {
                int flags = Integer.decode(sys(directory, "flags"));
                links.put(
                        directory.getFileName().toString(),
                        sys(directory, "ifindex")
                                + " " + sys(directory, "type")
                                + " " + Integer.toHexString(flags & ~IFF_RUNNING)
                                + " " + sys(directory, "mtu")
                                + " " + sys(directory, "address"));
            }
        }
        return links;
    }

    @Test
    @NeedsTool("ip")
    void addressesAreThoseOfIp() throws IOException {
        Set<String> addresses = new TreeSet<>();
        Ifaddrmsg body = netlink.newIfaddrmsg();
        dump(RTM_GETADDR, netlink.newIfaddrmsg(), message -> {
            assertEquals(RTM_NEWADDR, message.type());
            message.body(body);
            Map<Integer, byte[]> found = new TreeMap<>();
            while (message.nextAttribute()) {
                found.put(message.attributeType(), message.attribute());
            }
            byte[] address = found.getOrDefault(IFA_LOCAL, found.get(IFA_ADDRESS));
            String text = body.family() == AF_INET
                    ? new SockAddr.Inet4(address, 1).toString().replace(":1", "")
                    : new SockAddr.Inet6(address, 1).toString().replaceAll("^\\[|]:1$", "");
            addresses.add(body.index() + " " + text + "/" + body.prefixlen());
        });
        Set<String> known = new TreeSet<>();
        for (String line : Programs.output("ip", "-o", "address").lines().toList()) {
            Matcher matcher = ADDRESS.matcher(line);
            assertTrue(matcher.matches(), line);
            String length = matcher.group(4) == null ? "" : matcher.group(4);
            known.add(matcher.group(1) + " " + matcher.group(2) + length);
        }
        assertEquals(known, addresses);
        assertTrue(known.contains("1 127.0.0.1/8"), known.toString());
    }

    /** Asks for everything of one kind. */
    private void dump(int type, NetlinkBody body, Visitor visitor) throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
            sockets.bind(fd.num(), new SockAddr.Netlink(0, 0));
            int port = ((SockAddr.Netlink) name(fd)).portId();
            request.clear().message(type, NLM_F_REQUEST | NLM_F_DUMP, SEQUENCE).body(body);
            assertEquals(request.size(), netlink.send(fd.num(), request));
            boolean isDone = false;
            while (!isDone) {
                assertTrue(netlink.receive(fd.num(), messages) > 0);
                assertEquals(0, messages.sender());
                while (messages.next()) {
                    assertEquals(SEQUENCE, messages.sequence());
                    assertEquals(port, messages.portId());
                    assertEquals(NLM_F_MULTI, messages.flags() & NLM_F_MULTI);
                    assertEquals(0, messages.error());
                    isDone = messages.isDone();
                    if (!isDone) {
                        visitor.visit(messages);
                    }
                }
            }
        }
    }

    /** Sends one message and returns the errno of the answer. */
    private int ask(int fd) throws IOException {
        netlink.send(fd, request);
        assertTrue(netlink.receive(fd, messages) > 0);
        assertTrue(messages.next());
        assertEquals(NLMSG_ERROR, messages.type());
        assertFalse(messages.isDone());
        int error = messages.error();
        assertFalse(messages.next());
        return error;
    }

    /** Carries the request's number. */
    @Test
    void aRequestThatNobodyKnowsIsAnsweredWithAnError() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE))) {
            netlink.send(fd.num(), request.message(0x7FF0, NLM_F_REQUEST, 77));
            assertEquals(36, netlink.receive(fd.num(), messages));
            assertTrue(messages.next());
            assertEquals(77, messages.sequence());
            assertEquals(EOPNOTSUPP, messages.error());
            assertEquals("NetlinkMessages[type=2, flags=0x0, sequence=77, 36 bytes]", messages.toString());
            byte[] error = new byte[20]; // with the header of the request
            messages.body(error);
            assertEquals(
                    -EOPNOTSUPP,
                    ByteBuffer.wrap(error).order(ByteOrder.nativeOrder()).getInt());
            assertFalse(messages.nextAttribute());
        }
    }

    /** In a network namespace of its own: makes a pair of interfaces, which takes nested attributes, and a route. */
    @Test
    @NeedsRoot
    @NeedsTool("ip")
    void interfacesAndRoutesAreMade() throws Exception {
        OwnThread.run(() -> {
            posix.onLinux().namespaces().unshare(CLONE_NEWNET);
            try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
                    Fd watching = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE))) {
                sockets.bind(watching.num(), new SockAddr.Netlink(0, 1 << RTNLGRP_LINK - 1));
                int making = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
                request.clear()
                        .message(RTM_NEWLINK, making, SEQUENCE)
                        .body(netlink.newIfinfomsg().flags(IFF_UP).change(IFF_UP))
                        .attributeText(IFLA_IFNAME, "one")
                        .attributeInt(IFLA_MTU, 1400)
                        .attribute(IFLA_ADDRESS, new byte[] {2, 0, 0, 0, 0, 7})
                        .nested(IFLA_LINKINFO)
                        .attributeText(IFLA_INFO_KIND, "bridge")
                        .end();
                assertEquals(0, ask(fd.num()));
                assertEquals(EEXIST, ask(fd.num()));
                String shown = Programs.output("ip", "-d", "link", "show", "one");
                assertTrue(shown.matches("(?s)2: one: <.*UP.*> mtu 1400 .*02:00:00:00:00:07 .*\n +bridge .*"), shown);
                assertEquals(List.of("one bridge"), told(watching.num()));

                Programs.output("ip", "address", "add", "10.9.8.7/24", "dev", "one");
                int index = posix.interfaces().ifNametoindex("one");
                request.clear()
                        .message(RTM_NEWROUTE, making, SEQUENCE)
                        .body(netlink.newRtmsg()
                                .family(AF_INET)
                                .dstLen(16)
                                .table(RT_TABLE_MAIN)
                                .protocol(RTPROT_STATIC)
                                .scope(RT_SCOPE_UNIVERSE)
                                .type(RTN_UNICAST))
                        .attribute(RTA_DST, new byte[] {10, 20, 0, 0})
                        .attribute(RTA_GATEWAY, new byte[] {10, 9, 8, 1})
                        .attributeInt(RTA_OIF, index);
                assertEquals(0, ask(fd.num()));
                String route =
                        Programs.output("ip", "route", "show", "10.20.0.0/16").strip();
                // Nothing is plugged into the bridge.
                assertEquals("10.20.0.0/16 via 10.9.8.1 dev one proto static", route.replaceFirst(" linkdown", ""));
                assertEquals(1, routes(10, 20));

                // Two messages at once.
                request.clear()
                        .message(RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK, 1)
                        .body(netlink.newIfinfomsg().index(index))
                        .message(RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK, 2)
                        .body(netlink.newIfinfomsg().index(index));
                netlink.send(fd.num(), request);
                assertEquals("1:0", numberAndError(fd.num()));
                assertEquals("2:19", numberAndError(fd.num()));
            }
        });
    }

    @Test
    @NeedsRoot
    @NeedsTool("ip")
    void neighboursAreMade() throws Exception {
        OwnThread.run(() -> {
            posix.onLinux().namespaces().unshare(CLONE_NEWNET);
            try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
                Programs.output("ip", "link", "add", "one", "up", "type", "bridge");
                Programs.output("ip", "address", "add", "10.9.8.7/24", "dev", "one");
                int index = posix.interfaces().ifNametoindex("one");
                request.clear()
                        .message(RTM_NEWNEIGH, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, SEQUENCE)
                        .body(netlink.newNdmsg().family(AF_INET).ifindex(index).state(NUD_PERMANENT))
                        .attribute(NDA_DST, new byte[] {10, 9, 8, 1})
                        .attribute(NDA_LLADDR, new byte[] {2, 0, 0, 0, 0, 9});
                assertEquals(0, ask(fd.num()));
                assertEquals(EEXIST, ask(fd.num()));
                String neighbour = Programs.output("ip", "neighbour", "show", "10.9.8.1");
                assertEquals("10.9.8.1 dev one lladdr 02:00:00:00:00:09 PERMANENT", neighbour.strip());
            }
        });
    }

    private String numberAndError(int fd) throws IOException {
        netlink.receive(fd, messages);
        assertTrue(messages.next());
        return messages.sequence() + ":" + messages.error();
    }

    /** Counts the routes to a network. */
    private int routes(int first, int second) throws IOException {
        int[] count = new int[1];
        Rtmsg route = netlink.newRtmsg();
        dump(RTM_GETROUTE, netlink.newRtmsg(), message -> {
            message.body(route);
            while (message.nextAttribute()) {
                boolean isThis = message.attributeType() == RTA_DST
                        && route.family() == AF_INET
                        && message.attribute()[0] == first
                        && message.attribute()[1] == second;
                count[0] += isThis ? 1 : 0;
            }
        });
        return count[0];
    }

    /** The names and kinds of the links of which the kernel has told. */
    private List<String> told(int fd) throws IOException {
        Set<String> links = new TreeSet<>();
        while (netlink.receiveOrErrno(fd, messages) > 0) {
            while (messages.next()) {
                assertEquals(RTM_NEWLINK, messages.type());
                messages.body(netlink.newIfinfomsg());
                String name = null;
                String kind = null;
                while (messages.nextAttribute()) {
                    if (messages.attributeType() == IFLA_IFNAME) {
                        name = messages.attributeText();
                    } else if (messages.attributeType() == IFLA_LINKINFO) {
                        messages.enter();
                        while (messages.nextAttribute()) {
                            kind = messages.attributeType() == IFLA_INFO_KIND ? messages.attributeText() : kind;
                        }
                        messages.leave();
                        assertEquals(IFLA_LINKINFO, messages.attributeType());
                    }
                }
                links.add(name + " " + kind);
            }
        }
        return List.copyOf(links);
    }

    /** The kernel echoes what it refuses. Bytes that were there before {@code clear()} do not come back. */
    @Test
    void aRequestHasTheBytesOfItsMessages() throws IOException {
        assertEquals("NetlinkRequest[0 of 1024 bytes]", request.toString());
        byte[] ones = new byte[100];
        Arrays.fill(ones, (byte) -1);
        request.message(0xFFFF, 0xFFFF, -1).body(ones).nested(0x7FFF).clear();
        request.message(0x7FF0, NLM_F_REQUEST, 5)
                .body(new byte[] {1, 2, 3})
                .attribute(9, new byte[] {5})
                .nested(1)
                .nested(2)
                .attributeText(3, "é")
                .end()
                .attributeInt(4, 0x01020304)
                .end();
        assertEquals(16 + 4 + 8 + 4 + 4 + 8 + 8, request.size());
        ByteBuffer wanted = ByteBuffer.allocate(4 + request.size()).order(ByteOrder.nativeOrder());
        wanted.putInt(-EOPNOTSUPP);
        header(wanted, request.size(), 0x7FF0)
                .putInt(8, 0x7FF0 | NLM_F_REQUEST << 16)
                .putInt(12, 5);
        wanted.put(new byte[] {1, 2, 3, 0});
        attribute(wanted, 5, 9).put(new byte[] {5, 0, 0, 0});
        attribute(wanted, 24, NLA_F_NESTED | 1);
        attribute(wanted, 12, NLA_F_NESTED | 2);
        attribute(wanted, 7, 3).put(new byte[] {(byte) 0xC3, (byte) 0xA9, 0, 0});
        attribute(wanted, 8, 4).putInt(0x01020304);
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE))) {
            netlink.send(fd.num(), request);
            netlink.receive(fd.num(), messages);
            assertTrue(messages.next());
            byte[] echo = new byte[wanted.capacity()];
            messages.body(echo);
            assertEquals(
                    HexFormat.of().formatHex(wanted.array()), HexFormat.of().formatHex(echo));
        }
        NetlinkRequest full = netlink.newRequest(16).message(1, 2, 3);
        assertEquals(
                "the request has 16 of 16 bytes: no room for 4 more",
                assertThrows(IllegalStateException.class, () -> full.nested(1)).getMessage());
        assertEquals(16, full.size());
        assertEquals(0, full.clear().size());
    }

    private static ByteBuffer header(ByteBuffer datagram, int length, int type) {
        return datagram.putInt(length).putInt(type).putInt(SEQUENCE).putInt(0);
    }

    private static ByteBuffer attribute(ByteBuffer datagram, int length, int type) {
        return datagram.putShort((short) length).putShort((short) type);
    }

    /** Another socket of this process sends what the kernel does not send. */
    @Test
    void messagesThatTheKernelNeverSendsAreRead() throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        header(datagram, 16, NLMSG_ERROR);
        header(datagram, 20, NLMSG_ERROR).putInt(-EBADF);
        attribute(header(datagram, 24, 99), 8, 3).putInt(7);
        attribute(header(datagram, 24, 99), 9, 3).putInt(7);
        header(datagram, 16, NLMSG_DONE);
        try (Fd from = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK));
                Fd to = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK))) {
            sockets.bind(from.num(), new SockAddr.Netlink(0, 0));
            sockets.bind(to.num(), new SockAddr.Netlink(0, 0));
            sockets.sendto(from.num(), datagram.flip(), 0, name(to));
            assertEquals(100, netlink.receive(to.num(), messages));
            assertEquals(((SockAddr.Netlink) name(from)).portId(), messages.sender());
        }
        assertTrue(messages.next());
        assertEquals(0, messages.error(), "there is no room for an error");
        assertFalse(messages.nextAttribute());
        assertTrue(messages.next());
        assertEquals(EBADF, messages.error());
        assertTrue(messages.next());
        assertEquals("NetlinkMessages[type=99, flags=0x0, sequence=4711, 24 bytes]", messages.toString());
        assertState("the message has 8 bytes behind its header: no body of 9 bytes", () -> messages.body(new byte[9]));
        assertTrue(messages.nextAttribute());
        assertEquals(7, messages.attributeInt());
        assertFalse(messages.nextAttribute());
        assertTrue(messages.next());
        assertState("not an attribute, at byte 16 of a message of 24", messages::nextAttribute);
        assertTrue(messages.next());
        assertTrue(messages.isDone());
        assertFalse(messages.next());
    }

    @Test
    void attributesOfAllSizesAreRead() throws IOException {
        // The kernel echoes what it refuses.
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
            request.message(0x7FF0, NLM_F_REQUEST, 1)
                    .attribute(1, new byte[] {(byte) 0xFE})
                    .attribute(2, new byte[] {(byte) 0xFE, (byte) 0xFE})
                    .attributeInt(3, -2)
                    .attribute(4, new byte[0])
                    .attributeText(5, "é")
                    .attribute(0x8006, new byte[8]);
            for (int depth = 0; depth < DEEP; depth++) {
                request.nested(10 + depth);
            }
            for (int depth = 0; depth < DEEP; depth++) {
                request.end();
            }
            netlink.send(fd.num(), request);
            netlink.receive(fd.num(), messages);
            assertTrue(messages.next());
            messages.body(new byte[20]);
            assertTrue(messages.nextAttribute());
            assertEquals(1, messages.attributeType());
            assertEquals(0xFE, messages.attributeInt());
            assertTrue(messages.nextAttribute());
            assertEquals(0xFEFE, messages.attributeInt());
            assertTrue(messages.nextAttribute());
            assertEquals(-2, messages.attributeInt());
            assertTrue(messages.nextAttribute());
            assertArrayEquals(new byte[0], messages.attribute());
            assertEquals("", messages.attributeText());
            assertThrows(IllegalStateException.class, messages::attributeInt);
            messages.enter();
            assertFalse(messages.nextAttribute());
            messages.leave();
            assertTrue(messages.nextAttribute());
            assertEquals("é", messages.attributeText());
            assertArrayEquals(new byte[] {(byte) 0xC3, (byte) 0xA9, 0}, messages.attribute());
            // Not attributes: the length of the first is 0xA9C3.
            messages.enter();
            assertThrows(IllegalStateException.class, messages::nextAttribute);
            messages.leave();
            assertTrue(messages.nextAttribute());
            assertEquals(6, messages.attributeType());
            assertThrows(IllegalStateException.class, messages::attributeInt);
            for (int depth = 0; depth < DEEP; depth++) {
                assertTrue(messages.nextAttribute());
                assertEquals(10 + depth, messages.attributeType());
                messages.enter();
            }
            for (int depth = DEEP - 1; depth >= 0; depth--) {
                messages.leave();
                assertEquals(10 + depth, messages.attributeType());
            }
            // However often, this takes no more memory.
            for (int i = 0; i < 30; i++) {
                messages.enter();
                messages.leave();
            }
            assertFalse(messages.nextAttribute());
            assertThrows(IllegalStateException.class, messages::attributeType);
            assertThrows(IllegalStateException.class, messages::leave);
        }
    }

    @Test
    void failures() throws IOException {
        request.message(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, SEQUENCE).body(netlink.newIfinfomsg());
        assertErrno(EBADF, () -> netlink.send(NOT_OPEN, request));
        assertErrno(EBADF, () -> netlink.receive(NOT_OPEN, messages));
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertErrno(ENOTSOCK, () -> netlink.send(write.num(), request));
            assertErrno(ENOTSOCK, () -> netlink.receive(read.num(), messages));
        }
        try (Pair pair = pair(SOCK_DGRAM);
                Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE))) {
            sockets.send(pair.left(), new byte[32], 0, 32, 0);
            sockets.send(pair.left(), new byte[0], 0, 0, 0);
            NetlinkMessages exact = netlink.newMessages(36);
            netlink.send(fd.num(), netlink.newRequest(16).message(0x7FF0, NLM_F_REQUEST, 1));
            assertEquals(36, netlink.receive(fd.num(), exact));
            // Nothing of what was received stays.
            assertErrno(EPROTOTYPE, () -> netlink.receive(pair.right(), exact));
            assertFalse(exact.next());
            assertErrno(EPROTOTYPE, () -> netlink.receive(pair.right(), exact));
        }
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE))) {
            assertErrno(EAGAIN, () -> netlink.receive(fd.num(), messages));
            netlink.send(fd.num(), request);
            NetlinkMessages small = netlink.newMessages(16);
            assertErrno(EMSGSIZE, () -> netlink.receive(fd.num(), small));
            assertFalse(small.next());
        }
    }

    @Test
    void badInputIsRefused() {
        assertMessage("bytes: 15, but a header has 16", () -> netlink.newRequest(15));
        assertMessage("bytes: 15, but a header has 16", () -> netlink.newMessages(15));
        assertMessage("type: more than 16 bits: 65536", () -> request.message(1 << 16, 0, 0));
        assertMessage("flags: more than 16 bits: -1", () -> request.message(0, -1, 0));
        assertThrows(IllegalStateException.class, () -> request.body(new byte[1]));
        assertThrows(IllegalStateException.class, () -> request.attributeInt(1, 1));
        assertThrows(IllegalStateException.class, request::end);
        assertThrows(IllegalStateException.class, messages::type);
        assertThrows(IllegalStateException.class, messages::nextAttribute);
        assertThrows(IllegalStateException.class, messages::leave);
        assertEquals("NetlinkMessages[no current message]", messages.toString());
        request.message(1, 0, 0);
        assertMessage("type: more than 16 bits: -1", () -> request.attributeInt(-1, 0));
        assertMessage(
                "value: 65532 bytes: more than an attribute can have", () -> request.attribute(1, new byte[65532]));
        assertThrows(IllegalArgumentException.class, () -> request.attributeText(1, "a\0b"));
        NetlinkRequest large = netlink.newRequest(1 << 18).message(1, 0, 0).nested(1);
        assertThrows(IllegalStateException.class, () -> netlink.sendOrErrno(NOT_OPEN, large));
        assertThrows(IllegalStateException.class, () -> large.message(1, 0, 0));
        large.attribute(1, new byte[65531]);
        assertState("the attribute has 65540 bytes: more than its length can say", large::end);
        large.clear().message(1, 0, 0).attribute(1, new byte[40_000]).nested(2).end();
        for (Class<?> foreign : List.of(NetlinkBody.class, NetlinkRequest.class, NetlinkMessages.class)) {
            Object proxy = Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {foreign}, (object, method, arguments) -> null);
            if (proxy instanceof NetlinkBody body) {
                assertMessage("body: not from a method new… of Netlink", () -> request.body(body));
            } else if (proxy instanceof NetlinkRequest other) {
                assertMessage("request: not from newRequest()", () -> netlink.sendOrErrno(0, other));
            } else {
                assertMessage("into: not from newMessages()", () -> netlink.receiveOrErrno(0, (NetlinkMessages) proxy));
            }
        }
    }

    private static void assertState(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static String sys(Path directory, String file) throws IOException {
        return Files.readString(directory.resolve(file)).strip();
    }
}
