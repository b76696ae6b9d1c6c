package posixkit.benchmarks;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** C functions through JNA's direct mapping, which is its fastest. */
final class JnaDirect {
    private static final List<Memory> KEPT = new ArrayList<>();

    static {
        Native.register(JnaDirect.class, "c");
    }

    private JnaDirect() {}

    static native int getppid();

    static native int stat(String path, Pointer stat);

    static native int fstat(int fd, Pointer stat);

    static native int fstatat(int dirfd, String path, Pointer stat, int flags);

    static native int open(String path, int flags);

    static native int close(int fd);

    static native long read(int fd, Pointer buffer, long count);

    static native long read(int fd, byte[] buffer, long count);

    static native long write(int fd, Pointer buffer, long count);

    static native long write(int fd, byte[] buffer, long count);

    static native long pread(int fd, Pointer buffer, long count, long offset);

    static native long pread(int fd, byte[] buffer, long count, long offset);

    static native long readv(int fd, Pointer vector, int count);

    static native int epoll_wait(int set, Pointer events, int count, int timeout);

    static native Pointer opendir(String path);

    static native Pointer readdir(Pointer dir);

    static native int closedir(Pointer dir);

    static native long sendmsg(int fd, Pointer message, int flags);

    static native long recvmsg(int fd, Pointer message, int flags);

    static native long send(int fd, Pointer buffer, long count, int flags);

    static native long recv(int fd, Pointer buffer, long count, int flags);

    static native Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(Pointer address, long length);

    static native int gettimeofday(Pointer time, Pointer zone);

    static native int clock_gettime(int clock, Pointer time);

    static native int posix_spawn(
            Pointer pid, String path, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

    static native int waitpid(int pid, Pointer status, int options);

    /** Returns new zeroed native memory, which is never freed: its address may be in other native memory. */
    static Memory allocate(int size) {
        Memory memory = new Memory(size);
        memory.clear();
        KEPT.add(memory);
        return memory;
    }

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -Native.getLastError() : result;
    }
}
