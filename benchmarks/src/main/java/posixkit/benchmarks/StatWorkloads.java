package posixkit.benchmarks;

import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.linux.layout.Stat_t.SIZE;
import static posixkit.linux.layout.Stat_t.SIZE_OFFSET;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.posix.FileStat;
import posixkit.file.Stat;

/** Workloads that read the metadata of a file. Each reads the size too, as a user would read some of the fields. */
final class StatWorkloads {
    static final List<Workload> ALL = List.of(Workload.of("fstat", StatWorkloads::fstat));

    private StatWorkloads() {}

    private static void fstat(Variants variants) throws Exception {
        int fd = FILES.open("/etc/hosts", O_RDONLY);
        Stat stat = IO.newStat();
        variants.c("fstat", fd);
        variants.posixkit("", 1.05, i -> IO.fstatOrErrno(fd, stat) + stat.size());
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            return i -> JnrFfi.value(JnrFfi.LIBC.fstat(fd, memory)) + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(JNR_POSIX, "", () -> {
            FileStat memory = JnrPosix.POSIX.allocateStat();
            return i -> JnrPosix.value(JnrPosix.POSIX.fstat(fd, memory)) + memory.st_size();
        });
        variants.peer(JNA, "", () -> {
            com.sun.jna.Pointer memory = JnaDirect.allocate(SIZE);
            return i -> JnaDirect.value(JnaDirect.fstat(fd, memory)) + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(FFM, "", () -> {
            MethodHandle fstat = Ffm.function("fstat", "iil");
            MemorySegment memory = Ffm.allocate(SIZE);
            return i -> Ffm.value((int) fstat.invokeExact(Ffm.state(), fd, memory.address()))
                    + memory.get(ValueLayout.JAVA_LONG, SIZE_OFFSET);
        });
    }
}
