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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.darwin.layout.Fpunchhole;
import posixkit.darwin.layout.Fstore;
import posixkit.darwin.layout.Log2phys;
import posixkit.darwin.layout.Radvisory;
import posixkit.darwin.layout.Statfs_t;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStatfs;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.VariadicCalls;

final class DarwinOnlyFiles implements OnDarwinFiles {
    private static final long NOWHERE = -1;

    private final Supplier<DarwinFileCalls> calls;
    private final Supplier<? extends MountCalls> mounts;
    private final VariadicCalls variadic;

    /** @param mounts where {@code getfsstat} is: not under the same symbol everywhere */
    DarwinOnlyFiles(Bindings bindings, Supplier<? extends MountCalls> mounts) {
        calls = bindings.lazily(DarwinFileCalls.class);
        this.mounts = mounts;
        variadic = bindings.variadic();
    }

    @Override
    public void chflags(String path, int flags) throws ErrnoException {
        chflags((Object) path, flags);
    }

    @Override
    public void chflags(byte[] path, int flags) throws ErrnoException {
        chflags((Object) path, flags);
    }

    private void chflags(Object path, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().chflags(s.path(path), flags), "chflags", path);
        }
    }

    @Override
    public void lchflags(String path, int flags) throws ErrnoException {
        lchflags((Object) path, flags);
    }

    @Override
    public void lchflags(byte[] path, int flags) throws ErrnoException {
        lchflags((Object) path, flags);
    }

    private void lchflags(Object path, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().lchflags(s.path(path), flags), "lchflags", path);
        }
    }

    @Override
    public void fchflags(int fd, int flags) throws ErrnoException {
        Result.check(calls.get().fchflags(fd, flags), "fchflags", "fd", fd);
    }

    @Override
    public void exchangedata(String first, String second, int options) throws ErrnoException {
        exchangedata((Object) first, second, options);
    }

    @Override
    public void exchangedata(byte[] first, byte[] second, int options) throws ErrnoException {
        exchangedata((Object) first, second, options);
    }

    private void exchangedata(Object first, Object second, int options) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long one = s.path(first);
            long other = s.path(second);
            Result.check(calls.get().exchangedata(one, other, options), "exchangedata", first, second);
        }
    }

    @Override
    public void renamexNp(String from, String to, int flags) throws ErrnoException {
        renamexNp((Object) from, to, flags);
    }

    @Override
    public void renamexNp(byte[] from, byte[] to, int flags) throws ErrnoException {
        renamexNp((Object) from, to, flags);
    }

    private void renamexNp(Object from, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(calls.get().renamex_np(source, destination, flags), "renamex_np", from, to);
        }
    }

    @Override
    public void renameatxNp(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        renameatxNp(fromfd, (Object) from, tofd, to, flags);
    }

    @Override
    public void renameatxNp(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException {
        renameatxNp(fromfd, (Object) from, tofd, to, flags);
    }

    private void renameatxNp(int fromfd, Object from, int tofd, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            int result = calls.get().renameatx_np(fromfd, source, tofd, destination, flags);
            Result.check(result, "renameatx_np", from, to);
        }
    }

    @Override
    public void clonefile(String from, String to, int flags) throws ErrnoException {
        clonefile((Object) from, to, flags);
    }

    @Override
    public void clonefile(byte[] from, byte[] to, int flags) throws ErrnoException {
        clonefile((Object) from, to, flags);
    }

    private void clonefile(Object from, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(calls.get().clonefile(source, destination, flags), "clonefile", from, to);
        }
    }

    @Override
    public void clonefileat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        clonefileat(fromfd, (Object) from, tofd, to, flags);
    }

    @Override
    public void clonefileat(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException {
        clonefileat(fromfd, (Object) from, tofd, to, flags);
    }

    private void clonefileat(int fromfd, Object from, int tofd, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            int result = calls.get().clonefileat(fromfd, source, tofd, destination, flags);
            Result.check(result, "clonefileat", from, to);
        }
    }

    @Override
    public void fclonefileat(int fd, int tofd, String to, int flags) throws ErrnoException {
        fclonefileat(fd, tofd, (Object) to, flags);
    }

    @Override
    public void fclonefileat(int fd, int tofd, byte[] to, int flags) throws ErrnoException {
        fclonefileat(fd, tofd, (Object) to, flags);
    }

    private void fclonefileat(int fd, int tofd, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().fclonefileat(fd, tofd, s.path(to), flags), "fclonefileat", to);
        }
    }

    @Override
    public void undelete(String path) throws ErrnoException {
        undelete((Object) path);
    }

    @Override
    public void undelete(byte[] path) throws ErrnoException {
        undelete((Object) path);
    }

    private void undelete(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().undelete(s.path(path)), "undelete", path);
        }
    }

    @Override
    public void revoke(String path) throws ErrnoException {
        revoke((Object) path);
    }

    @Override
    public void revoke(byte[] path) throws ErrnoException {
        revoke((Object) path);
    }

    private void revoke(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().revoke(s.path(path)), "revoke", path);
        }
    }

    @Override
    public void unmount(String dir, int flags) throws ErrnoException {
        unmount((Object) dir, flags);
    }

    @Override
    public void unmount(byte[] dir, int flags) throws ErrnoException {
        unmount((Object) dir, flags);
    }

    private void unmount(Object dir, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.get().unmount(s.path(dir), flags), "unmount", dir);
        }
    }

    /** With room for one more than there were: full, it would not say whether there are more by now. */
    @Override
    public List<OnDarwinStatfs> getfsstat(int flags) throws ErrnoException {
        int room = Result.check(mounts.get().getfsstat(0, 0, flags), "getfsstat");
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
            int count = Result.check(mounts.get().getfsstat(buffer, size, flags), "getfsstat");
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
    public void fullfsync(int fd) throws ErrnoException {
        control(fd, F_FULLFSYNC, 0);
    }

    @Override
    public void barrierfsync(int fd) throws ErrnoException {
        control(fd, F_BARRIERFSYNC, 0);
    }

    @Override
    public void nocache(int fd, boolean on) throws ErrnoException {
        control(fd, F_NOCACHE, on ? 1 : 0);
    }

    @Override
    public void rdahead(int fd, boolean on) throws ErrnoException {
        control(fd, F_RDAHEAD, on ? 1 : 0);
    }

    @Override
    public String getPath(int fd) throws ErrnoException {
        return new String(getPathBytes(fd), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getPathBytes(int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long path = s.alloc(MAXPATHLEN);
            control(fd, F_GETPATH, path);
            return s.copy(path, s.length(path));
        }
    }

    @Override
    public long preallocate(int fd, long length, int flags) throws ErrnoException {
        Fstore store = new Fstore().flags(flags).posmode(F_PEOFPOSMODE).length(length);
        control(fd, F_PREALLOCATE, store);
        return store.bytesalloc();
    }

    @Override
    public void punchhole(int fd, long offset, long length) throws ErrnoException {
        control(fd, F_PUNCHHOLE, new Fpunchhole().offset(offset).length(length));
    }

    @Override
    public void rdadvise(int fd, long offset, int count) throws ErrnoException {
        control(fd, F_RDADVISE, new Radvisory().offset(offset).count(count));
    }

    @Override
    public OptionalLong log2phys(int fd, long offset) throws ErrnoException {
        Log2phys place = new Log2phys().devoffset(offset).contigbytes(1);
        control(fd, F_LOG2PHYS_EXT, place);
        return place.devoffset() == NOWHERE ? OptionalLong.empty() : OptionalLong.of(place.devoffset());
    }

    private void control(int fd, int command, Struct argument) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.struct(argument);
            control(fd, command, address);
            s.copyTo(argument, address);
        }
    }

    private void control(int fd, int command, long argument) throws ErrnoException {
        int result;
        do {
            result = Result.negate(variadic.fcntl(fd, command, argument));
        } while (result == -EINTR);
        Result.orThrow(result, "fcntl", "fd", fd);
    }
}
