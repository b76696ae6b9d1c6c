package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posixkit.benchmarks.Posixkit.EPOLL;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.linux.layout.EpollEvent.DATA;
import static posixkit.linux.layout.EpollEvent.SIZE;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CLOEXEC;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;

import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.ErrnoException;
import posixkit.onlinux.EpollEvents;

/** Workloads that wait for many descriptors. */
final class EventWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("epoll", variants -> ping(variants, 0, 1.00)),
            Workload.of("epoll-1000-idle", variants -> ping(variants, 1000, 0.98)));

    private static final int MOST_EVENTS = 64;

    private EventWorkloads() {}

    /** Writes a byte into a pipe, waits for the event, and reads the byte from the descriptor of the event. */
    private static void ping(Variants variants, int idle, double goal) throws Exception {
        int set = EPOLL.epollCreate1(EPOLL_CLOEXEC);
        for (int k = 0; k < idle; k++) {
            addPipe(set);
        }
        int to = addPipe(set);
        EpollEvents events = EPOLL.newEvents(MOST_EVENTS);
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        variants.c("epoll", set, to);
        variants.posixkit("", goal, i -> {
            long sum = IO.writeOrErrno(to, one.clear());
            sum += EPOLL.epollWaitOrErrno(set, events, -1);
            return sum + IO.readOrErrno(events.fd(0), one.clear());
        });
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(1);
            Pointer found = JnrFfi.allocate(MOST_EVENTS * SIZE);
            return i -> {
                long sum = JnrFfi.value(JnrFfi.LIBC.write(to, memory, 1));
                sum += JnrFfi.value(JnrFfi.LIBC.epoll_wait(set, found, MOST_EVENTS, -1));
                return sum + JnrFfi.value(JnrFfi.LIBC.read(found.getInt(DATA), memory, 1));
            };
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(1);
            Memory found = JnaDirect.allocate(MOST_EVENTS * SIZE);
            return i -> {
                long sum = JnaDirect.value(JnaDirect.write(to, memory, 1));
                sum += JnaDirect.value(JnaDirect.epoll_wait(set, found, MOST_EVENTS, -1));
                return sum + JnaDirect.value(JnaDirect.read(found.getInt(DATA), memory, 1));
            };
        });
        variants.peer(FFM, "", () -> {
            MethodHandle write = Ffm.function("write", "lill");
            MethodHandle read = Ffm.function("read", "lill");
            MethodHandle wait = Ffm.function("epoll_wait", "iilii");
            MemorySegment memory = Ffm.allocate(1);
            MemorySegment found = Ffm.allocate(MOST_EVENTS * SIZE);
            return i -> {
                long sum = Ffm.value((long) write.invokeExact(Ffm.state(), to, memory.address(), 1L));
                sum += Ffm.value((int) wait.invokeExact(Ffm.state(), set, found.address(), MOST_EVENTS, -1));
                int from = found.get(JAVA_INT, DATA);
                return sum + Ffm.value((long) read.invokeExact(Ffm.state(), from, memory.address(), 1L));
            };
        });
        variants.peer(NIO, "", () -> {
            Selector selector = Selector.open();
            for (int k = 0; k < idle; k++) {
                addPipe(selector);
            }
            Pipe.SinkChannel sink = addPipe(selector);
            return i -> {
                long sum = sink.write(one.clear());
                sum += selector.select();
                SelectionKey key = selector.selectedKeys().iterator().next();
                selector.selectedKeys().clear();
                return sum + ((Pipe.SourceChannel) key.channel()).read(one.clear());
            };
        });
    }

    /** Adds the reading end of a new pipe to an epoll descriptor. Returns the writing end. */
    private static int addPipe(int set) throws ErrnoException {
        int[] pipe = IO.pipe2(O_CLOEXEC);
        EPOLL.epollCtl(set, EPOLL_CTL_ADD, pipe[0], EPOLLIN);
        return pipe[1];
    }

    /** Adds the reading end of a new pipe to a selector. Returns the writing end. */
    private static Pipe.SinkChannel addPipe(Selector selector) throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ);
        return pipe.sink();
    }
}
