package posixkit.benchmarks;

import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.process.Processes;

/**
 * Frequent calls as users of posixkit make them. {@link Comparison} runs them, together with the same calls in C and through
 * jnr-ffi. The methods have the same names there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private final FileTree files = Posix.get().files();
    private final Io io = Posix.get().io();
    private final Processes processes = Posix.get().processes();
    private final Stat stat = files.newStat();
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final ByteBuffer page = ByteBuffer.allocateDirect(4096);
    private final int hosts;
    private final int zero;
    private final int empty;

    public CallBenchmark() {
        try {
            hosts = files.open("/etc/hosts", O_RDONLY);
            zero = files.open("/dev/zero", O_RDONLY);
            empty = io.pipe2(O_NONBLOCK)[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Benchmark
    public int fstat() {
        return io.fstatOrErrno(hosts, stat);
    }

    @Benchmark
    public int getppid() {
        return processes.getppid();
    }

    @Benchmark
    public long lseek() {
        return io.lseekOrErrno(hosts, 0, SEEK_SET);
    }

    @Benchmark
    public long pread() {
        return io.preadOrErrno(zero, page.clear(), 0L);
    }

    @Benchmark
    public long read() {
        return io.readOrErrno(zero, one.clear());
    }

    @Benchmark
    public long readAgain() {
        return io.readOrErrno(empty, one.clear());
    }

    @Benchmark
    public int stat() {
        return files.statOrErrno("/etc/hosts", stat);
    }

    @Benchmark
    public int statMissing() {
        return files.statOrErrno("/no/such", stat);
    }
}
