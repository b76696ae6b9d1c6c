package posixkit.benchmarks.start;

import static posixkit.benchmarks.start.Start.check;

import java.io.IOException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Makes the calls through jnr-ffi, with an interface of twenty functions. */
public final class StartJnrFfi {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int SIZE = 16;
    private static final int STAT_SIZE = 144;

    private StartJnrFfi() {}

    /** Functions of libc. Public for jnr-ffi. */
    public interface LibC {
        int stat(String path, Pointer stat);

        int lstat(String path, Pointer stat);

        int fstat(int fd, Pointer stat);

        int open(String path, int flags, int mode);

        long write(int fd, Pointer buffer, long count);

        long read(int fd, Pointer buffer, long count);

        long pread(int fd, Pointer buffer, long count, long offset);

        long lseek(int fd, long offset, int whence);

        int ftruncate(int fd, long length);

        int fsync(int fd);

        int close(int fd);

        int rename(String from, String to);

        int unlink(String path);

        int mkdir(String path, int mode);

        int rmdir(String path);

        int getpid();

        int getppid();

        int getuid();

        int getgid();

        int geteuid();
    }

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        String directory = args[1];
        LibC libc = LibraryLoader.create(LibC.class).load("c");
        Runtime runtime = Runtime.getRuntime(libc);
        Pointer stat = Memory.allocateDirect(runtime, STAT_SIZE);
        check(libc.stat(directory, stat));
        if (!Start.isOneCall(args)) {
            nineteen(libc, stat, Memory.allocateDirect(runtime, SIZE), directory);
        }
        Start.print(start);
    }

    private static void nineteen(LibC libc, Pointer stat, Pointer bytes, String directory) {
        String file = directory + "/file";
        String inner = directory + "/inner";
        int fd = libc.open(file, O_RDWR | O_CREAT, 0600);
        check(libc.fstat(fd, stat));
        check(libc.write(fd, bytes, SIZE));
        check(libc.lseek(fd, 0, 0));
        check(libc.read(fd, bytes, SIZE));
        check(libc.pread(fd, bytes, SIZE, 0));
        check(libc.ftruncate(fd, 0));
        check(libc.fsync(fd));
        check(libc.close(fd));
        check(libc.lstat(file, stat));
        check(libc.rename(file, inner));
        check(libc.unlink(inner));
        check(libc.mkdir(inner, 0700));
        check(libc.rmdir(inner));
        check(libc.getpid());
        check(libc.getppid());
        check(libc.getuid());
        check(libc.getgid());
        check(libc.geteuid());
    }
}
