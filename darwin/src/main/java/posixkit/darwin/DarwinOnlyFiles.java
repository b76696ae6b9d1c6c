package posixkit.darwin;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Limits.MAXPATHLEN;
import static posixkit.ondarwin.constants.DarwinFcntl.F_BARRIERFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FULLFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETPATH;
import static posixkit.ondarwin.constants.DarwinFcntl.F_LOG2PHYS_EXT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NOCACHE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PEOFPOSMODE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PREALLOCATE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PUNCHHOLE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDADVISE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDAHEAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.DarwinFileCalls;
import posixkit.darwin.layout.Fpunchhole;
import posixkit.darwin.layout.Fstore;
import posixkit.darwin.layout.Log2phys;
import posixkit.darwin.layout.Radvisory;
import posixkit.darwin.layout.Statfs_t;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStatfs;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;
import posixkit.unix.call.UnixCalls;

final class DarwinOnlyFiles implements OnDarwinFiles {
    private static final long NOWHERE = -1;

    private final UnixCalls unix;
    private final DarwinFileCalls calls;

    DarwinOnlyFiles(UnixCalls unix, DarwinFileCalls calls) {
        this.unix = unix;
        this.calls = calls;
    }

    @Override
    public int chflagsOrErrno(String path, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.chflags(s.string("path", path), flags);
        }
    }

    @Override
    public int lchflagsOrErrno(String path, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.lchflags(s.string("path", path), flags);
        }
    }

    @Override
    public int fchflagsOrErrno(int fd, int flags) {
        return calls.fchflags(fd, flags);
    }

    @Override
    public int exchangedataOrErrno(String first, String second, int options) {
        try (Scratch s = Scratch.open()) {
            return calls.exchangedata(s.string("first", first), s.string("second", second), options);
        }
    }

    @Override
    public int renamexNpOrErrno(String from, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.renamex_np(s.string("from", from), s.string("to", to), flags);
        }
    }

    @Override
    public int renameatxNpOrErrno(int fromfd, String from, int tofd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.renameatx_np(fromfd, s.string("from", from), tofd, s.string("to", to), flags);
        }
    }

    @Override
    public int clonefileOrErrno(String from, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.clonefile(s.string("from", from), s.string("to", to), flags);
        }
    }

    @Override
    public int clonefileatOrErrno(int fromfd, String from, int tofd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.clonefileat(fromfd, s.string("from", from), tofd, s.string("to", to), flags);
        }
    }

    @Override
    public int fclonefileatOrErrno(int fd, int tofd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.fclonefileat(fd, tofd, s.string("to", to), flags);
        }
    }

    @Override
    public int copyfileOrErrno(String from, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.copyfile(s.string("from", from), s.string("to", to), 0, flags);
        }
    }

    @Override
    public int fcopyfileOrErrno(int from, int to, int flags) {
        return calls.fcopyfile(from, to, 0, flags);
    }

    @Override
    public int undeleteOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.undelete(s.string("path", path));
        }
    }

    @Override
    public int revokeOrErrno(String path) {
        try (Scratch s = Scratch.open()) {
            return calls.revoke(s.string("path", path));
        }
    }

    @Override
    public int mountOrErrno(String type, String dir, int flags, byte[] data) {
        try (Scratch s = Scratch.open()) {
            long name = s.string("type", type);
            long path = s.string("dir", dir);
            int length = Objects.requireNonNull(data, "data").length;
            return calls.mount(name, path, flags, length == 0 ? 0 : s.bytes(data, 0, length));
        }
    }

    @Override
    public int unmountOrErrno(String dir, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.unmount(s.string("dir", dir), flags);
        }
    }

    /**
     * Returns information about all mounted file systems. Gives the kernel a buffer with room for one more file system than there
     * are. If the kernel fills the whole buffer, there may be more file systems, so this method tries again with a larger buffer.
     */
    @Override
    public List<OnDarwinStatfs> getfsstat(int flags) throws ErrnoException {
        int room = Outcome.of("getfsstat", calls.getfsstat(0, 0, flags));
        List<OnDarwinStatfs> all;
        do {
            room++;
            all = getfsstat(room, flags);
        } while (all.size() == room);
        return all;
    }

    private List<OnDarwinStatfs> getfsstat(int room, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            int size = Math.multiplyExact(room, Statfs_t.SIZE);
            long buffer = s.alloc(size);
            int count = Outcome.of("getfsstat", calls.getfsstat(buffer, size, flags));
            List<OnDarwinStatfs> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Statfs_t one = new Statfs_t();
                s.copyTo(one, buffer + (long) i * Statfs_t.SIZE);
                all.add(one);
            }
            return all;
        }
    }

    @Override
    public int fullfsyncOrErrno(int fd) {
        return control(fd, F_FULLFSYNC, 0);
    }

    @Override
    public int barrierfsyncOrErrno(int fd) {
        return control(fd, F_BARRIERFSYNC, 0);
    }

    @Override
    public int nocacheOrErrno(int fd, boolean on) {
        return control(fd, F_NOCACHE, on ? 1 : 0);
    }

    @Override
    public int rdaheadOrErrno(int fd, boolean on) {
        return control(fd, F_RDAHEAD, on ? 1 : 0);
    }

    @Override
    public String getPath(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long path = s.alloc(MAXPATHLEN);
            int result;
            do {
                result = control(fd, F_GETPATH, path);
            } while (result == -EINTR);
            Outcome.ofFd("fcntl", fd, result);
            return s.text(path);
        }
    }

    @Override
    public long preallocateOrErrno(int fd, long length, int flags) {
        try (Scratch s = Scratch.open()) {
            long store = s.allocZeroed(Fstore.SIZE);
            s.set32(store + Fstore.FLAGS, flags);
            s.set32(store + Fstore.POSMODE, F_PEOFPOSMODE);
            s.set64(store + Fstore.LENGTH, length);
            int result = control(fd, F_PREALLOCATE, store);
            return result < 0 ? result : s.s64(store + Fstore.BYTESALLOC);
        }
    }

    @Override
    public int punchholeOrErrno(int fd, long offset, long length) {
        try (Scratch s = Scratch.open()) {
            long hole = s.allocZeroed(Fpunchhole.SIZE);
            s.set64(hole + Fpunchhole.OFFSET, offset);
            s.set64(hole + Fpunchhole.LENGTH, length);
            return control(fd, F_PUNCHHOLE, hole);
        }
    }

    @Override
    public int rdadviseOrErrno(int fd, long offset, int count) {
        try (Scratch s = Scratch.open()) {
            long part = s.allocZeroed(Radvisory.SIZE);
            s.set64(part + Radvisory.OFFSET, offset);
            s.set32(part + Radvisory.COUNT, count);
            return control(fd, F_RDADVISE, part);
        }
    }

    @Override
    public OptionalLong log2phys(int fd, long offset) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long place = s.allocZeroed(Log2phys.SIZE);
            s.set64(place + Log2phys.CONTIGBYTES, 1);
            s.set64(place + Log2phys.DEVOFFSET, offset);
            int result;
            do {
                result = control(fd, F_LOG2PHYS_EXT, place);
            } while (result == -EINTR);
            Outcome.ofFd("fcntl", fd, result);
            long position = s.s64(place + Log2phys.DEVOFFSET);
            return position == NOWHERE ? OptionalLong.empty() : OptionalLong.of(position);
        }
    }

    private int control(int fd, int command, long argument) {
        return unix.io().fcntl(fd, command, argument);
    }

    @Override
    public int pthreadChdirNpOrErrno(String path) {
        PlatformThread.require("pthread_chdir_np");
        try (Scratch s = Scratch.open()) {
            return calls.pthread_chdir_np(s.string("path", path));
        }
    }

    @Override
    public int pthreadFchdirNpOrErrno(int fd) {
        PlatformThread.require("pthread_fchdir_np");
        return calls.pthread_fchdir_np(fd);
    }
}
