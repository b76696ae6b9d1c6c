package posixkit.benchmarks;

import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;

import java.util.concurrent.TimeUnit;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The calls of {@link CallBenchmark} through jnr-ffi alone, as a program without posixkit makes them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JnrFfiBenchmark {
    /** Functions of libc. Public for jnr-ffi. */
    public interface LibC {
        int open(String path, int flags, int mode);

        int pipe2(int[] fds, int flags);

        int fstat(int fd, Pointer stat);

        int stat(String path, Pointer stat);

        int getppid();

        long lseek(int fd, long offset, int whence);

        long pread(int fd, Pointer buffer, long count, long offset);

        long read(int fd, Pointer buffer, long count);
    }

    private final LibC libc = LibraryLoader.create(LibC.class).load("c");
    private final Runtime runtime = Runtime.getRuntime(libc);
    private final Pointer memory = Memory.allocateDirect(runtime, 4096);
    private final int hosts = libc.open("/etc/hosts", O_RDONLY, 0);
    private final int zero = libc.open("/dev/zero", O_RDONLY, 0);
    private final int empty = pipe();

    private int pipe() {
        int[] fds = new int[2];
        libc.pipe2(fds, O_NONBLOCK);
        return fds[0];
    }

    private int failure() {
        return -LastError.getLastError(runtime);
    }

    private int valueOrErrno(int result) {
        return result == -1 ? failure() : result;
    }

    private long valueOrErrno(long result) {
        return result == -1 ? failure() : result;
    }

    @Benchmark
    public int fstat() {
        return valueOrErrno(libc.fstat(hosts, memory));
    }

    @Benchmark
    public int getppid() {
        return libc.getppid();
    }

    @Benchmark
    public long lseek() {
        return valueOrErrno(libc.lseek(hosts, 0, SEEK_SET));
    }

    @Benchmark
    public long pread() {
        return valueOrErrno(libc.pread(zero, memory, 4096, 0));
    }

    @Benchmark
    public long read() {
        return valueOrErrno(libc.read(zero, memory, 1));
    }

    @Benchmark
    public long readAgain() {
        return valueOrErrno(libc.read(empty, memory, 1));
    }

    @Benchmark
    public int stat() {
        return valueOrErrno(libc.stat("/etc/hosts", memory));
    }

    @Benchmark
    public int statMissing() {
        return valueOrErrno(libc.stat("/no/such", memory));
    }
}
