package posixkit.darwin;

import posixkit.ffi.Native;

/** {@link MountCalls} on x86_64; see {@link Inode64Statfs}. */
final class Inode64Mounts implements MountCalls {
    private final Symbols symbols;

    Inode64Mounts(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** <b>Internal</b>; public for jnr-ffi. */
    public interface Symbols {
        int getfsstat$INODE64(long buffer, int size, int flags);
    }

    @Override
    public int getfsstat(long buffer, int size, int flags) {
        return symbols.getfsstat$INODE64(buffer, size, flags);
    }
}
