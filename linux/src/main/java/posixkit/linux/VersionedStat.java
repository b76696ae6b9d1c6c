package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.StatCalls;

/**
 * Implements the stat functions for glibc before version 2.33, which exports no {@code stat}. In these versions, {@code stat} is
 * an inline function that calls one of the functions of {@link Symbols}. The first argument of these functions is the version of
 * {@code struct stat}.
 */
final class VersionedStat implements StatCalls {
    /** The version number of the layout of {@code struct stat} that the kernel uses: 0 on x86_64 and on aarch64. */
    private static final int KERNEL = 0;

    private final Symbols symbols;

    VersionedStat(Native libc) {
        symbols = libc.load(Symbols.class);
    }

    /**
     * Binds the functions that the inline functions of old versions call. <b>Internal</b>; public because jnr-ffi implements it.
     */
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
