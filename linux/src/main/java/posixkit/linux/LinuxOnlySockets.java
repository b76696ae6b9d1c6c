package posixkit.linux;

import static posixkit.constants.If.IFNAMSIZ;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.SCM_CREDENTIALS;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSock.SO_BINDTODEVICE;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.PeerCred;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.Ucred;
import posixkit.unix.Bindings;
import posixkit.unix.NameCodec;
import posixkit.unix.OptionValue;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.SocketCalls;

final class LinuxOnlySockets implements OnLinuxSockets {
    private static final int NOBODY = -1;

    private final SocketCalls calls;
    private final LinuxCalls linux;

    /** {@code SOCK_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    private final SockAddrCodec codec = new LinuxSockAddrCodec();

    LinuxOnlySockets(Bindings bindings, LinuxCalls linux) {
        calls = bindings.calls().socket();
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
        if (LinuxSockets.isPidfd(level, name)) {
            throw new IllegalArgumentException("name: SO_PEERPIDFD is a descriptor: read it with getsockoptInt");
        }
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
            return name.has(0) ? "" : NameCodec.decode(s.copy(name.at(), s.length(name.at())));
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

    private static Ucred ucred(Scratch s, long at) {
        return new Ucred(PeerCred.pid(s, at), PeerCred.uid(s, at), PeerCred.gid(s, at));
    }
}
