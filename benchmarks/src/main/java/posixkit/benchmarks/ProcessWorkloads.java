package posixkit.benchmarks;

import static posixkit.benchmarks.Posixkit.POSIX;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;

import java.lang.invoke.MethodHandle;
import java.util.List;
import posixkit.process.Processes;

/** Workloads about processes. */
final class ProcessWorkloads {
    static final List<Workload> ALL = List.of(Workload.of("getppid", ProcessWorkloads::getppid));

    private ProcessWorkloads() {}

    private static void getppid(Variants variants) throws Exception {
        Processes processes = POSIX.processes();
        variants.c("getppid");
        variants.posixkit("", 1.20, i -> processes.getppid());
        variants.peer(JNR_FFI, "", () -> i -> JnrFfi.LIBC.getppid());
        variants.peer(JNR_POSIX, "", () -> i -> JnrPosix.POSIX.getppid());
        variants.peer(JNA, "", () -> i -> JnaDirect.getppid());
        variants.peer(FFM, "", () -> {
            MethodHandle getppid = Ffm.sure("getppid", "i");
            return i -> (int) getppid.invokeExact();
        });
    }
}
