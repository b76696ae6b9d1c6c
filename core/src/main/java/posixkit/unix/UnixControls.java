package posixkit.unix;

import static posixkit.constants.Inet.IPPROTO_IP;
import static posixkit.constants.Inet.IPPROTO_IPV6;
import static posixkit.constants.Inet.IPV6_PKTINFO;
import static posixkit.constants.Inet.IP_PKTINFO;
import static posixkit.constants.MessageFlag.SCM_TIMESTAMP;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import posixkit.net.ControlMessages;
import posixkit.net.Message;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.unix.layout.In6Pktinfo;
import posixkit.unix.layout.InPktinfo;
import posixkit.unix.layout.Timeval;

/** Implements {@link ControlMessages} for Linux and macOS. <b>Internal.</b> */
abstract class UnixControls extends UnixSocketOptions implements ControlMessages {
    UnixControls(Bindings bindings, SockAddrCodec codec) {
        super(bindings, codec);
    }

    @Override
    public final Message.Control newPktInfo4(PktInfo4 info) {
        Objects.requireNonNull(info, "info");
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(InPktinfo.SIZE);
            InPktinfo.ifindex(s, at, info.ifindex());
            put(s, at + InPktinfo.SPEC_DST, info.specDst());
            put(s, at + InPktinfo.ADDR, info.addr());
            return new Message.Control(IPPROTO_IP, IP_PKTINFO, s.copy(at, InPktinfo.SIZE));
        }
    }

    @Override
    public final Message.Control newPktInfo6(PktInfo6 info) {
        Objects.requireNonNull(info, "info");
        try (Scratch s = Scratch.open()) {
            long at = s.allocZeroed(In6Pktinfo.SIZE);
            put(s, at + In6Pktinfo.ADDR, info.addr());
            In6Pktinfo.ifindex(s, at, info.ifindex());
            return new Message.Control(IPPROTO_IPV6, IPV6_PKTINFO, s.copy(at, In6Pktinfo.SIZE));
        }
    }

    @Override
    public final Optional<PktInfo4> pktInfo4(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, IPPROTO_IP, IP_PKTINFO, InPktinfo.SIZE);
        if (data == null) {
            return Optional.empty();
        }
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(data, 0, data.length);
            return Optional.of(new PktInfo4(
                    InPktinfo.ifindex(s, at), inet4(s, at + InPktinfo.SPEC_DST), inet4(s, at + InPktinfo.ADDR)));
        }
    }

    @Override
    public final Optional<PktInfo6> pktInfo6(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, IPPROTO_IPV6, IPV6_PKTINFO, In6Pktinfo.SIZE);
        if (data == null) {
            return Optional.empty();
        }
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(data, 0, data.length);
            return Optional.of(new PktInfo6(inet6(s.copy(at + In6Pktinfo.ADDR, IN6_ADDR)), In6Pktinfo.ifindex(s, at)));
        }
    }

    @Override
    public final Optional<Instant> timestamp(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, SOL_SOCKET, SCM_TIMESTAMP, Timeval.SIZE);
        if (data == null) {
            return Optional.empty();
        }
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(data, 0, data.length);
            return Optional.of(Instant.ofEpochSecond(Timeval.sec(s, at), Timeval.usec(s, at) * NANOS_PER_MICRO));
        }
    }
}
