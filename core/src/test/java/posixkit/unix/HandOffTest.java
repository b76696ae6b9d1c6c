package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_OFD_GETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLKW;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Wait.WNOHANG;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.unix.call.FileCalls;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.PollCalls;
import posixkit.unix.call.ProcessCalls;
import posixkit.unix.call.SocketCalls;
import posixkit.unix.call.WaitingFileCalls;
import posixkit.unix.call.WaitingIoCalls;
import posixkit.unix.call.WaitingPollCalls;
import posixkit.unix.call.WaitingProcessCalls;
import posixkit.unix.call.WaitingSocketCalls;

/**
 * Which calls of a virtual thread are handed to a platform thread. A call that need not be handed over would pay for it, and a
 * blocking call that is not would hold the carrier thread.
 */
class HandOffTest {
    /** The threads that made the calls. */
    private final List<String> threads = new ArrayList<>();

    @BeforeEach
    void thereAreVirtualThreads() {
        assumeTrue(HandOff.isUsed(), "this JDK has no virtual threads");
    }

    /** Returns calls that do nothing but record the thread. */
    private <T> T recording(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    threads.add(Thread.currentThread().getName());
                    return method.getReturnType() == int.class ? (Object) 7 : (Object) 7L;
                }));
    }

    private <T> boolean isHandedOver(Class<T> type, Function<T, T> waiting, ToLongFunction<T> call) throws Exception {
        T calls = waiting.apply(recording(type));
        FutureTask<Long> task = new FutureTask<>(() -> call.applyAsLong(calls));
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        assertEquals(7, task.get());
        assertEquals(1, threads.size());
        return threads.remove(0).equals("posixkit-waiting");
    }

    @Test
    void callsThatMayBlockAreHandedOverAndOthersAreNot() throws Exception {
        assertTrue(
                isHandedOver(IoCalls.class, calls -> new WaitingIoCalls(calls, Parking.NONE), io -> io.read(0, 0, 0)));
        assertFalse(isHandedOver(
                IoCalls.class, calls -> new WaitingIoCalls(calls, Parking.NONE), io -> io.pread(0, 0, 0, 0)));
        assertTrue(isHandedOver(
                SocketCalls.class, calls -> new WaitingSocketCalls(calls, Parking.NONE), s -> s.accept(0, 0, 0)));
    }

    @Test
    void locksThatAreWaitedForAreTheCommandsThatWait() throws Exception {
        List<Integer> handedOver = new ArrayList<>();
        for (int command : new int[] {F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW, F_GETFL}) {
            if (isHandedOver(
                    IoCalls.class, calls -> new WaitingIoCalls(calls, Parking.NONE), io -> io.fcntl(0, command, 0))) {
                handedOver.add(command);
            }
        }
        assertEquals(List.of(F_SETLKW, F_OFD_SETLKW), handedOver);
    }

    @Test
    void aFlagThatRulesOutBlockingKeepsTheCallHere() throws Exception {
        for (int flags : new int[] {O_RDWR, O_RDWR | O_NONBLOCK}) {
            boolean blocks = flags == O_RDWR;
            assertEquals(
                    blocks,
                    isHandedOver(
                            FileCalls.class,
                            calls -> new WaitingFileCalls(calls, Parking.NONE),
                            f -> f.open(0, flags, 0)));
            assertEquals(
                    blocks,
                    isHandedOver(
                            FileCalls.class,
                            calls -> new WaitingFileCalls(calls, Parking.NONE),
                            f -> f.openat(0, 0, flags, 0)));
        }
        for (int flags : new int[] {MSG_PEEK, MSG_PEEK | MSG_DONTWAIT}) {
            boolean blocks = flags == MSG_PEEK;
            assertEquals(
                    blocks,
                    isHandedOver(
                            SocketCalls.class,
                            calls -> new WaitingSocketCalls(calls, Parking.NONE),
                            s -> s.recv(0, 0, 0, flags)));
            assertEquals(
                    blocks,
                    isHandedOver(
                            SocketCalls.class,
                            calls -> new WaitingSocketCalls(calls, Parking.NONE),
                            s -> s.sendmsg(0, 0, flags)));
        }
        assertTrue(isHandedOver(
                IoCalls.class, calls -> new WaitingIoCalls(calls, Parking.NONE), io -> io.flock(0, LOCK_EX)));
        assertFalse(isHandedOver(
                IoCalls.class, calls -> new WaitingIoCalls(calls, Parking.NONE), io -> io.flock(0, LOCK_EX | LOCK_NB)));
        assertTrue(isHandedOver(
                ProcessCalls.class, calls -> new WaitingProcessCalls(calls, Parking.NONE), p -> p.wait4(0, 0, 0, 0)));
        assertFalse(isHandedOver(
                ProcessCalls.class,
                calls -> new WaitingProcessCalls(calls, Parking.NONE),
                p -> p.wait4(0, 0, WNOHANG, 0)));
    }

    @Test
    void aTimeOutOfZeroKeepsTheCallHere() throws Exception {
        for (int timeout : new int[] {-1, 0, 1}) {
            assertEquals(
                    timeout != 0,
                    isHandedOver(
                            PollCalls.class,
                            calls -> new WaitingPollCalls(calls, Parking.NONE),
                            p -> p.poll(0, 0, timeout)));
        }
        try (Scratch s = Scratch.open()) {
            long zero = s.allocZeroed(2 * Long.BYTES);
            long seconds = s.allocZeroed(2 * Long.BYTES);
            s.set64(seconds, 1);
            long micros = s.allocZeroed(2 * Long.BYTES);
            s.set64(micros + Long.BYTES, 1);
            for (long timeout : new long[] {0, zero, seconds, micros}) {
                assertEquals(
                        timeout != zero,
                        isHandedOver(
                                PollCalls.class,
                                calls -> new WaitingPollCalls(calls, Parking.NONE),
                                p -> p.select(0, 0, 0, 0, timeout)));
            }
        }
    }
}
