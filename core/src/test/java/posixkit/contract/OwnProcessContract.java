package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Resource.RUSAGE_CHILDREN;
import static posixkit.constants.Resource.RUSAGE_SELF;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGWINCH;
import static posixkit.constants.Sysconf._SC_CLK_TCK;
import static posixkit.testing.Errnos.assertTwins;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.Rusage;
import posixkit.process.Tms;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.ProcessShell;
import posixkit.testing.Programs;

/**
 * What {@link Processes#times} and {@link Processes#raise} promise on every system. {@code getrusage}, the clock of the JDK, its
 * signal handlers and the ends of other JVMs are the oracles.
 */
@ExtendWith(Descriptors.class)
public abstract class OwnProcessContract {
    private static final int NO_SUCH_SIGNAL = 1000;

    /** Half a tick of rounding on either side, and what happens between two calls. */
    private static final double TOLERANCE = 0.05;

    private final Processes processes = Posix.get().processes();

    private double ticks() throws IOException {
        return Posix.get().host().sysconf(_SC_CLK_TCK).orElseThrow();
    }

    private static double user(Rusage usage) {
        return usage.utimeSec() + usage.utimeUsec() / 1e6;
    }

    private static double system(Rusage usage) {
        return usage.stimeSec() + usage.stimeUsec() / 1e6;
    }

    @Test
    void timesAreThoseOfGetrusage() throws IOException {
        burn();
        Programs.output("sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done");
        Tms times = processes.newTms();
        Rusage before = processes.getrusage(RUSAGE_SELF);
        Rusage children = processes.getrusage(RUSAGE_CHILDREN);
        processes.times(times);
        Rusage after = processes.getrusage(RUSAGE_SELF);
        assertBetween(user(before), times.utime() / ticks(), user(after));
        assertBetween(system(before), times.stime() / ticks(), system(after));
        assertBetween(user(children), times.cutime() / ticks(), user(processes.getrusage(RUSAGE_CHILDREN)));
        assertBetween(system(children), times.cstime() / ticks(), system(processes.getrusage(RUSAGE_CHILDREN)));
        assertTrue(times.utime() > 0, times.toString());
        assertTrue(times.cutime() > 0, times.toString());
    }

    private static void burn() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void assertBetween(double low, double value, double high) {
        assertTrue(low - TOLERANCE <= value && value <= high + TOLERANCE, low + " " + value + " " + high);
    }

    @Test
    void timesReturnsAClock() throws Exception {
        Tms times = processes.newTms();
        long before = System.nanoTime();
        long first = processes.times(times);
        long behind = System.nanoTime();
        Thread.sleep(300);
        long ahead = System.nanoTime();
        long second = processes.timesOrErrno(times);
        long after = System.nanoTime();
        assertTrue(first > 0);
        // The clock moves by a hundredth of a second. Each of the calls may have been made at either end of its span.
        double elapsed = (second - first) / ticks();
        assertTrue(
                elapsed > (ahead - behind) / 1e9 - 0.02 && elapsed < (after - before) / 1e9 + 0.02,
                first + " " + second + " " + (ahead - behind) + " " + (after - before));
    }

    @Test
    void aTmsIsEmptyAndCopiesAndCompares() throws IOException {
        Tms times = processes.newTms();
        assertEquals(0, times.utime() + times.stime() + times.cutime() + times.cstime());
        Tms empty = times.copy();
        burn();
        processes.times(times);
        assertTrue(times.utime() > 0 && empty.utime() == 0);
        assertEquals(times, times.copy());
        assertTrue(times.toString().contains("utime=" + times.utime()), times.toString());
    }

    @Test
    void aTmsOfSomebodyElseIsRefused() {
        Tms foreign = (Tms) Proxy.newProxyInstance(
                Tms.class.getClassLoader(), new Class<?>[] {Tms.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> processes.times(foreign));
        assertThrows(IllegalArgumentException.class, () -> processes.timesOrErrno(foreign));
    }

    @Test
    void raiseSendsTheSignalToThisProcess() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        // By reflection, because the compiler warns of these classes.
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        Method handle = type.getMethod("handle", type, handlers);
        Object winch = type.getConstructor(String.class).newInstance("WINCH");
        Object counter = Proxy.newProxyInstance(
                handlers.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                    came.countDown();
                    return null;
                });
        Object before = handle.invoke(null, winch, counter);
        try {
            processes.raise(SIGWINCH);
            assertTrue(came.await(10, TimeUnit.SECONDS));
            assertEquals(0, processes.raiseOrErrno(0));
        } finally {
            handle.invoke(null, winch, before);
        }
    }

    @Test
    void noSuchSignalIsEinval() {
        for (int none : new int[] {-1, NO_SUCH_SIGNAL, Integer.MIN_VALUE}) {
            assertTwins(EINVAL, processes.raiseOrErrno(none), () -> processes.raise(none));
        }
    }

    /** As shells say it: 128 and the number. */
    @Test
    void raiseEndsAJvm() throws IOException {
        for (int signal : new int[] {SIGKILL, SIGTERM}) {
            try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
                assertEquals(128 + signal, child.last(line("raise", signal)).exit());
            }
        }
    }
}
