package posixkit.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** C functions through native methods, in a library that is compiled for this comparison. They return −errno if a call failed. */
final class Jni {
    private Jni() {}

    /** Returns true if the library could be compiled. This class must not be used otherwise. */
    @SuppressWarnings("restricted")
    static boolean load(Path library) {
        boolean isThere = Files.exists(library);
        if (isThere) {
            System.load(library.toString());
        }
        return isThere;
    }

    static native int getppid();

    /** Returns the size. */
    static native long stat(String path);

    /** Returns the size. */
    static native long fstat(int fd);

    static native long open(String path, int flags);

    static native long close(int fd);

    static native long read(int fd, ByteBuffer direct, int count);

    static native long write(int fd, ByteBuffer direct, int count);

    /** At most 4096 bytes. */
    static native long readBytes(int fd, byte[] to, int count);

    /** At most 4096 bytes. */
    static native long writeBytes(int fd, byte[] from, int count);

    /** Fills {@code names} and returns the number of entries. */
    static native long list(String path, String[] names);

    /** Starts a program, waits for it and returns its status. */
    static native long spawn(String path);
}
