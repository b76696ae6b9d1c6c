package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Scratch;

/** {@code mknod} of glibc before 2.33, where it is an inline function like those of {@link VersionedStat}. */
final class VersionedNodes implements LinuxNodeCalls {
    /** The version of device numbers that the kernel uses: 0 on both processors. */
    private static final int KERNEL = 0;

    private final Symbols symbols;

    VersionedNodes(Native libc) {
        symbols = libc.load(Symbols.class);
    }

    /** Returns the functions under their plain names if libc exports those, otherwise the old ones. */
    static LinuxNodeCalls orPlain(Native libc) {
        return libc.symbol("mknod") != 0 ? libc.load(LinuxNodeCalls.class) : new VersionedNodes(libc);
    }

    /** <b>Internal</b>; public for jnr-ffi. */
    public interface Symbols {
        int __xmknod(int version, long path, int mode, long dev);

        int __xmknodat(int version, int dirfd, long path, int mode, long dev);
    }

    /** Passes the device number in memory. */
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
