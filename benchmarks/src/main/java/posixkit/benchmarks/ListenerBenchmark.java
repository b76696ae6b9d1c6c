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
import posixkit.unix.symbols.IdSymbols;

/**
 * Measures how much a {@link posixkit.system.SyscallListener} slows down a call. {@link Posix#watchedBy} returns a view: a
 * {@code Posix} object that reports its calls to a listener. Each method of this class calls {@code getuid} in a different way:
 *
 * <ul>
 * <li>{@link #theBareBinding} calls the native function, without any {@code Posix} object.
 * <li>{@link #nobodyListens} uses a {@code Posix} object that is not a view. Views exist at the same time, but are not used.
 * <li>{@link #somebodyListens} uses a view whose listener does nothing.
 * <li>{@link #theRecorderIsOff} uses a view with the listener {@link SyscallEvents}, which is for Flight Recorder. But Flight
 *     Recorder does not record.
 * </ul>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListenerBenchmark {
    private final IdSymbols binding = Native.process().load(IdSymbols.class);
    private final Ids plain = Posix.get().ids();
    private final Ids watched = Posix.get().watchedBy(call -> {}).ids();
    private final Ids recorded = Posix.get().watchedBy(new SyscallEvents()).ids();

    /** Calls the C function {@code getuid} through jnr-ffi directly, without a {@code Posix} object and without a listener. */
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
