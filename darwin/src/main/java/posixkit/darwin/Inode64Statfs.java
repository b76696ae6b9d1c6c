package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.StatfsCalls;

/**
 * Implements {@link StatfsCalls} on x86_64, for the structure with 64-bit inodes. The functions with plain names fill an older,
 * smaller structure. See {@link Inode64Stat}.
 */
final class Inode64Statfs implements StatfsCalls {
    private final Symbols symbols;

    Inode64Statfs(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Binds the functions by their symbols. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int statfs$INODE64(long path, long buffer);

        int fstatfs$INODE64(int fd, long buffer);
    }

    @Override
    public int statfs(long path, long buffer) {
        return symbols.statfs$INODE64(path, buffer);
    }

    @Override
    public int fstatfs(int fd, long buffer) {
        return symbols.fstatfs$INODE64(fd, buffer);
    }
}
