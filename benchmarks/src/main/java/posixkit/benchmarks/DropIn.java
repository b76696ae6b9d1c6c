package posixkit.benchmarks;

import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import posixkit.Posix;

/**
 * Measures calls of {@link posixkit.interop.JnrPosix} beside the same calls of jnr-posix's own implementation, and prints the ratio
 * of their times. It is at most 1 where a program becomes no slower by changing to {@code JnrPosix}.
 *
 * <p>Blocks of both run in turns, and each round has a ratio of its own, so a slower phase of the machine meets both. The argument
 * is the number of seconds for each call; the default is 3.
 */
public final class DropIn {
    private static final int OPERATIONS = 2_000;
    private static final double NANOS = 1e9;
    private static final double DEFAULT_SECONDS = 3;
    private static final POSIX OWN = POSIXFactory.getNativePOSIX();
    private static final POSIX OURS = posixkit.interop.JnrPosix.wrap();

    private DropIn() {}

    /** Creates the operation that one of the two does. */
    @FunctionalInterface
    private interface Call {
        Op of(POSIX posix) throws Exception;
    }

    public static void main(String[] args) throws Throwable {
        double seconds = args.length == 0 ? DEFAULT_SECONDS : Double.parseDouble(args[0]);
        System.out.printf(
                Locale.ROOT,
                "JnrPosix beside jnr-posix, route %s, JDK %s: median [quartiles]%n",
                Posix.route(),
                Runtime.version());
        String path = "/etc/passwd";
        int zero = Posix.get().files().open("/dev/zero", O_RDONLY);
        int sink = Posix.get().files().open("/dev/null", O_WRONLY);
        compare("getpid", seconds, posix -> i -> posix.getpid());
        compare("kill", seconds, posix -> {
            int pid = posix.getpid();
            return i -> posix.kill(pid, 0);
        });
        compare("kill-missing", seconds, posix -> i -> posix.kill(Integer.MAX_VALUE, 0) + posix.errno());
        compare("stat-fresh", seconds, posix -> i -> posix.stat(path).st_size());
        compare("stat-reused", seconds, posix -> {
            FileStat stat = posix.allocateStat();
            return i -> posix.stat(path, stat) + stat.st_size();
        });
        for (int size : new int[] {1, 4096}) {
            compare("read-direct-" + size, seconds, posix -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                return i -> posix.read(zero, buffer, size);
            });
            compare("read-array-" + size, seconds, posix -> {
                byte[] bytes = new byte[size];
                return i -> posix.read(zero, bytes, size);
            });
            compare("write-direct-" + size, seconds, posix -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                return i -> posix.write(sink, buffer, size);
            });
            compare("write-array-" + size, seconds, posix -> {
                byte[] bytes = new byte[size];
                return i -> posix.write(sink, bytes, size);
            });
        }
    }

    private static void compare(String name, double seconds, Call call) throws Throwable {
        Block own = Loop.around(call.of(OWN));
        Block ours = Loop.around(call.of(OURS));
        if (own.run(3) != ours.run(3)) {
            throw new IllegalStateException(name + ": the results differ");
        }
        rounds(own, ours, seconds / 2);
        double[][] times = rounds(own, ours, seconds);
        double[] ratios = new double[times[0].length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = times[1][i] / times[0][i];
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s %5.3f [%5.3f %5.3f]   jnr-posix %7.1f ns, JnrPosix %7.1f ns%n",
                name,
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                quantile(times[0], 0.5),
                quantile(times[1], 0.5));
    }

    /** Returns the times per operation of both, in nanoseconds, for each round. */
    private static double[][] rounds(Block own, Block ours, double seconds) throws Throwable {
        double[][] times = new double[2][1024];
        int rounds = 0;
        for (long end = System.nanoTime() + (long) (seconds * NANOS); System.nanoTime() < end; rounds++) {
            if (rounds == times[0].length) {
                times[0] = Arrays.copyOf(times[0], rounds * 2);
                times[1] = Arrays.copyOf(times[1], rounds * 2);
            }
            // Each goes first in every second round.
            int first = rounds % 2;
            times[first][rounds] = time(first == 0 ? own : ours);
            times[1 - first][rounds] = time(first == 0 ? ours : own);
        }
        return new double[][] {Arrays.copyOf(times[0], rounds), Arrays.copyOf(times[1], rounds)};
    }

    private static double time(Block block) throws Throwable {
        long start = System.nanoTime();
        block.run(OPERATIONS);
        return (double) (System.nanoTime() - start) / OPERATIONS;
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (part * (sorted.length - 1))];
    }
}
