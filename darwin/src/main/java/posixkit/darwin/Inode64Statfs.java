package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.StatfsCalls;

/**
 * Implements {@link StatfsCalls} on x86_64. There, {@code statfs} and {@code fstatfs} fill an old, smaller structure. This class
 * calls {@code statfs$INODE64} and {@code fstatfs$INODE64} instead, which fill the structure that posixkit expects.
 * {@link Inode64Stat} does the same for the stat functions.
 */
final class Inode64Statfs implements StatfsCalls {
    private final Symbols symbols;

    Inode64Statfs(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Declares the C functions under their full symbols. <b>Internal</b>; public because jnr-ffi implements it. */
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
