package posixkit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
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
import posixkit.file.Stat;

/**
 * Measures how long it takes to read the size of a file by its path, with posixkit, jnr-posix and the JDK. Compare only results
 * of the same run, never results of different machines.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatBenchmark {
    private static final String PATH = "/etc/hosts";

    private final Posix posix = Posix.get();
    private final Stat reused = posix.files().newStat();
    private final POSIX jnr = POSIXFactory.getNativePOSIX();
    private final FileStat jnrReused = jnr.allocateStat();
    private final Path nio = Path.of(PATH);

    @Benchmark
    public long posixkitReused() {
        posix.files().statOrErrno(PATH, reused);
        return reused.size();
    }

    @Benchmark
    public long posixkit() throws IOException {
        return posix.files().stat(PATH).size();
    }

    @Benchmark
    public long jnrPosixReused() {
        jnr.stat(PATH, jnrReused);
        return jnrReused.st_size();
    }

    @Benchmark
    public long jnrPosix() {
        return jnr.stat(PATH).st_size();
    }

    @Benchmark
    public long nio() throws IOException {
        return Files.size(nio);
    }
}
