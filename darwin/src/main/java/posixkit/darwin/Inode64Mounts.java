package posixkit.darwin;

import posixkit.ffi.Native;

/** Implements {@link MountCalls} on x86_64, for the structure with 64-bit inodes. See {@link Inode64Statfs}. */
final class Inode64Mounts implements MountCalls {
    private final Symbols symbols;

    Inode64Mounts(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Binds the functions by their symbols. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int getfsstat$INODE64(long buffer, int size, int flags);
    }

    @Override
    public int getfsstat(long buffer, int size, int flags) {
        return symbols.getfsstat$INODE64(buffer, size, flags);
    }
}
