package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECONNRESET;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_OOB;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.Open.O_NONBLOCK;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.SocketCalls;
import posixkit.unix.call.UnixCalls;
import posixkit.unix.call.WaitingIoCalls;
import posixkit.unix.call.WaitingSocketCalls;

/**
 * The steps of a call that waits parked, with calls that only answer what the test says, and with a system on which a descriptor is
 * ready as soon as it is watched.
 */
class ParkedCallsTest {
    private static final int FD = 5;
    private static final int STOP = -1;

    /** The calls that were made: name, last argument, and where. */
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    private final Deque<Long> answers = new ArrayDeque<>();
    private final BlockingQueue<Integer> ready = new LinkedBlockingQueue<>();
    private int flags;
    private int watching;
    private Parking parking;
    private SocketCalls sockets;

    @BeforeEach
    void thereAreVirtualThreads() {
        assumeTrue(HandOff.isUsed(), "this JDK has no virtual threads");
        parking = new Parking(null);
        parking.bind(fake(UnixCalls.class), new Lazy<>() {
            @Override
            protected FakeSystem make() {
                return new FakeSystem();
            }
        });
        sockets = new WaitingSocketCalls(recording(SocketCalls.class), parking);
    }

    @AfterEach
    void stop() {
        ready.add(STOP);
    }

    private final class FakeSystem implements ParkingSystem, Readiness {
        @Override
        public long readNow(int fd, long iov, int count) {
            throw new AssertionError();
        }

        @Override
        public long writeNow(int fd, long iov, int count) {
            throw new AssertionError();
        }

        @Override
        public int processDescriptor(int pid) {
            throw new AssertionError();
        }

        @Override
        public int type(int dirfd, long path, int flags) {
            throw new AssertionError();
        }

        @Override
        public int type(int fd) {
            return -EBADF;
        }

        @Override
        public int flagsThatNeverWait() {
            return 0;
        }

        @Override
        public int flagsToHandOff() {
            return MSG_OOB;
        }

        @Override
        public Readiness newReadiness() {
            return this;
        }

        @Override
        public int watch(int fd, boolean isRead, boolean isWrite, boolean isKnown) {
            made.add("watch " + (isRead ? "read" : "write"));
            if (watching == 0) {
                ready.add(fd);
            }
            return watching;
        }

        @Override
        public void forget(int fd) {
            made.add("forget");
        }

        @Override
        public int await(Listener listener) {
            try {
                int fd = ready.take();
                if (fd != STOP) {
                    listener.ready(fd, true, true);
                }
                return fd == STOP ? -EBADF : 1;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Returns an object whose {@code fcntl} returns {@link #flags}, and whose other calls fail. */
    private <T> T fake(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getReturnType().isInterface()) {
                        return fake(method.getReturnType());
                    }
                    long result = method.getName().equals("fcntl") ? flags : -EBADF;
                    return method.getReturnType() == int.class ? (Object) (int) result : (Object) result;
                }));
    }

    /** Returns an object whose calls return the {@link #answers} in turn, and then 7. */
    private <T> T recording(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean isHandedOff = Thread.currentThread().getName().equals("posixkit-waiting");
                    made.add(method.getName() + " " + arguments[arguments.length - 1]
                            + (isHandedOff ? " handed off" : ""));
                    long result = answers.isEmpty() ? 7 : answers.remove();
                    return method.getReturnType() == int.class ? (Object) (int) result : (Object) result;
                }));
    }

    private long onVirtualThread(ToLongFunction<SocketCalls> call) throws Exception {
        FutureTask<Long> task = new FutureTask<>(() -> call.applyAsLong(sockets));
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        return task.get(30, TimeUnit.SECONDS);
    }

    private void answer(long... results) {
        for (long result : results) {
            answers.add(result);
        }
    }

    @Test
    void aCallThatNeedNotWaitIsMadeOnce() throws Exception {
        assertEquals(7, onVirtualThread(s -> s.recv(FD, 0, 9, MSG_PEEK)));
        assertEquals(List.of("recv " + (MSG_PEEK | MSG_DONTWAIT)), made);
    }

    @Test
    void aCallThatHasToWaitIsTriedAgainAndThenWoken() throws Exception {
        answer(-EAGAIN, -EAGAIN);
        assertEquals(7, onVirtualThread(s -> s.recvmsg(FD, 0, 0)));
        String attempt = "recvmsg " + MSG_DONTWAIT;
        assertEquals(List.of(attempt, attempt, "watch read", attempt), made);
    }

    @Test
    void theRestIsSentUntilAnErrorComes() throws Exception {
        answer(3, -EAGAIN, 4, -ECONNRESET);
        assertEquals(7, onVirtualThread(s -> s.send(FD, 0, 9, 0)));
        assertEquals(5, made.size());
        assertEquals("watch write", made.get(2));
        made.clear();
        answer(-ECONNRESET);
        assertEquals(-ECONNRESET, onVirtualThread(s -> s.send(FD, 0, 9, 0)));
        assertEquals(List.of("send " + MSG_DONTWAIT), made);
    }

    @Test
    void aNonblockingDescriptorHasItsAnswerAtOnce() throws Exception {
        flags = O_NONBLOCK;
        answer(-EAGAIN);
        assertEquals(-EAGAIN, onVirtualThread(s -> s.recv(FD, 0, 9, 0)));
        answer(3);
        assertEquals(3, onVirtualThread(s -> s.send(FD, 0, 9, 0)));
        assertEquals(List.of("recv " + MSG_DONTWAIT, "send " + MSG_DONTWAIT), made);
    }

    @Test
    void whatCannotBeWatchedIsHandedOff() throws Exception {
        watching = -EPERM;
        answer(-EAGAIN, -EAGAIN);
        assertEquals(7, onVirtualThread(s -> s.recv(FD, 0, 9, 0)));
        assertEquals("recv 0 handed off", made.get(made.size() - 1));
    }

    @Test
    void whatIsAlwaysReadyInVainIsHandedOff() throws Exception {
        answer(-EAGAIN, -EAGAIN);
        for (int i = 0; i < 16; i++) {
            answer(-EAGAIN);
        }
        assertEquals(7, onVirtualThread(s -> s.send(FD, 0, 7, 0)));
        assertEquals("send 0 handed off", made.get(made.size() - 1));
        assertEquals(16, made.stream().filter("watch write"::equals).count());
    }

    @Test
    void someFlagsAreHandedOff() throws Exception {
        assertEquals(7, onVirtualThread(s -> s.recv(FD, 0, 9, MSG_OOB)));
        assertEquals(List.of("recv " + MSG_OOB + " handed off"), made);
    }

    /** The number is closed only after the descriptor is not watched any more. */
    @Test
    void whoClosesForgetsTheDescriptorFirst() throws Exception {
        IoCalls io = new WaitingIoCalls(recording(IoCalls.class), parking);
        assertEquals(7, io.close(FD));
        assertEquals(List.of("close " + FD), made);
        answer(-EAGAIN, -EAGAIN);
        onVirtualThread(s -> s.recv(FD, 0, 9, 0));
        made.clear();
        assertEquals(7, io.close(FD));
        assertEquals(List.of("forget", "close " + FD), made);
        // The next file with this number starts anew.
        made.clear();
        assertEquals(7, io.close(FD));
        assertEquals(List.of("close " + FD), made);
    }

    @Test
    void aDescriptorThatIsNotOpenIsNotHandedOff() throws Exception {
        IoCalls io = new WaitingIoCalls(recording(IoCalls.class), parking);
        assertEquals(-EBADF, onVirtualThread(s -> io.read(FD, 0, 9)));
        assertTrue(made.isEmpty(), made.toString());
    }
}
