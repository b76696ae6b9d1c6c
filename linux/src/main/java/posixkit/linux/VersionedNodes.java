package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Scratch;

/**
 * Implements {@code mknod} and {@code mknodat} for glibc before version 2.33. In these versions they are inline functions, like
 * the functions in {@link VersionedStat}.
 */
final class VersionedNodes implements LinuxNodeCalls {
    /** The version number of the format of device numbers that the kernel uses: 0 on both processors. */
    private static final int KERNEL = 0;

    private final Symbols symbols;

    VersionedNodes(Native libc) {
        symbols = libc.load(Symbols.class);
    }

    /** Returns the binding of the functions with plain names if libc exports them; otherwise the binding of the old functions. */
    static LinuxNodeCalls orPlain(Native libc) {
        return libc.symbol("mknod") != 0 ? libc.load(LinuxNodeCalls.class) : new VersionedNodes(libc);
    }

    /** Binds the old functions. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int __xmknod(int version, long path, int mode, long dev);

        int __xmknodat(int version, int dirfd, long path, int mode, long dev);
    }

    /** Calls the old function, which takes the device number by its address. */
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
