package posixkit.linux;

import static posixkit.constants.Inet.IPPROTO_TCP;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxBpf.BPF_MAXINSNS;
import static posixkit.onlinux.constants.LinuxSock.SO_ATTACH_FILTER;
import static posixkit.onlinux.constants.LinuxSock.SO_DETACH_FILTER;
import static posixkit.onlinux.constants.LinuxSock.SO_GET_FILTER;
import static posixkit.onlinux.constants.LinuxTcp.TCP_CC_INFO;
import static posixkit.onlinux.constants.LinuxTcp.TCP_INFO;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.layout.PacketMembership;
import posixkit.linux.layout.SockFilterInstruction;
import posixkit.linux.layout.SockFprog;
import posixkit.linux.layout.TcpBbr;
import posixkit.linux.layout.TcpDctcp;
import posixkit.linux.layout.TcpInfo_t;
import posixkit.linux.layout.TcpMd5sig;
import posixkit.linux.layout.TcpRepairOption;
import posixkit.linux.layout.TcpVegas;
import posixkit.linux.layout.TpacketCounts;
import posixkit.linux.layout.TpacketRequest;
import posixkit.onlinux.OnLinuxOptions;
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
import posixkit.unix.OptionValue;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.SocketCalls;

abstract class LinuxOptions implements OnLinuxOptions {
    final SocketCalls calls;
    final SockAddrCodec codec = new LinuxSockAddrCodec();

    LinuxOptions(SocketCalls calls) {
        this.calls = calls;
    }

    @Override
    public final TCPInfo newTCPInfo() {
        return new TcpInfo_t();
    }

    @Override
    public final int getsockoptTCPInfoOrErrno(int fd, TCPInfo into) {
        if (!(Objects.requireNonNull(into, "into") instanceof TcpInfo_t info)) {
            throw new IllegalArgumentException("into: not from newTCPInfo()");
        }
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(TcpInfo_t.SIZE);
            return s.filled(OptionValue.get(calls, s, fd, IPPROTO_TCP, TCP_INFO, at, TcpInfo_t.SIZE), at, info);
        }
    }

    private long congestion(Scratch s, int fd, int size) throws ErrnoException {
        OptionValue value = new OptionValue(calls, s, fd, IPPROTO_TCP, TCP_CC_INFO, size);
        if (!value.has(size)) {
            throw new IllegalArgumentException(
                    "fd: the socket has another congestion control: its state has not " + size + " bytes");
        }
        return value.at();
    }

    @Override
    public final TCPBBRInfo getsockoptTCPBBRInfo(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = congestion(s, fd, TcpBbr.SIZE);
            long high = (long) TcpBbr.bwHi(s, at) << Integer.SIZE;
            return new TCPBBRInfo(
                    high | Integer.toUnsignedLong(TcpBbr.bwLo(s, at)),
                    TcpBbr.minRtt(s, at),
                    TcpBbr.pacingGain(s, at),
                    TcpBbr.cwndGain(s, at));
        }
    }

    @Override
    public final TCPVegasInfo getsockoptTCPVegasInfo(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = congestion(s, fd, TcpVegas.SIZE);
            return new TCPVegasInfo(
                    TcpVegas.enabled(s, at), TcpVegas.rttcnt(s, at), TcpVegas.rtt(s, at), TcpVegas.minrtt(s, at));
        }
    }

    @Override
    public final TCPDCTCPInfo getsockoptTCPDCTCPInfo(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = congestion(s, fd, TcpDctcp.SIZE);
            return new TCPDCTCPInfo(
                    TcpDctcp.enabled(s, at),
                    TcpDctcp.ceState(s, at),
                    TcpDctcp.alpha(s, at),
                    TcpDctcp.abEcn(s, at),
                    TcpDctcp.abTot(s, at));
        }
    }

    @Override
    public final int attachFilterOrErrno(int fd, List<SockFilter> program) {
        List<SockFilter> all = copy("program", program);
        if (all.size() > BPF_MAXINSNS) {
            throw new IllegalArgumentException("program: more than " + BPF_MAXINSNS + " instructions");
        }
        try (Scratch s = Scratch.open()) {
            long start = s.alloc(all.size() * SockFilterInstruction.SIZE);
            long at = start;
            for (SockFilter each : all) {
                SockFilterInstruction.code(s, at, each.code());
                SockFilterInstruction.jt(s, at, each.jt());
                SockFilterInstruction.jf(s, at, each.jf());
                SockFilterInstruction.k(s, at, each.k());
                at += SockFilterInstruction.SIZE;
            }
            long value = s.allocZeroed(SockFprog.SIZE);
            SockFprog.len(s, value, all.size());
            SockFprog.filter(s, value, start);
            return calls.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, value, SockFprog.SIZE);
        }
    }

    /** Returns a copy of a list, which does not change any more and has no null. */
    private static <T> List<T> copy(String argument, List<T> list) {
        List<T> copy = new ArrayList<>(Objects.requireNonNull(list, argument));
        copy.forEach(each -> Objects.requireNonNull(each, argument));
        return copy;
    }

    @Override
    public final int detachFilterOrErrno(int fd) {
        try (Scratch s = Scratch.open()) {
            return calls.setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, s.allocZeroed(Integer.BYTES), Integer.BYTES);
        }
    }

    /** The kernel counts the program in instructions. */
    @Override
    public final List<SockFilter> getFilter(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(BPF_MAXINSNS * SockFilterInstruction.SIZE);
            int count = OptionValue.get(calls, s, fd, SOL_SOCKET, SO_GET_FILTER, at, BPF_MAXINSNS);
            Outcome.ofFd("getsockopt", fd, count);
            List<SockFilter> program = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                program.add(new SockFilter(
                        SockFilterInstruction.code(s, at),
                        SockFilterInstruction.jt(s, at),
                        SockFilterInstruction.jf(s, at),
                        SockFilterInstruction.k(s, at)));
                at += SockFilterInstruction.SIZE;
            }
            return Collections.unmodifiableList(program);
        }
    }

    @Override
    public final int setsockoptPacketMreqOrErrno(int fd, int level, int name, PacketMreq value) {
        byte[] address = Objects.requireNonNull(value, "value").address();
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(PacketMembership.SIZE);
            PacketMembership.ifindex(s, at, value.ifindex());
            PacketMembership.type(s, at, value.type());
            PacketMembership.alen(s, at, address.length);
            s.copyFrom(address, 0, at + PacketMembership.ADDRESS, address.length);
            return calls.setsockopt(fd, level, name, at, PacketMembership.SIZE);
        }
    }

    @Override
    public final int setsockoptTpacketReqOrErrno(int fd, int level, int name, TpacketReq value) {
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(TpacketRequest.SIZE);
            TpacketRequest.blockSize(s, at, value.blockSize());
            TpacketRequest.blockNr(s, at, value.blockNr());
            TpacketRequest.frameSize(s, at, value.frameSize());
            TpacketRequest.frameNr(s, at, value.frameNr());
            return calls.setsockopt(fd, level, name, at, TpacketRequest.SIZE);
        }
    }

    /** A socket without a ring of version 3 has one number less. */
    @Override
    public final TpacketStats getsockoptTpacketStats(int fd, int level, int name) throws ErrnoException {
        LinuxSockets.refuseFilter(level, name);
        LinuxSockets.refusePidfd(level, name);
        try (Scratch s = Scratch.open()) {
            OptionValue value = new OptionValue(calls, s, fd, level, name, TpacketCounts.SIZE);
            long at = value.has(TpacketCounts.FREEZE_QCNT) ? value.at() : value.of(TpacketCounts.SIZE);
            return new TpacketStats(
                    TpacketCounts.packets(s, at), TpacketCounts.drops(s, at), TpacketCounts.freezeQCnt(s, at));
        }
    }

    @Override
    public final int setsockoptTCPMD5SigOrErrno(int fd, int level, int name, TCPMD5Sig value) {
        byte[] key = Objects.requireNonNull(value, "value").key();
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(TcpMd5sig.SIZE);
            long address = s.alloc(SockAddrCodec.ROOM);
            int length = codec.encode(s, address, "value", value.addr());
            for (int i = 0; i < length; i++) {
                s.set8(at + TcpMd5sig.ADDR + i, s.u8(address + i));
            }
            TcpMd5sig.flags(s, at, value.flags());
            TcpMd5sig.prefixlen(s, at, value.prefixlen());
            TcpMd5sig.keylen(s, at, key.length);
            TcpMd5sig.ifindex(s, at, value.ifindex());
            s.copyFrom(key, 0, at + TcpMd5sig.KEY, key.length);
            return calls.setsockopt(fd, level, name, at, TcpMd5sig.SIZE);
        }
    }

    @Override
    public final int setsockoptTCPRepairOptOrErrno(int fd, int level, int name, List<TCPRepairOpt> value) {
        List<TCPRepairOpt> all = copy("value", value);
        try (Scratch s = Scratch.open()) {
            int size = Math.multiplyExact(all.size(), TcpRepairOption.SIZE);
            long start = s.alloc(size);
            long at = start;
            for (TCPRepairOpt each : all) {
                TcpRepairOption.code(s, at, each.code());
                TcpRepairOption.value(s, at, each.value());
                at += TcpRepairOption.SIZE;
            }
            return calls.setsockopt(fd, level, name, start, size);
        }
    }
}
