package posixkit.linux;

import static posixkit.constants.Errno.EINTR;
import static posixkit.onlinux.constants.Socket.SOCK_CLOEXEC;

import posixkit.ErrnoException;
import posixkit.net.Peer;
import posixkit.onlinux.SocketExtras;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;

final class LinuxSocketExtras implements SocketExtras {
    private final LinuxSocketCalls calls;
    private final SockAddrCodec codec = new LinuxSockAddrCodec();

    LinuxSocketExtras(Bindings bindings) {
        calls = bindings.library().load(LinuxSocketCalls.class);
    }

    @Override
    public int accept4(int fd, Peer peer, int flags) throws ErrnoException {
        int result;
        do {
            result = accept4OrErrno(fd, peer, flags);
        } while (result == -EINTR);
        return Result.orThrow(result, "accept4", "fd", fd);
    }

    @Override
    public int accept4OrErrno(int fd, Peer peer, int flags) {
        if (peer == null) {
            return Result.negate(calls.accept4(fd, 0, 0, flags | SOCK_CLOEXEC));
        }
        try (Scratch s = Scratch.open()) {
            long at = SockAddrCodec.room(s);
            int result = Result.negate(calls.accept4(fd, at, SockAddrCodec.lengthOf(at), flags | SOCK_CLOEXEC));
            if (result >= 0) {
                peer.address(codec.filled(s, at));
            }
            return result;
        }
    }
}
