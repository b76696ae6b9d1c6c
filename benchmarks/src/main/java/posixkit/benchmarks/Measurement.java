package posixkit.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import posixkit.Posix;

/**
 * Measures the variants of one workload in this process and prints a {@link Row} for each. {@link Comparison} starts this program
 * once for each workload and route.
 *
 * <p>The variants run in short blocks. Each round runs one block of each variant, in random order, and divides the time per
 * operation of each by that of C in the same round. So a slower phase of the machine meets all variants.
 */
final class Measurement {
    /** The time that a block should take, in nanoseconds. */
    private static final long BLOCK = 500_000;

    private static final double NANOS = 1e9;
    private static final int FEWEST_ROUNDS = 31;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Variant> variants;

    /** The number of operations in a block of each variant. */
    private final long[] sizes;

    /** The time of the last block of each variant in nanoseconds, and the bytes that it allocated. */
    private final long[] times;

    private final long[] bytes;

    private final Random random = new Random();

    private Measurement(List<Variant> variants) {
        this.variants = variants;
        sizes = new long[variants.size()];
        Arrays.fill(sizes, 1);
        times = new long[variants.size()];
        bytes = new long[variants.size()];
    }

    /**
     * Arguments: the workload, the seconds of measuring, the seconds in which a Java variant warms up, {@code true} if peers are
     * measured, the library of C loops, a directory for files.
     */
    public static void main(String[] args) throws Throwable {
        Workload workload = Workloads.named(args[0]);
        Variants variants = new Variants(Path.of(args[4]), Path.of(args[5]), Boolean.parseBoolean(args[3]));
        workload.setup().addTo(variants);
        Measurement measurement = new Measurement(variants.all());
        Throwable[] failure = new Throwable[1];
        Thread thread = workload.newThread(() -> {
            try {
                compareResults(variants.all());
                measurement.warmUp(Double.parseDouble(args[2]));
                for (Row row : measurement.measure(workload, Double.parseDouble(args[1]))) {
                    System.out.println(row.toLine());
                }
            } catch (Throwable e) {
                failure[0] = e;
            }
        });
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw failure[0];
        }
        // Threads of the libraries may still run.
        System.exit(0);
    }

    /** Throws an exception if a variant does not do what the C loop does. */
    static void compareResults(List<Variant> variants) throws Throwable {
        int operations = 3;
        long expected = variants.get(0).block().run(operations);
        for (Variant variant : variants) {
            long found = variant.block().run(operations);
            if (found != expected) {
                throw new IllegalStateException(variant.who() + " " + variant.label() + ": the result is " + found
                        + ", of C it is " + expected);
            }
        }
    }

    private void run(int index) throws Throwable {
        Block block = variants.get(index).block();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        block.run(sizes[index]);
        times[index] = System.nanoTime() - start;
        bytes[index] = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    }

    /** Runs blocks of all variants in turns, until the JIT compiler is done, and finds out how many operations make a block. */
    private void warmUp(double seconds) throws Throwable {
        long javaVariants = variants.stream().filter(Variant::isJava).count();
        long end = System.nanoTime() + (long) (seconds * NANOS * javaVariants);
        do {
            for (int i = 0; i < sizes.length; i++) {
                run(i);
                double factor = (double) BLOCK / Math.max(times[i], 1);
                // A block that was interrupted must not become tiny, nor a first measurement huge.
                sizes[i] = Math.max(1, Math.round(sizes[i] * Math.min(Math.max(factor, 0.7), 2)));
            }
        } while (System.nanoTime() < end);
    }

    private List<Row> measure(Workload workload, double seconds) throws Throwable {
        List<double[]> perOperation = new ArrayList<>();
        List<double[]> allocated = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            order.add(i);
        }
        long end = System.nanoTime() + (long) (seconds * NANOS);
        do {
            Collections.shuffle(order, random);
            for (int i : order) {
                run(i);
            }
            double[] roundTimes = new double[sizes.length];
            double[] roundBytes = new double[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                roundTimes[i] = (double) times[i] / sizes[i];
                roundBytes[i] = (double) bytes[i] / sizes[i];
            }
            perOperation.add(roundTimes);
            allocated.add(roundBytes);
        } while (System.nanoTime() < end || perOperation.size() < FEWEST_ROUNDS);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int column = i;
            double[] nanos = perOperation.stream().mapToDouble(t -> t[column]).toArray();
            double[] ratios =
                    perOperation.stream().mapToDouble(t -> t[column] / t[0]).toArray();
            // The bean does not know what a virtual thread allocates.
            boolean isKnown = variants.get(i).isJava() && !workload.isVirtual();
            double[] bytesOf = allocated.stream()
                    .mapToDouble(b -> isKnown ? b[column] : Double.NaN)
                    .toArray();
            rows.add(Row.of(workload.name(), variants.get(i), Posix.route(), ratios, nanos, bytesOf));
        }
        return rows;
    }
}
