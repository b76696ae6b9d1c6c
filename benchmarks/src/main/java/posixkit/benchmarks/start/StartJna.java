package posixkit.benchmarks.start;

import static posixkit.benchmarks.start.Start.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;

/** Makes the calls through JNA's direct mapping, with twenty functions. */
public final class StartJna {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int SIZE = 16;
    private static final int STAT_SIZE = 144;

    private StartJna() {}

    static native int stat(String path, Pointer stat);

    static native int lstat(String path, Pointer stat);

    static native int fstat(int fd, Pointer stat);

    static native int open(String path, int flags, int mode);

    static native long write(int fd, Pointer buffer, long count);

    static native long read(int fd, Pointer buffer, long count);

    static native long pread(int fd, Pointer buffer, long count, long offset);

    static native long lseek(int fd, long offset, int whence);

    static native int ftruncate(int fd, long length);

    static native int fsync(int fd);

    static native int close(int fd);

    static native int rename(String from, String to);

    static native int unlink(String path);

    static native int mkdir(String path, int mode);

    static native int rmdir(String path);

    static native int getpid();

    static native int getppid();

    static native int getuid();

    static native int getgid();

    static native int geteuid();

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        String directory = args[1];
        Native.register(StartJna.class, "c");
        Memory stat = new Memory(STAT_SIZE);
        check(stat(directory, stat));
        if (!Start.isOneCall(args)) {
            nineteen(stat, new Memory(SIZE), directory);
        }
        Start.print(start);
    }

    private static void nineteen(Pointer stat, Pointer bytes, String directory) {
        String file = directory + "/file";
        String inner = directory + "/inner";
        int fd = open(file, O_RDWR | O_CREAT, 0600);
        check(fstat(fd, stat));
        check(write(fd, bytes, SIZE));
        check(lseek(fd, 0, 0));
        check(read(fd, bytes, SIZE));
        check(pread(fd, bytes, SIZE, 0));
        check(ftruncate(fd, 0));
        check(fsync(fd));
        check(close(fd));
        check(lstat(file, stat));
        check(rename(file, inner));
        check(unlink(inner));
        check(mkdir(inner, 0700));
        check(rmdir(inner));
        check(getpid());
        check(getppid());
        check(getuid());
        check(getgid());
        check(geteuid());
    }
}
