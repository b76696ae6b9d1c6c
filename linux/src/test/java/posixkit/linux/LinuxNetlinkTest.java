package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.If.IFF_RUNNING;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNSPEC;
import static posixkit.constants.Sock.SOCK_RAW;
import static posixkit.onlinux.constants.LinuxNetlink.NETLINK_ROUTE;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_ALIGNTO;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_DONE;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_ERROR;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_DUMP;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_MULTI;
import static posixkit.onlinux.constants.LinuxNetlink.NLM_F_REQUEST;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFA_ADDRESS;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFA_LOCAL;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_ADDRESS;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_IFNAME;
import static posixkit.onlinux.constants.LinuxRtnetlink.IFLA_MTU;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTA_ALIGNTO;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_GETADDR;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_GETLINK;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWADDR;
import static posixkit.onlinux.constants.LinuxRtnetlink.RTM_NEWLINK;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import posixkit.Fd;
import posixkit.contract.WithSockets;
import posixkit.linux.layout.Ifaddrmsg;
import posixkit.linux.layout.Ifinfomsg;
import posixkit.linux.layout.Nlmsgerr;
import posixkit.linux.layout.Nlmsghdr;
import posixkit.linux.layout.Rtattr;
import posixkit.linux.layout.Rtgenmsg;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The kernel's links and addresses, asked for over netlink in generated layouts, against what sysfs and {@code ip} say. */
class LinuxNetlinkTest extends WithSockets {
    private static final SockAddr KERNEL = new SockAddr.Netlink(0, 0);

    /** {@code 4: eth0    inet6 fd00::2/64 scope global …}; a point to point has {@code LOCAL peer ADDRESS/LENGTH}. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d+): \\S+ +inet6? (\\S+)( peer \\S+(/\\d+))? .*");

    /** One message of an answer: its family's structure, and its attributes by number. */
    private record Message(ByteBuffer body, Map<Integer, byte[]> attributes) {}

    /** But for whether they run, which the kernel adds for netlink to what an interface is set to. */
    @Test
    void linksAreThoseOfSysfs() throws IOException {
        Map<String, String> links = new TreeMap<>();
        for (Message link : dump(RTM_GETLINK, RTM_NEWLINK, Ifinfomsg.SIZE)) {
            String name = text(link.attributes().get(IFLA_IFNAME));
            links.put(
                    name,
                    link.body().getInt(Ifinfomsg.INDEX)
                            + " " + link.body().getShort(Ifinfomsg.TYPE)
                            + " " + Integer.toHexString(link.body().getInt(Ifinfomsg.FLAGS) & 0xFFFF & ~IFF_RUNNING)
                            + " " + number(link.attributes().get(IFLA_MTU))
                            + " "
                            + HexFormat.ofDelimiter(":")
                                    .formatHex(link.attributes().get(IFLA_ADDRESS)));
        }
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
        for (Message message : dump(RTM_GETADDR, RTM_NEWADDR, Ifaddrmsg.SIZE)) {
            Map<Integer, byte[]> attributes = message.attributes();
            byte[] address = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
            int family = message.body().get(Ifaddrmsg.FAMILY);
            String text = family == AF_INET
                    ? new SockAddr.Inet4(address, 1).toString().replace(":1", "")
                    : new SockAddr.Inet6(address, 1).toString().replaceAll("^\\[|]:1$", "");
            addresses.add(message.body().getInt(Ifaddrmsg.INDEX) + " " + text + "/"
                    + (message.body().get(Ifaddrmsg.PREFIXLEN) & 0xFF));
        }
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

    /** Carries the request's number and the error, negative as the kernel returns it. */
    @Test
    void aRequestThatNobodyKnowsIsAnsweredWithAnError() throws IOException {
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
            ByteBuffer request = request(0x7FF0, NLM_F_REQUEST, 77);
            sockets.sendto(fd.num(), request, 0, KERNEL);
            ByteBuffer answer = receive(fd);
            assertEquals(NLMSG_ERROR, answer.getShort(Nlmsghdr.TYPE));
            assertEquals(77, answer.getInt(Nlmsghdr.SEQ));
            assertEquals(-EOPNOTSUPP, answer.getInt(Nlmsghdr.SIZE + Nlmsgerr.ERROR));
        }
    }

    private List<Message> dump(int type, int answerType, int bodySize) throws IOException {
        List<Message> messages = new ArrayList<>();
        try (Fd fd = Fd.own(sockets.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
            sockets.bind(fd.num(), new SockAddr.Netlink(0, 0));
            SockAddr.Netlink self = (SockAddr.Netlink) name(fd);
            ByteBuffer request = request(type, NLM_F_REQUEST | NLM_F_DUMP, 4711);
            assertEquals(request.limit(), sockets.sendto(fd.num(), request, 0, KERNEL));
            while (true) {
                ByteBuffer answer = receive(fd);
                for (int at = 0; at < answer.limit(); at += aligned(answer.getInt(at + Nlmsghdr.LEN), NLMSG_ALIGNTO)) {
                    int answered = answer.getShort(at + Nlmsghdr.TYPE);
                    assertEquals(4711, answer.getInt(at + Nlmsghdr.SEQ));
                    assertEquals(self.portId(), answer.getInt(at + Nlmsghdr.PID));
                    assertEquals(NLM_F_MULTI, answer.getShort(at + Nlmsghdr.FLAGS) & NLM_F_MULTI);
                    if (answered == NLMSG_DONE) {
                        return messages;
                    }
                    assertEquals(answerType, answered);
                    messages.add(message(slice(answer, at, answer.getInt(at + Nlmsghdr.LEN)), bodySize));
                }
            }
        }
    }

    private static ByteBuffer request(int type, int flags, int sequence) {
        int length = Nlmsghdr.SIZE + aligned(Rtgenmsg.SIZE, NLMSG_ALIGNTO);
        return ByteBuffer.allocateDirect(length)
                .order(ByteOrder.nativeOrder())
                .putInt(Nlmsghdr.LEN, length)
                .putShort(Nlmsghdr.TYPE, (short) type)
                .putShort(Nlmsghdr.FLAGS, (short) flags)
                .putInt(Nlmsghdr.SEQ, sequence)
                .put(Nlmsghdr.SIZE + Rtgenmsg.FAMILY, (byte) AF_UNSPEC);
    }

    /** Asks how long the next datagram is, then takes it whole; and believes only the kernel. */
    private ByteBuffer receive(Fd fd) throws IOException {
        Peer sender = new Peer();
        int length = sockets.recvfrom(fd.num(), ByteBuffer.allocate(0), MSG_PEEK | MSG_TRUNC, sender);
        assertEquals(KERNEL, sender.address());
        ByteBuffer answer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        assertEquals(length, sockets.recvfrom(fd.num(), answer, 0, sender));
        assertEquals(KERNEL, sender.address());
        return answer.flip();
    }

    private static Message message(ByteBuffer message, int bodySize) {
        int start = Nlmsghdr.SIZE + aligned(bodySize, NLMSG_ALIGNTO);
        Map<Integer, byte[]> attributes = new HashMap<>();
        int at = start;
        while (at < message.limit()) {
            int length = message.getShort(at + Rtattr.LEN) & 0xFFFF;
            byte[] value = new byte[length - Rtattr.SIZE];
            message.get(at + Rtattr.SIZE, value);
            attributes.put((int) message.getShort(at + Rtattr.TYPE), value);
            at += aligned(length, RTA_ALIGNTO);
        }
        return new Message(slice(message, Nlmsghdr.SIZE, bodySize), attributes);
    }

    private static ByteBuffer slice(ByteBuffer buffer, int from, int length) {
        return buffer.slice(from, length).order(ByteOrder.nativeOrder());
    }

    private static int aligned(int length, int to) {
        return length + to - 1 & -to;
    }

    private static String text(byte[] withNul) {
        return new String(withNul, 0, withNul.length - 1, StandardCharsets.UTF_8);
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    private static String sys(Path directory, String file) throws IOException {
        return Files.readString(directory.resolve(file)).strip();
    }
}
