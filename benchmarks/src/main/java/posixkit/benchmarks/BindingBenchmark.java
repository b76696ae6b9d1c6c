package posixkit.benchmarks;

import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.ffi.Route;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.LinkedUnixCalls;
import posixkit.unix.call.RegisteredUnixCalls;
import posixkit.unix.call.UnixCalls;

/**
 * The calls of {@link CallBenchmark} through posixkit's bindings alone: the paths and the memory for results are ready, and only
 * addresses and numbers are passed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BindingBenchmark {
    private final UnixCalls calls = calls();
    private final ByteBuffer memory = ByteBuffer.allocateDirect(8192);
    private final long hostsPath = path(0, "/etc/hosts");
    private final long missingPath = path(1024, "/no/such");
    private final long at = Native.address(memory, 4096);
    private final int hosts;
    private final int zero;
    private final int empty;

    public BindingBenchmark() {
        try {
            Posix posix = Posix.get();
            hosts = posix.files().open("/etc/hosts", O_RDONLY);
            zero = posix.files().open("/dev/zero", O_RDONLY);
            empty = posix.io().pipe2(O_NONBLOCK)[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static UnixCalls calls() {
        return switch (Route.chosen()) {
            case FFM -> new LinkedUnixCalls(Native.process());
            case REGISTERED -> new RegisteredUnixCalls(Native.process());
            case JNR -> new JnrUnixCalls(Native.process());
        };
    }

    private long path(int index, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        memory.put(index, bytes);
        memory.put(index + bytes.length, (byte) 0);
        return Native.address(memory, index);
    }

    @Benchmark
    public int fstat() {
        return calls.file().fstat(hosts, at);
    }

    @Benchmark
    public int getppid() {
        return calls.process().getppid();
    }

    @Benchmark
    public long lseek() {
        return calls.io().lseek(hosts, 0, SEEK_SET);
    }

    @Benchmark
    public long pread() {
        return calls.io().pread(zero, at, 4096, 0);
    }

    @Benchmark
    public long read() {
        return calls.io().read(zero, at, 1);
    }

    @Benchmark
    public long readAgain() {
        return calls.io().read(empty, at, 1);
    }

    @Benchmark
    public int stat() {
        return calls.file().stat(hostsPath, at);
    }

    @Benchmark
    public int statMissing() {
        return calls.file().stat(missingPath, at);
    }
}
