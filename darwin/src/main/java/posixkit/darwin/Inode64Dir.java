package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.DirCalls;

/**
 * Implements directory streams on x86_64. The functions with plain names use 32-bit inodes there, so this class uses other
 * symbols. See {@link Inode64Stat}.
 */
final class Inode64Dir implements DirCalls {
    private final Symbols symbols;

    Inode64Dir(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Binds the functions by their symbols. <b>Internal</b>; public because jnr-ffi implements it. */
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
