package posixkit.linux;

import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IP_MSFILTER;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxInet.MCAST_MSFILTER;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_CMSG_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ZEROCOPY;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSock.SO_GET_FILTER;

import posixkit.linux.call.LinuxCalls;
import posixkit.unix.Bindings;
import posixkit.unix.CloseOnExec;
import posixkit.unix.UnixSockets;

final class LinuxSockets extends UnixSockets {
    /**
     * The socket option that reads a pidfd of the peer. Linux has it since version 6.5. posixkit's constants were generated from
     * older C headers that lack it.
     */
    static final int SO_PEERPIDFD = 77;

    /**
     * The type of a control message with a pidfd of the sender. Linux has it since version 6.5. posixkit's constants were
     * generated from older C headers that lack it.
     */
    static final int SCM_PIDFD = 4;

    private final LinuxCalls linux;
    private final CloseOnExec closeOnExec;

    LinuxSockets(Bindings bindings, LinuxCalls linux) {
        super(bindings, new LinuxSockAddrCodec());
        this.linux = linux;
        closeOnExec = bindings.closeOnExec();
    }

    @Override
    protected int closeOnExecType() {
        return closeOnExec.flag(SOCK_CLOEXEC);
    }

    /** Returns 0 and does nothing: on Linux, flags make new descriptors close-on-exec from the start. */
    @Override
    protected int closeOnExec(int fd) {
        return 0;
    }

    @Override
    protected int accept(int fd, long address, long length) {
        return linux.linuxSocket().accept4(fd, address, length, closeOnExecType());
    }

    @Override
    protected int readLater() {
        return MSG_ZEROCOPY;
    }

    @Override
    protected int bornCloseOnExec() {
        return closeOnExec.flag(MSG_CMSG_CLOEXEC);
    }

    @Override
    protected boolean isDescriptorMessage(int level, int type) {
        return level == SOL_SOCKET && type == SCM_PIDFD;
    }

    @Override
    protected boolean isDescriptor(int level, int name) {
        return isPidfd(level, name);
    }

    static boolean isPidfd(int level, int name) {
        return level == SOL_SOCKET && name == SO_PEERPIDFD;
    }

    @Override
    protected void checkLengthIsInBytes(int level, int name) {
        refuseFilter(level, name);
        refuseSourceFilter(level, name);
    }

    /**
     * Throws IllegalArgumentException if the option is one that reads a source filter (a list of senders of multicast). The value
     * that the caller passes contains a count of sources. The kernel writes that many sources, even beyond the end of the value.
     */
    private static void refuseSourceFilter(int level, int name) {
        boolean isIp = level == IPPROTO_IP && (name == IP_MSFILTER || name == MCAST_MSFILTER);
        if (isIp || level == IPPROTO_IPV6 && name == MCAST_MSFILTER) {
            throw new IllegalArgumentException(
                    "name: a source filter can be longer than its value, so it cannot be read here");
        }
    }

    /**
     * Throws IllegalArgumentException if the option is SO_GET_FILTER. The kernel counts the length of a filter in instructions,
     * not in bytes. So the kernel would write beyond the end of a value whose length is given in bytes.
     */
    static void refuseFilter(int level, int name) {
        if (level == SOL_SOCKET && name == SO_GET_FILTER) {
            throw new IllegalArgumentException("name: the kernel counts SO_GET_FILTER in instructions, not in bytes");
        }
    }

    static void refusePidfd(int level, int name) {
        if (isPidfd(level, name)) {
            throw new IllegalArgumentException("name: SO_PEERPIDFD is a descriptor: read it with getsockoptInt");
        }
    }

    @Override
    protected boolean setBitsBlock() {
        return true;
    }
}
