package posixkit.benchmarks.start;

import static posixkit.benchmarks.start.Start.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Makes the calls through jnr-posix. */
public final class StartJnrPosix {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int SIZE = 16;

    private StartJnrPosix() {}

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        String directory = args[1];
        POSIX libc = POSIXFactory.getNativePOSIX();
        FileStat stat = libc.allocateStat();
        check(libc.stat(directory, stat));
        if (!Start.isOneCall(args)) {
            nineteen(libc, stat, ByteBuffer.allocateDirect(SIZE), directory);
        }
        Start.print(start);
    }

    private static void nineteen(POSIX libc, FileStat stat, ByteBuffer bytes, String directory) {
        String file = directory + "/file";
        String inner = directory + "/inner";
        int fd = libc.open(file, O_RDWR | O_CREAT, 0600);
        check(libc.fstat(fd, stat));
        check(libc.write(fd, bytes, SIZE));
        check(libc.lseek(fd, 0, 0));
        check(libc.read(fd, bytes.clear(), SIZE));
        check(libc.pread(fd, bytes.clear(), SIZE, 0));
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
