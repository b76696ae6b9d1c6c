package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.StatCalls;

/**
 * The stat family of glibc before 2.33, which exports no {@code stat}. There it is an inline function over these functions, whose
 * first argument is the version of the structure.
 */
final class VersionedStat implements StatCalls {
    /** The version of the layout that the kernel uses: 0 on both processors. */
    private static final int KERNEL = 0;

    private final Symbols symbols;

    VersionedStat(Native libc) {
        symbols = libc.load(Symbols.class);
    }

    /** <b>Internal</b>; public for jnr-ffi. */
    public interface Symbols {
        int __xstat(int version, long path, long buffer);

        int __lxstat(int version, long path, long buffer);

        int __fxstat(int version, int fd, long buffer);

        int __fxstatat(int version, int dirfd, long path, long buffer, int flags);
    }

    @Override
    public int stat(long path, long buffer) {
        return symbols.__xstat(KERNEL, path, buffer);
    }

    @Override
    public int lstat(long path, long buffer) {
        return symbols.__lxstat(KERNEL, path, buffer);
    }

    @Override
    public int fstat(int fd, long buffer) {
        return symbols.__fxstat(KERNEL, fd, buffer);
    }

    @Override
    public int fstatat(int dirfd, long path, long buffer, int flags) {
        return symbols.__fxstatat(KERNEL, dirfd, path, buffer, flags);
    }
}
