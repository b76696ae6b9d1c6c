package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Scratch;

/**
 * Implements {@code mknod} and {@code mknodat} for glibc before version 2.33, which does not export these functions. There, C
 * programs get inline functions with these names, which call the functions of {@link Symbols}. This class calls them directly.
 * {@link VersionedStat} does the same for {@code stat}.
 */
final class VersionedNodes implements LinuxNodeCalls {
    /**
     * The first argument of {@code __xmknod}: a version number that selects the kernel's format of device numbers. It is 0 on
     * x86_64 and on aarch64.
     */
    private static final int KERNEL = 0;

    private final Symbols symbols;

    VersionedNodes(Native libc) {
        symbols = libc.load(Symbols.class);
    }

    /**
     * Returns the binding of {@code mknod} and {@code mknodat} if libc exports these functions; otherwise an object of this
     * class.
     */
    static LinuxNodeCalls orPlain(Native libc) {
        return libc.symbol("mknod") != 0 ? libc.load(LinuxNodeCalls.class) : new VersionedNodes(libc);
    }

    /**
     * Binds the functions that the inline functions of old versions call. <b>Internal</b>; public because jnr-ffi implements it.
     */
    public interface Symbols {
        int __xmknod(int version, long path, int mode, long dev);

        int __xmknodat(int version, int dirfd, long path, int mode, long dev);
    }

    /** Calls {@code __xmknod}, which takes the address of the device number instead of the number itself. */
    @Override
    public int mknod(long path, int mode, long dev) {
        try (Scratch s = Scratch.open()) {
            return symbols.__xmknod(KERNEL, path, mode, number(s, dev));
        }
    }

    @Override
    public int mknodat(int dirfd, long path, int mode, long dev) {
        try (Scratch s = Scratch.open()) {
            return symbols.__xmknodat(KERNEL, dirfd, path, mode, number(s, dev));
        }
    }

    private static long number(Scratch s, long dev) {
        long address = s.alloc(Long.BYTES);
        s.set64(address, dev);
        return address;
    }
}
