package posixkit.benchmarks;

import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Variants.COPIES;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDONLY;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.List;

/** Workloads whose calls may block, on a virtual thread. Here none blocks. */
final class VirtualThreadWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.onVirtualThread("virtual-read", VirtualThreadWorkloads::read),
            Workload.onVirtualThread("virtual-open-close", VirtualThreadWorkloads::openClose));

    private VirtualThreadWorkloads() {}

    /** Writes a byte into a pipe and reads it. */
    private static void read(Variants variants) throws Exception {
        int[] pipe = IO.pipe2(O_CLOEXEC);
        int from = pipe[0];
        int to = pipe[1];
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        variants.c("pipe", from, to);
        variants.posixkit("", 1.3, i -> {
            long sum = IO.writeOrErrno(to, one.clear());
            return sum + IO.readOrErrno(from, one.clear());
        });
        variants.peer(NIO, "", () -> {
            Pipe channels = Pipe.open();
            return i -> channels.sink().write(one.clear()) + channels.source().read(one.clear());
        });
    }

    /** Opens and closes a plain file. */
    private static void openClose(Variants variants) throws Exception {
        String path = variants.file(1);
        String[] paths = Variants.copies(path);
        variants.c("open_close", Variants.string(path));
        variants.posixkit("", 1.3, i -> IO.closeOrErrno(FILES.openOrErrno(paths[(int) i % COPIES], O_RDONLY, 0)));
        variants.peer(NIO, "", () -> {
            Path nio = Path.of(path);
            return i -> {
                FileChannel.open(nio).close();
                return 0;
            };
        });
    }
}
