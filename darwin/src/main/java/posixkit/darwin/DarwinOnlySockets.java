package posixkit.darwin;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERPID;
import static posixkit.ondarwin.constants.DarwinSock.SOL_LOCAL;
import static posixkit.ondarwin.constants.DarwinXucred.XUCRED_VERSION;

import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.DarwinSocketCalls;
import posixkit.darwin.layout.PeerCred;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.Xucred;
import posixkit.unix.Bindings;
import posixkit.unix.OptionValue;
import posixkit.unix.Scratch;
import posixkit.unix.call.SocketCalls;

final class DarwinOnlySockets implements OnDarwinSockets {
    private final SocketCalls calls;
    private final DarwinSocketCalls darwin;

    DarwinOnlySockets(Bindings bindings, DarwinSocketCalls darwin) {
        calls = bindings.calls().socket();
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
}
