package posixkit.contract;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.event.Poll;
import posixkit.file.Io;
import posixkit.testing.Descriptors;

/** A pipe to wait for. */
@ExtendWith(Descriptors.class)
public abstract class WithPipe {
    protected final Posix posix = Posix.get();
    protected final Io io = posix.io();
    protected final Poll poll = posix.poll();

    protected Fd read;
    protected Fd write;

    @BeforeEach
    void open() throws IOException {
        int[] ends = io.pipe();
        read = Fd.own(ends[0]);
        write = Fd.own(ends[1]);
    }

    @AfterEach
    void close() throws IOException {
        read.close();
        write.close();
    }

    protected void writeOne() throws IOException {
        io.write(write.num(), new byte[1], 0, 1);
    }

    protected void readOne() throws IOException {
        io.read(read.num(), new byte[1], 0, 1);
    }

    /** Writes from another thread, later than any time-out of a few milliseconds would end a wait. */
    protected Thread writesInAWhile() {
        long start = System.nanoTime();
        Thread writer = new Thread(() -> {
            while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(20)) {
                Thread.onSpinWait();
            }
            try {
                writeOne();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        return writer;
    }
}
