package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.CLOCKS;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JDK_CLOCK;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.constants.ClockId.CLOCK_MONOTONIC;

import com.sun.jna.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Instant;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Workloads that read a clock. The kernel is not entered for that. Each looks at the result, which must not be 0. */
final class TimeWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("gettimeofday", TimeWorkloads::gettimeofday),
            Workload.of("clock_gettime", TimeWorkloads::clockGettime));

    /** The size of a {@code struct timeval} and of a {@code struct timespec}. */
    private static final int SIZE = 16;

    private TimeWorkloads() {}

    private static long later(long seconds) {
        return seconds > 0 ? 1 : 0;
    }

    private static void gettimeofday(Variants variants) throws Exception {
        Timeval time = CLOCKS.newTimeval();
        variants.c("gettimeofday");
        variants.posixkit("", 1.5, i -> CLOCKS.gettimeofdayOrErrno(time) + later(time.sec()));
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            return i -> JnrFfi.value(JnrFfi.LIBC.gettimeofday(memory, null)) + later(memory.getLong(0));
        });
        variants.peer(JNR_POSIX, "", () -> {
            jnr.posix.Timeval memory = JnrPosix.POSIX.allocateTimeval();
            return i -> JnrPosix.value(JnrPosix.POSIX.gettimeofday(memory)) + later(memory.sec());
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(SIZE);
            return i -> JnaDirect.value(JnaDirect.gettimeofday(memory, null)) + later(memory.getLong(0));
        });
        variants.peer(FFM, "", () -> {
            MethodHandle gettimeofday = Ffm.function("gettimeofday", "ill");
            MemorySegment memory = Ffm.allocate(SIZE);
            return i -> Ffm.value((int) gettimeofday.invokeExact(Ffm.state(), memory.address(), 0L))
                    + later(memory.get(JAVA_LONG, 0));
        });
        variants.peer(JDK_CLOCK, "", () -> i -> later(Instant.now().getEpochSecond()));
    }

    private static void clockGettime(Variants variants) throws Exception {
        Timespec time = CLOCKS.newTimespec();
        variants.c("clock_gettime", CLOCK_MONOTONIC);
        variants.posixkit("", 1.5, i -> CLOCKS.clockGettimeOrErrno(CLOCK_MONOTONIC, time) + later(time.sec()));
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            return i -> JnrFfi.value(JnrFfi.LIBC.clock_gettime(CLOCK_MONOTONIC, memory)) + later(memory.getLong(0));
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(SIZE);
            return i -> JnaDirect.value(JnaDirect.clock_gettime(CLOCK_MONOTONIC, memory)) + later(memory.getLong(0));
        });
        variants.peer(FFM, "", () -> {
            MethodHandle clockGettime = Ffm.function("clock_gettime", "iil");
            MemorySegment memory = Ffm.allocate(SIZE);
            return i -> Ffm.value((int) clockGettime.invokeExact(Ffm.state(), CLOCK_MONOTONIC, memory.address()))
                    + later(memory.get(JAVA_LONG, 0));
        });
        variants.peer(JDK_CLOCK, "", () -> i -> later(System.nanoTime()));
    }
}
