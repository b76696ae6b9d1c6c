package posixkit.linux;

import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_ALIGNTO;

import java.util.Objects;
import posixkit.Struct;
import posixkit.linux.layout.Ifaddrmsg_t;
import posixkit.linux.layout.Ifinfomsg_t;
import posixkit.linux.layout.Ndmsg_t;
import posixkit.linux.layout.Nlmsghdr;
import posixkit.linux.layout.Rtmsg_t;
import posixkit.onlinux.Ifaddrmsg;
import posixkit.onlinux.Ifinfomsg;
import posixkit.onlinux.Ndmsg;
import posixkit.onlinux.Netlink;
import posixkit.onlinux.NetlinkBody;
import posixkit.onlinux.NetlinkMessages;
import posixkit.onlinux.NetlinkRequest;
import posixkit.onlinux.Rtmsg;
import posixkit.unix.Bindings;
import posixkit.unix.call.SocketCalls;

final class LinuxNetlink implements Netlink {
    private final SocketCalls calls;

    LinuxNetlink(Bindings bindings) {
        calls = bindings.calls().socket();
    }

    @Override
    public int sendOrErrno(int fd, NetlinkRequest request) {
        if (!(Objects.requireNonNull(request, "request") instanceof LinuxNetlinkRequest messages)) {
            throw new IllegalArgumentException("request: not from newRequest()");
        }
        return messages.send(calls, fd);
    }

    @Override
    public int receiveOrErrno(int fd, NetlinkMessages into) {
        if (!(Objects.requireNonNull(into, "into") instanceof LinuxNetlinkMessages messages)) {
            throw new IllegalArgumentException("into: not from newMessages()");
        }
        return messages.receive(calls, fd);
    }

    @Override
    public NetlinkRequest newRequest(int bytes) {
        return new LinuxNetlinkRequest(checked(bytes));
    }

    @Override
    public NetlinkMessages newMessages(int bytes) {
        return new LinuxNetlinkMessages(checked(bytes));
    }

    private static int checked(int bytes) {
        if (bytes < Nlmsghdr.SIZE) {
            throw new IllegalArgumentException("bytes: " + bytes + ", but a header has " + Nlmsghdr.SIZE);
        }
        return bytes;
    }

    @Override
    public Ifinfomsg newIfinfomsg() {
        return new Ifinfomsg_t();
    }

    @Override
    public Ifaddrmsg newIfaddrmsg() {
        return new Ifaddrmsg_t();
    }

    @Override
    public Rtmsg newRtmsg() {
        return new Rtmsg_t();
    }

    @Override
    public Ndmsg newNdmsg() {
        return new Ndmsg_t();
    }

    /** Returns the bytes of a body that a method of this class has created. */
    static byte[] bytes(String argument, NetlinkBody body) {
        if (Objects.requireNonNull(body, argument) instanceof Struct struct) {
            return struct.bytes();
        }
        throw new IllegalArgumentException(argument + ": not from a method new… of Netlink");
    }

    /** Returns where what follows {@code length} bytes begins. */
    static int aligned(int length) {
        return length + NLMSG_ALIGNTO - 1 & -NLMSG_ALIGNTO;
    }
}
