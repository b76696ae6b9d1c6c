package posixkit.darwin;

import posixkit.ffi.Native;

/**
 * Implements {@link MountCalls} on x86_64 with {@code getfsstat$INODE64}. There, {@code getfsstat} fills an old, smaller
 * structure. {@link Inode64Statfs} does the same for {@code statfs}.
 */
final class Inode64Mounts implements MountCalls {
    private final Symbols symbols;

    Inode64Mounts(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Declares the C function under its full symbol. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int getfsstat$INODE64(long buffer, int size, int flags);
    }

    @Override
    public int getfsstat(long buffer, int size, int flags) {
        return symbols.getfsstat$INODE64(buffer, size, flags);
    }
}
