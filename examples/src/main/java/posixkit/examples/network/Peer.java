package posixkit.examples.network;

import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ondarwin.Xucred;
import posixkit.onlinux.Ucred;

/** The process at the other end of a Unix-domain socket, as the kernel recorded it when the process connected. */
record Peer(int pid, int uid, int gid) {
    static Peer of(Posix posix, int fd) throws ErrnoException {
        if (Target.IS_LINUX) {
            Ucred peer = posix.onLinux().sockets().peerCredentials(fd).orElseThrow();
            return new Peer(peer.pid(), peer.uid(), peer.gid());
        }
        Xucred peer = posix.onDarwin().sockets().peerCredentials(fd);
        return new Peer(posix.onDarwin().sockets().peerPid(fd), peer.uid(), peer.gid());
    }
}
