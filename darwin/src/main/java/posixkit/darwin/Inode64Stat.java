package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.StatCalls;

/**
 * Implements the stat functions on x86_64. There, {@code stat} and the related functions fill a smaller structure with 32-bit
 * inode numbers. They would succeed, but posixkit, which expects the larger structure, would read wrong values. This class calls
 * functions whose symbols have the suffix {@code $INODE64}, for example {@code stat$INODE64}. They fill the structure with 64-bit
 * inode numbers.
 */
final class Inode64Stat implements StatCalls {
    private final Symbols symbols;

    Inode64Stat(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Declares the C functions under their full symbols. <b>Internal</b>; public because jnr-ffi implements it. */
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
