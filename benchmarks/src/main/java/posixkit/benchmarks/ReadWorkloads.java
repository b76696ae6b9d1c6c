package posixkit.benchmarks;

import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JAVA_IO;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Open.O_RDONLY;

import java.io.FileInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import jnr.ffi.Pointer;

/** Workloads that read and write. */
final class ReadWorkloads {
    static final List<Workload> ALL = List.of(Workload.of("read-1", ReadWorkloads::readOne));

    private static final String ZERO = "/dev/zero";

    private ReadWorkloads() {}

    private static void readOne(Variants variants) throws Exception {
        int fd = FILES.open(ZERO, O_RDONLY);
        int size = 1;
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        byte[] heap = new byte[size];
        variants.c("read", fd, size);
        variants.posixkit("direct", 0.98, i -> IO.readOrErrno(fd, direct.clear()));
        variants.posixkit("byte[]", 1.03, i -> IO.readOrErrno(fd, heap, 0, size));
        variants.peer(JNR_FFI, "direct", () -> {
            Pointer memory = JnrFfi.allocate(size);
            return i -> JnrFfi.value(JnrFfi.LIBC.read(fd, memory, size));
        });
        variants.peer(JNR_FFI, "byte[]", () -> i -> JnrFfi.value(JnrFfi.LIBC.read(fd, heap, size)));
        variants.peer(JNR_POSIX, "byte[]", () -> i -> JnrPosix.value(JnrPosix.POSIX.read(fd, heap, size)));
        variants.peer(JNA, "direct", () -> {
            com.sun.jna.Pointer memory = JnaDirect.allocate(size);
            return i -> JnaDirect.value(JnaDirect.read(fd, memory, size));
        });
        variants.peer(JNA, "byte[]", () -> i -> JnaDirect.value(JnaDirect.read(fd, heap, size)));
        variants.peer(FFM, "direct", () -> {
            MethodHandle read = Ffm.function("read", "lill");
            MemorySegment memory = Ffm.allocate(size);
            return i -> Ffm.value((long) read.invokeExact(Ffm.state(), fd, memory.address(), (long) size));
        });
        variants.peer(NIO, "direct", () -> {
            FileChannel channel = FileChannel.open(Path.of(ZERO));
            return i -> channel.read(direct.clear());
        });
        variants.peer(JAVA_IO, "byte[]", () -> {
            FileInputStream stream = new FileInputStream(ZERO);
            return i -> stream.read(heap, 0, size);
        });
    }
}
