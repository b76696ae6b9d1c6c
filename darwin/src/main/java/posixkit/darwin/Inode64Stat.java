package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.StatCalls;

/**
 * Implements the stat functions on x86_64, under symbols with a suffix. The functions with plain names fill a smaller structure
 * with 32-bit inodes. They would succeed, but every member would be wrong.
 */
final class Inode64Stat implements StatCalls {
    private final Symbols symbols;

    Inode64Stat(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Binds the functions by their symbols. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int stat$INODE64(long path, long buffer);

        int lstat$INODE64(long path, long buffer);

        int fstat$INODE64(int fd, long buffer);

        int fstatat$INODE64(int dirfd, long path, long buffer, int flags);
    }

    @Override
    public int stat(long path, long buffer) {
        return symbols.stat$INODE64(path, buffer);
    }

    @Override
    public int lstat(long path, long buffer) {
        return symbols.lstat$INODE64(path, buffer);
    }

    @Override
    public int fstat(int fd, long buffer) {
        return symbols.fstat$INODE64(fd, buffer);
    }

    @Override
    public int fstatat(int dirfd, long path, long buffer, int flags) {
        return symbols.fstatat$INODE64(dirfd, path, buffer, flags);
    }
}
