package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.DirCalls;

/**
 * Implements directory streams on x86_64. There, {@code opendir} and the related functions use 32-bit inode numbers. This class
 * calls functions whose symbols have the suffix {@code $INODE64}, for example {@code opendir$INODE64}. They use 64-bit inode
 * numbers. {@link Inode64Stat} does the same for the stat functions.
 */
final class Inode64Dir implements DirCalls {
    private final Symbols symbols;

    Inode64Dir(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /**
     * Declares the C functions for directory streams under their symbols with the suffix, for example {@code
     * opendir$INODE64}. <b>Internal</b>; public because jnr-ffi implements it.
     */
    public interface Symbols {
        long opendir$INODE64(long path);

        int readdir_r$INODE64(long dir, long entry, long result);

        int closedir(long dir);
    }

    @Override
    public long opendir(long path) {
        return symbols.opendir$INODE64(path);
    }

    @Override
    public int readdir_r(long dir, long entry, long result) {
        return symbols.readdir_r$INODE64(dir, entry, result);
    }

    @Override
    public int closedir(long dir) {
        return symbols.closedir(dir);
    }
}
