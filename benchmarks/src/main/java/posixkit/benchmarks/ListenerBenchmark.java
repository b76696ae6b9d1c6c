package posixkit.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.id.Ids;
import posixkit.system.SyscallEvents;
import posixkit.unix.LibC;

/**
 * Measures the cost of a {@link posixkit.system.SyscallListener}. It compares a {@code Posix} without a listener (another view
 * has one), a view with an empty listener, and a view with a Flight Recorder listener that does not record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListenerBenchmark {
    private final LibC binding = Native.process().load(LibC.class);
    private final Ids plain = Posix.get().ids();
    private final Ids watched = Posix.get().watchedBy(call -> {}).ids();
    private final Ids recorded = Posix.get().watchedBy(new SyscallEvents()).ids();

    /** Calls the native binding directly, without a role or a listener. */
    @Benchmark
    public int theBareBinding() {
        return binding.getuid();
    }

    @Benchmark
    public int nobodyListens() {
        return plain.getuid();
    }

    @Benchmark
    public int somebodyListens() {
        return watched.getuid();
    }

    @Benchmark
    public int theRecorderIsOff() {
        return recorded.getuid();
    }
}
