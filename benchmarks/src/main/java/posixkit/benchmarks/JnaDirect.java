package posixkit.benchmarks;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** C functions through JNA's direct mapping, which is its fastest. */
final class JnaDirect {
    static {
        Native.register(JnaDirect.class, "c");
    }

    private JnaDirect() {}

    static native int getppid();

    static native int stat(String path, Pointer stat);

    static native int fstat(int fd, Pointer stat);

    static native long read(int fd, Pointer buffer, long count);

    static native long read(int fd, byte[] buffer, long count);

    static native long write(int fd, Pointer buffer, long count);

    static native long write(int fd, byte[] buffer, long count);

    /** Returns new zeroed native memory. */
    static Pointer allocate(int size) {
        Memory memory = new Memory(size);
        memory.clear();
        return memory;
    }

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -Native.getLastError() : result;
    }
}
