package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.MEMORY;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDWR;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.memory.Mapping;

/** Workloads with files that are mapped into memory. */
// The compiler warns of JDK methods that call native code.
@SuppressWarnings("restricted")
final class MemoryWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("mmap-touch-munmap", MemoryWorkloads::map), Workload.of("get-long", MemoryWorkloads::getLong));

    private static final int PAGE = 4096;
    private static final int LENGTH = 16 * PAGE;
    private static final int PROTECTION = PROT_READ | PROT_WRITE;

    /** A mask that makes an index of a {@code long} in a page. */
    private static final int INDEX = PAGE / Long.BYTES - 1;

    private MemoryWorkloads() {}

    /** Maps 16 pages of a file, reads a byte of each, and unmaps them. */
    private static void map(Variants variants) throws Exception {
        String path = variants.file(LENGTH);
        int fd = FILES.open(path, O_RDWR);
        variants.c("map", fd, LENGTH);
        variants.posixkit("", 1.05, i -> {
            try (Mapping mapping = MEMORY.mmap(fd, 0, LENGTH, PROTECTION, MAP_SHARED)) {
                long sum = 0;
                for (int at = 0; at < LENGTH; at += PAGE) {
                    sum += mapping.getByte(at);
                }
                return sum;
            }
        });
        variants.peer(JNR_FFI, "", () -> i -> {
            Pointer mapping = JnrFfi.LIBC.mmap(null, LENGTH, PROTECTION, MAP_SHARED, fd, 0);
            long sum = 0;
            for (int at = 0; at < LENGTH; at += PAGE) {
                sum += mapping.getByte(at);
            }
            return sum + JnrFfi.value(JnrFfi.LIBC.munmap(mapping, LENGTH));
        });
        variants.peer(JNA, "", () -> i -> {
            com.sun.jna.Pointer mapping = JnaDirect.mmap(null, LENGTH, PROTECTION, MAP_SHARED, fd, 0);
            long sum = 0;
            for (int at = 0; at < LENGTH; at += PAGE) {
                sum += mapping.getByte(at);
            }
            return sum + JnaDirect.value(JnaDirect.munmap(mapping, LENGTH));
        });
        variants.peer(FFM, "", () -> {
            MethodHandle mmap = Ffm.function("mmap", "llliiil");
            MethodHandle munmap = Ffm.function("munmap", "ill");
            return i -> {
                long address = (long) mmap.invokeExact(Ffm.state(), 0L, (long) LENGTH, PROTECTION, MAP_SHARED, fd, 0L);
                MemorySegment mapping = MemorySegment.ofAddress(address).reinterpret(LENGTH);
                long sum = 0;
                for (int at = 0; at < LENGTH; at += PAGE) {
                    sum += mapping.get(JAVA_BYTE, at);
                }
                return sum + Ffm.value((int) munmap.invokeExact(Ffm.state(), address, (long) LENGTH));
            };
        });
        // A MappedByteBuffer cannot be unmapped. A segment of the JDK can.
        variants.peer(FFM, "FileChannel.map", () -> {
            FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
            return i -> Ffm.mapAndTouch(channel, LENGTH, PAGE);
        });
    }

    /** Reads the numbers in a page of a mapping, one after the other. */
    private static void getLong(Variants variants) throws Exception {
        String path = variants.file(PAGE);
        int fd = FILES.open(path, O_RDWR);
        Mapping mapping = MEMORY.mmap(fd, 0, PAGE, PROTECTION, MAP_SHARED);
        variants.c("get_long", mapping.address(), INDEX);
        variants.posixkit("", 3, i -> mapping.getLong((i & INDEX) * Long.BYTES));
        variants.peer(JNR_FFI, "", () -> {
            Pointer pointer =
                    jnr.ffi.Runtime.getSystemRuntime().getMemoryManager().newPointer(mapping.address());
            return i -> pointer.getLong((i & INDEX) * Long.BYTES);
        });
        variants.peer(JNA, "", () -> {
            com.sun.jna.Pointer pointer = new com.sun.jna.Pointer(mapping.address());
            return i -> pointer.getLong((i & INDEX) * Long.BYTES);
        });
        variants.peer(FFM, "", () -> {
            MemorySegment segment = MemorySegment.ofAddress(mapping.address()).reinterpret(PAGE);
            return i -> segment.get(JAVA_LONG, (i & INDEX) * Long.BYTES);
        });
        variants.peer(NIO, "", () -> {
            FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
            MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE);
            buffer.order(ByteOrder.nativeOrder());
            return i -> buffer.getLong((int) (i & INDEX) * Long.BYTES);
        });
    }
}
