package posixkit.linux;

import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.If.IFNAMSIZ;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_CREDENTIALS;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_TIMESTAMPING;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_TIMESTAMPNS;
import static posixkit.onlinux.constants.LinuxMessageFlag.SIZEOF_SCM_TIMESTAMPING;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSock.SO_BINDTODEVICE;
import static posixkit.onlinux.constants.LinuxUdp.SOL_UDP;
import static posixkit.onlinux.constants.LinuxUdp.UDP_GRO;
import static posixkit.onlinux.constants.LinuxUdp.UDP_SEGMENT;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.PeerCred;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Timestamping;
import posixkit.onlinux.Ucred;
import posixkit.unix.Bindings;
import posixkit.unix.ControlData;
import posixkit.unix.OptionValue;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.IoCalls;
import posixkit.unix.layout.Timespec;

final class LinuxOnlySockets extends LinuxOptions implements OnLinuxSockets {
    private static final int NOBODY = -1;
    private static final int MOST_SEGMENT = 0xFFFF;

    /** The index of the time of the network card in {@code struct scm_timestamping}. */
    private static final int HARDWARE = 2;

    private final IoCalls io;
    private final LinuxCalls linux;

    /** {@code SOCK_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxOnlySockets(Bindings bindings, LinuxCalls linux) {
        super(bindings.calls().socket());
        io = bindings.calls().io();
        this.linux = linux;
        closeOnExec = bindings.closeOnExec().flag(SOCK_CLOEXEC);
    }

    @Override
    public int accept4OrErrno(int fd, Peer peer, int flags) {
        if (peer == null) {
            return linux.linuxSocket().accept4(fd, 0, 0, flags | closeOnExec);
        }
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            int result = linux.linuxSocket().accept4(fd, at, SockAddrCodec.lengthOf(at), flags | closeOnExec);
            if (result >= 0) {
                peer.address(codec.filled(s, at));
            }
            return result;
        }
    }

    @Override
    public Optional<Ucred> getsockoptUcred(int fd, int level, int name) throws ErrnoException {
        LinuxSockets.refuseFilter(level, name);
        LinuxSockets.refusePidfd(level, name);
        try (Scratch s = Scratch.open()) {
            int size = PeerCred.SIZE;
            Ucred peer = ucred(s, new OptionValue(calls, s, fd, level, name, size).of(size));
            return peer.pid() == 0 && peer.uid() == NOBODY ? Optional.empty() : Optional.of(peer);
        }
    }

    @Override
    public int bindToDeviceOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            int length = s.length(text);
            if (length >= IFNAMSIZ) {
                throw new IllegalArgumentException(
                        "name: no interface has a name of " + length + " bytes: " + Names.printable(name));
            }
            return calls.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, text, length);
        }
    }

    @Override
    public String boundDevice(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            OptionValue name = new OptionValue(calls, s, fd, SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ);
            return name.has(0) ? "" : s.text(name.at());
        }
    }

    @Override
    public Message.Control newCredentials(Ucred claimed) {
        Objects.requireNonNull(claimed, "claimed");
        try (Scratch s = Scratch.open()) {
            long ucred = s.alloc(PeerCred.SIZE);
            PeerCred.pid(s, ucred, claimed.pid());
            PeerCred.uid(s, ucred, claimed.uid());
            PeerCred.gid(s, ucred, claimed.gid());
            return new Message.Control(SOL_SOCKET, SCM_CREDENTIALS, s.copy(ucred, PeerCred.SIZE));
        }
    }

    @Override
    public Optional<Ucred> credentials(Message received) {
        Objects.requireNonNull(received, "received");
        for (Message.Control control : received.controls()) {
            boolean isWhole = control.length() == PeerCred.SIZE;
            if (control.level() == SOL_SOCKET && control.type() == SCM_CREDENTIALS && isWhole) {
                try (Scratch s = Scratch.open()) {
                    return Optional.of(ucred(s, s.bytes(control.data(), 0, control.length())));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public OptionalInt takePidfd(Message received) {
        Objects.requireNonNull(received, "received");
        for (Message.Control control : received.controls()) {
            if (control.level() == SOL_SOCKET && control.type() == LinuxSockets.SCM_PIDFD) {
                return OptionalInt.of(received.takeFd(control));
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public int peerPidfdOrErrno(int fd) {
        try (Scratch s = Scratch.open()) {
            long at = s.alloc(Integer.BYTES);
            int length = OptionValue.get(calls, s, fd, SOL_SOCKET, LinuxSockets.SO_PEERPIDFD, at, Integer.BYTES);
            if (length < 0) {
                return length;
            }
            if (closeOnExec == 0) {
                // The kernel makes every pidfd close-on-exec.
                io.fcntl(s.s32(at), F_SETFD, 0);
            }
            return s.s32(at);
        }
    }

    @Override
    public MessageBatch newMessageBatch(int messages, int bytes, int control) {
        return new LinuxMessageBatch(codec, messages, bytes, control);
    }

    @Override
    public int controlSpace(int length) {
        long space = ControlData.space(length);
        if (length < 0 || space > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("length: " + length);
        }
        return (int) space;
    }

    @Override
    public int sendmmsgOrErrno(int fd, MessageBatch messages, int index, int count, int flags) {
        return own(messages).send(linux.linuxSocket(), fd, index, count, flags);
    }

    @Override
    public int recvmmsgOrErrno(int fd, MessageBatch messages, int index, int count, int flags, Duration timeout) {
        LinuxMessageBatch batch = own(messages);
        if (timeout == null) {
            return batch.receive(linux.linuxSocket(), io, fd, index, count, flags, 0);
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: a negative time: " + timeout);
        }
        try (Scratch s = Scratch.open()) {
            long limit = s.alloc(Timespec.SIZE);
            Timespec.sec(s, limit, timeout.getSeconds());
            Timespec.nsec(s, limit, timeout.getNano());
            return batch.receive(linux.linuxSocket(), io, fd, index, count, flags, limit);
        }
    }

    private static LinuxMessageBatch own(MessageBatch messages) {
        if (Objects.requireNonNull(messages, "messages") instanceof LinuxMessageBatch batch) {
            return batch;
        }
        throw new IllegalArgumentException("messages: not from newMessageBatch()");
    }

    @Override
    public Message.Control newSegmentSize(int bytes) {
        if (bytes <= 0 || bytes > MOST_SEGMENT) {
            throw new IllegalArgumentException("bytes: " + bytes + " is not in 1…" + MOST_SEGMENT);
        }
        try (Scratch s = Scratch.open()) {
            long size = s.alloc(Short.BYTES);
            s.set16(size, bytes);
            return new Message.Control(SOL_UDP, UDP_SEGMENT, s.copy(size, Short.BYTES));
        }
    }

    @Override
    public OptionalInt segmentSize(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, SOL_UDP, UDP_GRO, Integer.BYTES);
        if (data == null) {
            return OptionalInt.empty();
        }
        try (Scratch s = Scratch.open()) {
            return OptionalInt.of(s.s32(s.bytes(data, 0, data.length)));
        }
    }

    @Override
    public Optional<Instant> timestampNs(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, SOL_SOCKET, SCM_TIMESTAMPNS, Timespec.SIZE);
        if (data == null) {
            return Optional.empty();
        }
        try (Scratch s = Scratch.open()) {
            return Optional.of(instant(s, s.bytes(data, 0, data.length)));
        }
    }

    @Override
    public Optional<Timestamping> timestamping(List<Message.Control> received) {
        byte[] data = ControlData.find("received", received, SOL_SOCKET, SCM_TIMESTAMPING, SIZEOF_SCM_TIMESTAMPING);
        if (data == null) {
            return Optional.empty();
        }
        try (Scratch s = Scratch.open()) {
            long times = s.bytes(data, 0, data.length);
            return Optional.of(new Timestamping(given(s, times), given(s, times + HARDWARE * Timespec.SIZE)));
        }
    }

    /** Returns a time, or null if it is 0: the kernel has not measured it. */
    private static Instant given(Scratch s, long at) {
        return Timespec.sec(s, at) == 0 && Timespec.nsec(s, at) == 0 ? null : instant(s, at);
    }

    private static Instant instant(Scratch s, long at) {
        return Instant.ofEpochSecond(Timespec.sec(s, at), Timespec.nsec(s, at));
    }

    private static Ucred ucred(Scratch s, long at) {
        return new Ucred(PeerCred.pid(s, at), PeerCred.uid(s, at), PeerCred.gid(s, at));
    }
}
