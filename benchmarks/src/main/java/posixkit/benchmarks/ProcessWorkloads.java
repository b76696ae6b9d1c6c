package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.POSIX;
import static posixkit.benchmarks.Posixkit.PROCESSES;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNI;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.benchmarks.Variants.PROCESS_BUILDER;

import com.sun.jna.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.ffi.Native;
import posixkit.id.Ids;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.system.SyscallEvents;

/** Workloads about processes. */
final class ProcessWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("getppid", ProcessWorkloads::getppid),
            Workload.of("getuid-watched", ProcessWorkloads::getuidWatched),
            Workload.of("spawn", ProcessWorkloads::spawn));

    private static final String TRUE = "/bin/true";
    private static final int UMASK = 077;

    private ProcessWorkloads() {}

    private static void getppid(Variants variants) throws Exception {
        variants.c("getppid");
        variants.posixkit("", 1.20, i -> PROCESSES.getppid());
        variants.peer(JNI, "", () -> i -> Jni.getppid());
        variants.peer(JNR_FFI, "", () -> i -> JnrFfi.LIBC.getppid());
        variants.peer(JNR_POSIX, "", () -> i -> JnrPosix.POSIX.getppid());
        variants.peer(JNA, "", () -> i -> JnaDirect.getppid());
        variants.peer(FFM, "", () -> {
            MethodHandle getppid = Ffm.infallible("getppid", "i");
            return i -> (int) getppid.invokeExact();
        });
    }

    /**
     * The cost of {@link posixkit.Posix#watchedBy}: a call without a listener, while listeners exist for others; with a listener
     * that does nothing; and with {@link SyscallEvents} while Flight Recorder does not record.
     */
    private static void getuidWatched(Variants variants) {
        Ids plain = POSIX.ids();
        Ids watched = POSIX.watchedBy(call -> {}).ids();
        Ids recorded = POSIX.watchedBy(new SyscallEvents()).ids();
        variants.c("getuid");
        variants.posixkit("nobody listens", Double.NaN, i -> plain.getuid());
        variants.posixkit("somebody listens", Double.NaN, i -> watched.getuid());
        variants.posixkit("recorder is off", Double.NaN, i -> recorded.getuid());
    }

    /** Starts a program that ends at once, and waits for it. */
    private static void spawn(Variants variants) throws Exception {
        Spawn plain = Spawn.of(TRUE);
        Spawn umask = Spawn.of(TRUE).umask(UMASK);
        WaitStatus status = new WaitStatus();
        variants.c("spawn", Variants.string(TRUE));
        variants.posixkit("", 1.05, i -> {
            PROCESSES.wait4(PROCESSES.spawn(plain), status, 0, null);
            return status.raw();
        });
        variants.posixkit("umask", 1.15, i -> {
            PROCESSES.wait4(PROCESSES.spawn(umask), status, 0, null);
            return status.raw();
        });
        long environment = Native.pointerAt(Native.process().symbol("environ"));
        long path = Variants.string(TRUE);
        variants.peer(JNI, "", () -> i -> Jni.spawn(TRUE));
        variants.peer(JNR_FFI, "", () -> {
            Pointer pid = JnrFfi.allocate(Integer.BYTES);
            Pointer result = JnrFfi.allocate(Integer.BYTES);
            Pointer arguments = JnrFfi.allocate(2 * Long.BYTES);
            arguments.putLong(0, path);
            Pointer variables =
                    jnr.ffi.Runtime.getSystemRuntime().getMemoryManager().newPointer(environment);
            return i -> {
                JnrFfi.LIBC.posix_spawn(pid, TRUE, null, null, arguments, variables);
                JnrFfi.LIBC.waitpid(pid.getInt(0), result, 0);
                return result.getInt(0);
            };
        });
        variants.peer(JNR_POSIX, "", () -> {
            List<String> variables = System.getenv().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
            int[] result = new int[1];
            return i -> {
                long pid = JnrPosix.POSIX.posix_spawnp(TRUE, List.of(), List.of(TRUE), variables);
                JnrPosix.POSIX.waitpid(pid, result, 0);
                return result[0];
            };
        });
        variants.peer(JNA, "", () -> {
            Memory pid = JnaDirect.allocate(Integer.BYTES);
            Memory result = JnaDirect.allocate(Integer.BYTES);
            Memory arguments = JnaDirect.allocate(2 * Long.BYTES);
            arguments.setLong(0, path);
            com.sun.jna.Pointer variables = new com.sun.jna.Pointer(environment);
            return i -> {
                JnaDirect.posix_spawn(pid, TRUE, null, null, arguments, variables);
                JnaDirect.waitpid(pid.getInt(0), result, 0);
                return result.getInt(0);
            };
        });
        variants.peer(FFM, "", () -> {
            MethodHandle spawn = Ffm.function("posix_spawn", "illllll");
            MethodHandle waitpid = Ffm.function("waitpid", "iili");
            MemorySegment pid = Ffm.allocate(Integer.BYTES);
            MemorySegment result = Ffm.allocate(Integer.BYTES);
            MemorySegment arguments = Ffm.allocate(2 * Long.BYTES);
            arguments.set(JAVA_LONG, 0, path);
            return i -> {
                int error = (int)
                        spawn.invokeExact(Ffm.state(), pid.address(), path, 0L, 0L, arguments.address(), environment);
                int waited = (int) waitpid.invokeExact(Ffm.state(), pid.get(JAVA_INT, 0), result.address(), 0);
                return error + (waited > 0 ? result.get(JAVA_INT, 0) : waited);
            };
        });
        variants.peer(
                PROCESS_BUILDER,
                "",
                () -> i -> new ProcessBuilder(TRUE).inheritIO().start().waitFor());
    }
}
