package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JAVA_IO;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNI;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;

import com.sun.jna.Memory;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.unix.layout.Iovec;

/** Workloads that read and write. {@code direct} means memory outside the Java heap. */
final class ReadWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("read-1", ReadWorkloads::readOne),
            Workload.of("write-4k", ReadWorkloads::write),
            Workload.of("eagain", ReadWorkloads::eagain),
            Workload.of("pread-4k", variants -> pread(variants, 4096, 1.00, 1.06)),
            Workload.of("pread-64k", variants -> pread(variants, 65536, Double.NaN, 1.75)),
            Workload.of("readv", ReadWorkloads::readv));

    private static final String ZERO = "/dev/zero";
    private static final String NULL = "/dev/null";

    private ReadWorkloads() {}

    private static void readOne(Variants variants) throws Exception {
        int fd = FILES.open(ZERO, O_RDONLY);
        ByteBuffer direct = ByteBuffer.allocateDirect(1);
        byte[] heap = new byte[1];
        variants.c("read", fd, 1);
        variants.posixkit("direct", 0.98, i -> IO.readOrErrno(fd, direct.clear()));
        variants.posixkit("byte[]", 1.03, i -> IO.readOrErrno(fd, heap, 0, 1));
        readPeers(variants, fd);
        variants.peer(JNI, "byte[]", () -> i -> Jni.readBytes(fd, heap, 1));
        variants.peer(JNR_FFI, "byte[]", () -> i -> JnrFfi.value(JnrFfi.LIBC.read(fd, heap, 1)));
        variants.peer(JNR_POSIX, "byte[]", () -> i -> JnrPosix.value(JnrPosix.POSIX.read(fd, heap, 1)));
        variants.peer(JNA, "byte[]", () -> i -> JnaDirect.value(JnaDirect.read(fd, heap, 1)));
        variants.peer(NIO, "direct", () -> {
            FileChannel channel = FileChannel.open(Path.of(ZERO));
            return i -> channel.read(direct.clear());
        });
        variants.peer(JAVA_IO, "byte[]", () -> {
            FileInputStream stream = new FileInputStream(ZERO);
            return i -> stream.read(heap, 0, 1);
        });
    }

    /** Adds those peers that read one byte from a descriptor into native memory. */
    private static void readPeers(Variants variants, int fd) throws Exception {
        variants.peer(JNI, "direct", () -> {
            ByteBuffer direct = ByteBuffer.allocateDirect(1);
            return i -> Jni.read(fd, direct, 1);
        });
        variants.peer(JNR_FFI, "direct", () -> {
            Pointer memory = JnrFfi.allocate(1);
            return i -> JnrFfi.value(JnrFfi.LIBC.read(fd, memory, 1));
        });
        variants.peer(JNR_POSIX, "direct", () -> {
            ByteBuffer direct = ByteBuffer.allocateDirect(1);
            return i -> JnrPosix.value(JnrPosix.POSIX.read(fd, direct.clear(), 1));
        });
        variants.peer(JNA, "direct", () -> {
            Memory memory = JnaDirect.allocate(1);
            return i -> JnaDirect.value(JnaDirect.read(fd, memory, 1));
        });
        variants.peer(FFM, "direct", () -> {
            MethodHandle read = Ffm.function("read", "lill");
            MemorySegment memory = Ffm.allocate(1);
            return i -> Ffm.value((long) read.invokeExact(Ffm.state(), fd, memory.address(), 1L));
        });
    }

    private static void write(Variants variants) throws Exception {
        int size = 4096;
        int fd = FILES.open(NULL, O_WRONLY);
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        byte[] heap = new byte[size];
        variants.c("write", fd, size);
        variants.posixkit("direct", 0.98, i -> IO.writeOrErrno(fd, direct.clear()));
        variants.posixkit("byte[]", 1.15, i -> IO.writeOrErrno(fd, heap, 0, size));
        variants.peer(JNI, "direct", () -> i -> Jni.write(fd, direct, size));
        variants.peer(JNI, "byte[]", () -> i -> Jni.writeBytes(fd, heap, size));
        variants.peer(JNR_FFI, "direct", () -> {
            Pointer memory = JnrFfi.allocate(size);
            return i -> JnrFfi.value(JnrFfi.LIBC.write(fd, memory, size));
        });
        variants.peer(JNR_FFI, "byte[]", () -> i -> JnrFfi.value(JnrFfi.LIBC.write(fd, heap, size)));
        variants.peer(JNR_POSIX, "direct", () -> i -> JnrPosix.value(JnrPosix.POSIX.write(fd, direct.clear(), size)));
        variants.peer(JNR_POSIX, "byte[]", () -> i -> JnrPosix.value(JnrPosix.POSIX.write(fd, heap, size)));
        variants.peer(JNA, "direct", () -> {
            Memory memory = JnaDirect.allocate(size);
            return i -> JnaDirect.value(JnaDirect.write(fd, memory, size));
        });
        variants.peer(JNA, "byte[]", () -> i -> JnaDirect.value(JnaDirect.write(fd, heap, size)));
        variants.peer(FFM, "direct", () -> {
            MethodHandle write = Ffm.function("write", "lill");
            MemorySegment memory = Ffm.allocate(size);
            return i -> Ffm.value((long) write.invokeExact(Ffm.state(), fd, memory.address(), (long) size));
        });
        variants.peer(FFM, "byte[]", () -> {
            MethodHandle write = Ffm.function("write", "lill");
            MemorySegment memory = Ffm.allocate(size);
            return i -> {
                Ffm.copy(heap, memory);
                return Ffm.value((long) write.invokeExact(Ffm.state(), fd, memory.address(), (long) size));
            };
        });
        variants.peer(NIO, "direct", () -> {
            FileChannel channel = FileChannel.open(Path.of(NULL), StandardOpenOption.WRITE);
            return i -> channel.write(direct.clear());
        });
        variants.peer(JAVA_IO, "byte[]", () -> {
            FileOutputStream stream = new FileOutputStream(NULL);
            return i -> {
                stream.write(heap);
                return size;
            };
        });
    }

    /** A read that fails because the pipe is empty and not blocking. */
    private static void eagain(Variants variants) throws Exception {
        int fd = IO.pipe2(O_NONBLOCK)[0];
        ByteBuffer direct = ByteBuffer.allocateDirect(1);
        variants.c("read", fd, 1);
        variants.posixkit("direct", 0.98, i -> IO.readOrErrno(fd, direct.clear()));
        readPeers(variants, fd);
        variants.peer(NIO, "direct", () -> {
            Pipe.SourceChannel channel = Pipe.open().source();
            channel.configureBlocking(false);
            return i -> channel.read(direct.clear()) == 0 ? -EAGAIN : 0;
        });
    }

    /** A read at offset 0 of a file whose contents the kernel has in memory. */
    private static void pread(Variants variants, int size, double directGoal, double heapGoal) throws Exception {
        String path = variants.file(size);
        int fd = FILES.open(path, O_RDONLY);
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        byte[] heap = new byte[size];
        variants.c("pread", fd, size);
        variants.posixkit("direct", directGoal, i -> IO.preadOrErrno(fd, direct.clear(), 0));
        variants.posixkit("byte[]", heapGoal, i -> IO.preadOrErrno(fd, heap, 0, size, 0));
        variants.peer(JNR_FFI, "direct", () -> {
            Pointer memory = JnrFfi.allocate(size);
            return i -> JnrFfi.value(JnrFfi.LIBC.pread(fd, memory, size, 0));
        });
        variants.peer(JNR_FFI, "byte[]", () -> i -> JnrFfi.value(JnrFfi.LIBC.pread(fd, heap, size, 0)));
        variants.peer(
                JNR_POSIX, "direct", () -> i -> JnrPosix.value(JnrPosix.POSIX.pread(fd, direct.clear(), size, 0)));
        variants.peer(JNR_POSIX, "byte[]", () -> i -> JnrPosix.value(JnrPosix.POSIX.pread(fd, heap, size, 0)));
        variants.peer(JNA, "direct", () -> {
            Memory memory = JnaDirect.allocate(size);
            return i -> JnaDirect.value(JnaDirect.pread(fd, memory, size, 0));
        });
        variants.peer(JNA, "byte[]", () -> i -> JnaDirect.value(JnaDirect.pread(fd, heap, size, 0)));
        variants.peer(FFM, "direct", () -> {
            MethodHandle pread = Ffm.function("pread", "lilll");
            MemorySegment memory = Ffm.allocate(size);
            return i -> Ffm.value((long) pread.invokeExact(Ffm.state(), fd, memory.address(), (long) size, 0L));
        });
        variants.peer(FFM, "byte[]", () -> {
            MethodHandle pread = Ffm.function("pread", "lilll");
            MemorySegment memory = Ffm.allocate(size);
            return i -> {
                long count = Ffm.value((long) pread.invokeExact(Ffm.state(), fd, memory.address(), (long) size, 0L));
                Ffm.copy(memory, heap, count);
                return count;
            };
        });
        variants.peer(NIO, "direct", () -> {
            FileChannel channel = FileChannel.open(Path.of(path));
            return i -> channel.read(direct.clear(), 0);
        });
        variants.peer(NIO, "byte[]", () -> {
            FileChannel channel = FileChannel.open(Path.of(path));
            ByteBuffer wrapped = ByteBuffer.wrap(heap);
            return i -> channel.read(wrapped.clear(), 0);
        });
        variants.peer(JAVA_IO, "byte[]", () -> {
            RandomAccessFile file = new RandomAccessFile(path, "r");
            return i -> {
                file.seek(0);
                return file.read(heap);
            };
        });
    }

    /** A read into four buffers of 1 KiB. */
    private static void readv(Variants variants) throws Exception {
        int count = 4;
        int size = 1024;
        int fd = FILES.open(ZERO, O_RDONLY);
        ByteBuffer[] buffers = new ByteBuffer[count];
        for (int k = 0; k < count; k++) {
            buffers[k] = ByteBuffer.allocateDirect(size);
        }
        variants.c("readv", fd);
        variants.posixkit("direct", 1.15, i -> IO.readvOrErrno(fd, clear(buffers)));
        variants.peer(JNR_FFI, "direct", () -> {
            Pointer memory = JnrFfi.allocate(count * size);
            Pointer vector = JnrFfi.allocate(count * Iovec.SIZE);
            for (int k = 0; k < count; k++) {
                vector.putLong(k * Iovec.SIZE + Iovec.BASE, memory.address() + k * size);
                vector.putLong(k * Iovec.SIZE + Iovec.LEN, size);
            }
            return i -> JnrFfi.value(JnrFfi.LIBC.readv(fd, vector, count));
        });
        variants.peer(JNA, "direct", () -> {
            Memory memory = JnaDirect.allocate(count * size);
            Memory vector = JnaDirect.allocate(count * Iovec.SIZE);
            for (int k = 0; k < count; k++) {
                vector.setPointer(k * Iovec.SIZE + Iovec.BASE, memory.share(k * size));
                vector.setLong(k * Iovec.SIZE + Iovec.LEN, size);
            }
            return i -> JnaDirect.value(JnaDirect.readv(fd, vector, count));
        });
        variants.peer(FFM, "direct", () -> {
            MethodHandle readv = Ffm.function("readv", "lili");
            MemorySegment memory = Ffm.allocate(count * size);
            MemorySegment vector = Ffm.allocate(count * Iovec.SIZE);
            for (int k = 0; k < count; k++) {
                vector.set(JAVA_LONG, k * Iovec.SIZE + Iovec.BASE, memory.address() + k * size);
                vector.set(JAVA_LONG, k * Iovec.SIZE + Iovec.LEN, size);
            }
            return i -> Ffm.value((long) readv.invokeExact(Ffm.state(), fd, vector.address(), count));
        });
        variants.peer(NIO, "direct", () -> {
            FileChannel channel = FileChannel.open(Path.of(ZERO));
            return i -> channel.read(clear(buffers));
        });
    }

    private static ByteBuffer[] clear(ByteBuffer... buffers) {
        for (ByteBuffer buffer : buffers) {
            buffer.clear();
        }
        return buffers;
    }
}
