package posixkit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** C functions through jnr-ffi alone, as a program without posixkit calls them. */
final class JnrFfi {
    static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");
    private static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

    private static final List<Pointer> KEPT = new ArrayList<>();

    private JnrFfi() {}

    /** Functions of libc. Public for jnr-ffi. */
    public interface LibC {
        @IgnoreError
        int getppid();

        int stat(String path, Pointer stat);

        int fstat(int fd, Pointer stat);

        int fstatat(int dirfd, String path, Pointer stat, int flags);

        int fstatat(int dirfd, Pointer path, Pointer stat, int flags);

        int openat(int dirfd, Pointer path, int flags);

        Pointer fdopendir(int fd);

        int open(String path, int flags);

        int close(int fd);

        long read(int fd, Pointer buffer, long count);

        long read(int fd, @Out byte[] buffer, long count);

        long write(int fd, Pointer buffer, long count);

        long write(int fd, @In byte[] buffer, long count);

        long pread(int fd, Pointer buffer, long count, long offset);

        long pread(int fd, @Out byte[] buffer, long count, long offset);

        long readv(int fd, Pointer vector, int count);

        int epoll_wait(int set, Pointer events, int count, int timeout);

        Pointer opendir(String path);

        Pointer readdir(Pointer dir);

        int closedir(Pointer dir);

        long sendmsg(int fd, Pointer message, int flags);

        long recvmsg(int fd, Pointer message, int flags);

        long send(int fd, Pointer buffer, long count, int flags);

        long recv(int fd, Pointer buffer, long count, int flags);

        Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset);

        int munmap(Pointer address, long length);

        int gettimeofday(Pointer time, Pointer zone);

        int clock_gettime(int clock, Pointer time);

        int posix_spawn(
                Pointer pid, String path, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

        int waitpid(int pid, Pointer status, int options);
    }

    /** Returns new zeroed native memory, which is never freed: its address may be in other native memory. */
    static Pointer allocate(int size) {
        Pointer memory = Memory.allocateDirect(RUNTIME, size, true);
        KEPT.add(memory);
        return memory;
    }

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -LastError.getLastError(RUNTIME) : result;
    }
}
