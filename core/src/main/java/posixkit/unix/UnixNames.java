package posixkit.unix;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.file.FileTree;

/** {@link FileTree}: what names lead to, and where they go. <b>Internal.</b> Each call is written once, as in {@link UnixMetadata}. */
abstract class UnixNames extends UnixAttributes implements FileTree {
    /** Links are first read into this much; few need more. */
    private static final int FIRST_GUESS = 1024;

    final Supplier<NameCalls> names;
    private final LibC libc;

    UnixNames(Bindings bindings) {
        super(bindings);
        names = bindings.lazily(NameCalls.class);
        libc = bindings.libc();
    }

    @Override
    public final String readlink(String path) throws ErrnoException {
        return NameCodec.text(readlinkBytes(path));
    }

    @Override
    public final String readlink(byte[] path) throws ErrnoException {
        return NameCodec.text(readlinkBytes(path));
    }

    @Override
    public final byte[] readlinkBytes(String path) throws ErrnoException {
        return readlink("readlink", path, libc::readlink);
    }

    @Override
    public final byte[] readlinkBytes(byte[] path) throws ErrnoException {
        return readlink("readlink", path, libc::readlink);
    }

    @Override
    public final String readlinkat(int dirfd, String path) throws ErrnoException {
        return NameCodec.text(readlinkatBytes(dirfd, path));
    }

    @Override
    public final String readlinkat(int dirfd, byte[] path) throws ErrnoException {
        return NameCodec.text(readlinkatBytes(dirfd, path));
    }

    @Override
    public final byte[] readlinkatBytes(int dirfd, String path) throws ErrnoException {
        return readlink("readlinkat", path, (p, to, size) -> names.get().readlinkat(dirfd, p, to, size));
    }

    @Override
    public final byte[] readlinkatBytes(int dirfd, byte[] path) throws ErrnoException {
        return readlink("readlinkat", path, (p, to, size) -> names.get().readlinkat(dirfd, p, to, size));
    }

    private interface Readlink {
        long call(long path, long buffer, long size);
    }

    private static byte[] readlink(String call, Object path, Readlink readlink) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.path(path);
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                int length = Result.check((int) readlink.call(address, buffer, size), call, path);
                if (length < size) {
                    return s.copy(buffer, length);
                }
            }
        }
    }

    @Override
    public final void link(String from, String to) throws ErrnoException {
        link((Object) from, to);
    }

    @Override
    public final void link(byte[] from, byte[] to) throws ErrnoException {
        link((Object) from, to);
    }

    private void link(Object from, Object to) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(names.get().link(source, destination), "link", from, to);
        }
    }

    @Override
    public final void linkat(int fromfd, String from, int tofd, String to, int flags) throws ErrnoException {
        linkat(fromfd, (Object) from, tofd, to, flags);
    }

    @Override
    public final void linkat(int fromfd, byte[] from, int tofd, byte[] to, int flags) throws ErrnoException {
        linkat(fromfd, (Object) from, tofd, to, flags);
    }

    private void linkat(int fromfd, Object from, int tofd, Object to, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(names.get().linkat(fromfd, source, tofd, destination, flags), "linkat", from, to);
        }
    }

    @Override
    public final void symlink(String target, String linkpath) throws ErrnoException {
        symlink((Object) target, linkpath);
    }

    @Override
    public final void symlink(byte[] target, byte[] linkpath) throws ErrnoException {
        symlink((Object) target, linkpath);
    }

    private void symlink(Object target, Object linkpath) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long content = s.path(target);
            long link = s.path(linkpath);
            Result.check(names.get().symlink(content, link), "symlink", linkpath, target);
        }
    }

    @Override
    public final void symlinkat(String target, int dirfd, String linkpath) throws ErrnoException {
        symlinkat((Object) target, dirfd, linkpath);
    }

    @Override
    public final void symlinkat(byte[] target, int dirfd, byte[] linkpath) throws ErrnoException {
        symlinkat((Object) target, dirfd, linkpath);
    }

    private void symlinkat(Object target, int dirfd, Object linkpath) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long content = s.path(target);
            long link = s.path(linkpath);
            Result.check(names.get().symlinkat(content, dirfd, link), "symlinkat", linkpath, target);
        }
    }

    @Override
    public final void unlink(String path) throws ErrnoException {
        unlink((Object) path);
    }

    @Override
    public final void unlink(byte[] path) throws ErrnoException {
        unlink((Object) path);
    }

    private void unlink(Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(libc.unlink(s.path(path)), "unlink", path);
        }
    }

    @Override
    public final void unlinkat(int dirfd, String path, int flags) throws ErrnoException {
        unlinkat(dirfd, (Object) path, flags);
    }

    @Override
    public final void unlinkat(int dirfd, byte[] path, int flags) throws ErrnoException {
        unlinkat(dirfd, (Object) path, flags);
    }

    private void unlinkat(int dirfd, Object path, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(names.get().unlinkat(dirfd, s.path(path), flags), "unlinkat", path);
        }
    }

    @Override
    public final void rename(String from, String to) throws ErrnoException {
        rename((Object) from, to);
    }

    @Override
    public final void rename(byte[] from, byte[] to) throws ErrnoException {
        rename((Object) from, to);
    }

    private void rename(Object from, Object to) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(libc.rename(source, destination), "rename", from, to);
        }
    }

    @Override
    public final void renameat(int fromfd, String from, int tofd, String to) throws ErrnoException {
        renameat(fromfd, (Object) from, tofd, to);
    }

    @Override
    public final void renameat(int fromfd, byte[] from, int tofd, byte[] to) throws ErrnoException {
        renameat(fromfd, (Object) from, tofd, to);
    }

    private void renameat(int fromfd, Object from, int tofd, Object to) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long source = s.path(from);
            long destination = s.path(to);
            Result.check(names.get().renameat(fromfd, source, tofd, destination), "renameat", from, to);
        }
    }
}
