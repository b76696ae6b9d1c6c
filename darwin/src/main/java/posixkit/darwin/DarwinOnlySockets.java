package posixkit.darwin;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINPROGRESS;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.ondarwin.constants.DarwinKernControl.CTLIOCGINFO;
import static posixkit.ondarwin.constants.DarwinKernControl.MAX_KCTL_NAME;
import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERPID;
import static posixkit.ondarwin.constants.DarwinSock.SOL_LOCAL;
import static posixkit.ondarwin.constants.DarwinTcp.TCP_CONNECTION_INFO;
import static posixkit.ondarwin.constants.DarwinXucred.XUCRED_VERSION;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.DarwinSocketCalls;
import posixkit.darwin.layout.CtlInfo;
import posixkit.darwin.layout.PeerCred;
import posixkit.darwin.layout.SaEndpoints;
import posixkit.darwin.layout.TcpConnectionInfo_t;
import posixkit.net.SockAddr;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.TCPConnectionInfo;
import posixkit.ondarwin.Xucred;
import posixkit.unix.Bindings;
import posixkit.unix.OptionValue;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.Vector;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.SocketCalls;

final class DarwinOnlySockets implements OnDarwinSockets {
    private final SocketCalls calls;
    private final IoCalls io;
    private final DarwinSocketCalls darwin;
    private final DarwinConnectx connectx;
    private final SockAddrCodec codec = new DarwinSockAddrCodec();

    DarwinOnlySockets(Bindings bindings, DarwinSocketCalls darwin) {
        connectx = new DarwinConnectx(bindings.library());
        calls = bindings.calls().socket();
        io = bindings.calls().io();
        this.darwin = darwin;
    }

    @Override
    public Xucred getsockoptXucred(int fd, int level, int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            int size = PeerCred.SIZE;
            long cred = new OptionValue(calls, s, fd, level, name, size).of(size);
            if (PeerCred.version(s, cred) != XUCRED_VERSION) {
                Outcome.ofFd("getsockopt", fd, -EINVAL);
            }
            List<Integer> groups = new ArrayList<>();
            for (int i = 0; i < PeerCred.ngroups(s, cred); i++) {
                groups.add(s.s32(cred + PeerCred.GROUPS + (long) i * Integer.BYTES));
            }
            return new Xucred(PeerCred.uid(s, cred), groups);
        }
    }

    @Override
    public int peerPidOrErrno(int fd) {
        try (Scratch s = Scratch.open()) {
            long pid = s.allocZeroed(Integer.BYTES);
            int result = OptionValue.get(calls, s, fd, SOL_LOCAL, LOCAL_PEERPID, pid, Integer.BYTES);
            return result < 0 ? result : s.s32(pid);
        }
    }

    private static long requireNotNegative(String argument, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(argument + ": " + value);
        }
        return value;
    }

    /** The kernel stores how many bytes it sent also if these two errors ended the call. */
    @Override
    public long sendfileOrErrno(int fd, int socket, long offset, long length) {
        requireNotNegative("offset", offset);
        try (Scratch s = Scratch.open()) {
            long sent = s.alloc(Long.BYTES);
            s.set64(sent, requireNotNegative("length", length));
            int result = darwin.sendfile(fd, socket, offset, sent, 0, 0);
            if (result == 0) {
                return s.s64(sent);
            }
            boolean isPart = (result == -EAGAIN || result == -EINTR) && s.s64(sent) > 0;
            return isPart ? s.s64(sent) : result;
        }
    }

    private static boolean isEmpty(ByteBuffer... data) {
        boolean isEmpty = true;
        for (ByteBuffer buffer : Objects.requireNonNull(data, "data")) {
            isEmpty &= !Objects.requireNonNull(buffer, "data").hasRemaining();
        }
        return isEmpty;
    }

    /** The kernel stores how many bytes it took also if the socket is still connecting. */
    @Override
    public long connectxOrErrno(int fd, int srcif, SockAddr src, SockAddr dst, int flags, ByteBuffer... data) {
        boolean isEmpty = isEmpty(data);
        try (Scratch s = Scratch.open()) {
            long endpoints = s.allocZeroed(SaEndpoints.SIZE);
            SaEndpoints.srcif(s, endpoints, srcif);
            if (src != null) {
                long at = s.alloc(SockAddrCodec.ROOM);
                SaEndpoints.srcaddr(s, endpoints, at);
                SaEndpoints.srcaddrlen(s, endpoints, codec.encode(s, at, "src", src));
            }
            long at = s.alloc(SockAddrCodec.ROOM);
            SaEndpoints.dstaddr(s, endpoints, at);
            SaEndpoints.dstaddrlen(s, endpoints, codec.encode(s, at, "dst", dst));
            if (isEmpty) {
                return connectx.connectx(fd, endpoints, flags, 0, 0, 0);
            }
            Vector bytes = s.vector();
            bytes.describe(s, data, true);
            long sent = s.allocZeroed(Long.BYTES);
            int result = connectx.connectx(fd, endpoints, flags, bytes.array(), bytes.count(), sent);
            boolean isPart = result == -EINPROGRESS && s.s64(sent) > 0;
            return bytes.advanced(result == 0 || isPart ? s.s64(sent) : result);
        }
    }

    @Override
    public TCPConnectionInfo getsockoptTCPConnectionInfo(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            int size = TcpConnectionInfo_t.SIZE;
            long at = s.allocZeroed(size);
            Outcome.ofFd("getsockopt", fd, OptionValue.get(calls, s, fd, IPPROTO_TCP, TCP_CONNECTION_INFO, at, size));
            return new TCPConnectionInfo(
                    TcpConnectionInfo_t.state(s, at),
                    TcpConnectionInfo_t.sndWscale(s, at),
                    TcpConnectionInfo_t.rcvWscale(s, at),
                    TcpConnectionInfo_t.options(s, at),
                    TcpConnectionInfo_t.flags(s, at),
                    TcpConnectionInfo_t.rto(s, at),
                    TcpConnectionInfo_t.maxseg(s, at),
                    TcpConnectionInfo_t.sndSsthresh(s, at),
                    TcpConnectionInfo_t.sndCwnd(s, at),
                    TcpConnectionInfo_t.sndWnd(s, at),
                    TcpConnectionInfo_t.sndSbbytes(s, at),
                    TcpConnectionInfo_t.rcvWnd(s, at),
                    TcpConnectionInfo_t.rttcur(s, at),
                    TcpConnectionInfo_t.srtt(s, at),
                    TcpConnectionInfo_t.rttvar(s, at),
                    TcpConnectionInfo_t.txpackets(s, at),
                    TcpConnectionInfo_t.txbytes(s, at),
                    TcpConnectionInfo_t.txretransmitbytes(s, at),
                    TcpConnectionInfo_t.rxpackets(s, at),
                    TcpConnectionInfo_t.rxbytes(s, at),
                    TcpConnectionInfo_t.rxoutoforderbytes(s, at),
                    TcpConnectionInfo_t.txretransmitpackets(s, at));
        }
    }

    /** The structure has room for the name and its NUL. */
    @Override
    public int ctlInfoOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            int length = s.length(text);
            if (length >= MAX_KCTL_NAME) {
                throw new IllegalArgumentException("name: more than " + (MAX_KCTL_NAME - 1) + " bytes");
            }
            long info = s.allocZeroed(CtlInfo.SIZE);
            for (int i = 0; i < length; i++) {
                s.set8(info + CtlInfo.NAME + i, s.u8(text + i));
            }
            int result = io.ioctl(fd, CTLIOCGINFO, info);
            return result < 0 ? result : s.s32(info + CtlInfo.ID);
        }
    }
}
