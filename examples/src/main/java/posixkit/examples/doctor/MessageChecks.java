package posixkit.examples.doctor;

import static posixkit.constants.Errno.EAFNOSUPPORT;
import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPV6_RECVPKTINFO;
import static posixkit.constants.Inet.IP_PKTINFO;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TIMESTAMP;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.ondarwin.constants.DarwinInet.IP_RECVPKTINFO;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.net.Message;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/** Checks the calls for messages with control data: descriptors, addresses and times. All traffic stays on this machine. */
final class MessageChecks {
    private static final String HELLO = "hello";

    private final Posix posix;
    private final Sockets sockets;
    private final Workplace workplace;

    private MessageChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        sockets = posix.sockets();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        MessageChecks checks = new MessageChecks(posix, workplace);
        checkup.check("sendmsg, recvmsg", checks::descriptors);
        checkup.check("IP_PKTINFO", checks::packetInfo4);
        checkup.check("IPV6_PKTINFO", checks::packetInfo6);
        checkup.check("SO_TIMESTAMP", checks::timestamp);
    }

    private static ByteBuffer hello() {
        return ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.US_ASCII));
    }

    private Fd socket(int family, int type) throws Exception {
        return posix.io().own(sockets.socket(family, type, 0));
    }

    static boolean hasInet6(Posix posix) throws Exception {
        int result = posix.sockets().socketOrErrno(AF_INET6, SOCK_DGRAM, 0);
        if (result == -EAFNOSUPPORT) {
            return false;
        }
        try (Fd socket = posix.io().own(result)) {
            return posix.sockets().bindOrErrno(socket.num(), SockAddr.Inet6.loopback(0)) == 0;
        }
    }

    private interface Receiver {
        String receive(Message message) throws Exception;
    }

    private String descriptors() throws Exception {
        int[] ends = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd file = workplace.open("content");
                Fd here = posix.io().own(ends[0]);
                Fd there = posix.io().own(ends[1]);
                Message in = Message.into(ByteBuffer.allocate(16), 1)) {
            sockets.sendmsg(here.num(), Message.of(hello()).fds(file.num()), 0);
            same("bytes", sockets.recvmsg(there.num(), in, 0), (long) HELLO.length());
            try (Fd received = posix.io().own(in.takeFd(0))) {
                same(
                        "inode",
                        posix.io().fstat(received.num()).ino(),
                        posix.io().fstat(file.num()).ino());
                byte[] content = new byte[7];
                posix.io().read(received.num(), content);
                same("content", new String(content, StandardCharsets.US_ASCII), "content");
            }
        }
        return "a descriptor was passed, and works";
    }

    /** Sends a datagram from a socket to itself, after the option {@code name} was set. */
    private String toItself(SockAddr address, int level, int name, Message out, Receiver receiver) throws Exception {
        try (Fd socket = socket(address.family(), SOCK_DGRAM);
                Message in = Message.into(ByteBuffer.allocate(16)).room(64)) {
            sockets.bind(socket.num(), address);
            sockets.setsockoptInt(socket.num(), level, name, 1);
            sockets.sendmsg(socket.num(), out.name(sockets.getsockname(socket.num())), 0);
            same("bytes", sockets.recvmsg(socket.num(), in, 0), (long) HELLO.length());
            same("sender", in.name(), sockets.getsockname(socket.num()));
            return receiver.receive(in);
        }
    }

    private String packetInfo4() throws Exception {
        Inet4Address loopback = (Inet4Address) InetAddress.getByName("127.0.0.1");
        Inet4Address any = (Inet4Address) InetAddress.getByName("0.0.0.0");
        Message out = Message.of(hello());
        if (!Oracle.IS_STAND_IN) {
            out.controls(sockets.newPktInfo4(new PktInfo4(0, any, any)));
        }
        int level = IPPROTO_IP;
        int name = Target.IS_DARWIN ? IP_RECVPKTINFO : IP_PKTINFO;
        return toItself(SockAddr.Inet4.loopback(0), level, name, out, in -> {
            PktInfo4 info = sockets.pktInfo4(in.controls()).orElseThrow();
            same("address", info.addr(), loopback);
            return loopbackName(info.ifindex());
        });
    }

    private String packetInfo6() throws Exception {
        if (!hasInet6(posix)) {
            return "this machine has no IPv6 address";
        }
        InetAddress loopback = InetAddress.getByName("::1");
        Message out = Message.of(hello());
        if (!Oracle.IS_STAND_IN) {
            out.controls(sockets.newPktInfo6(new PktInfo6((Inet6Address) loopback, 0)));
        }
        int name = IPV6_RECVPKTINFO;
        return toItself(SockAddr.Inet6.loopback(0), IPPROTO_IPV6, name, out, in -> {
            PktInfo6 info = sockets.pktInfo6(in.controls()).orElseThrow();
            same("address", info.addr(), loopback);
            return loopbackName(info.ifindex());
        });
    }

    private String loopbackName(int index) throws Exception {
        String name = posix.interfaces().ifIndextoname(index);
        same("is loopback", NetworkInterface.getByName(name).isLoopback(), true);
        return "arrived at " + name;
    }

    private String timestamp() throws Exception {
        return toItself(SockAddr.Inet4.loopback(0), SOL_SOCKET, SO_TIMESTAMP, Message.of(hello()), in -> {
            Instant arrival = sockets.timestamp(in.controls()).orElseThrow();
            within(
                    "milliseconds since arrival",
                    Duration.between(arrival, Instant.now()).toMillis(),
                    -1,
                    5_000);
            return "arrived at " + arrival;
        });
    }
}
