package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.process.SignalSet;
import posixkit.testing.Descriptors;

/** Tests what {@link SignalRelay} does while a handler runs: this handler waits in {@code write}, because its pipe is full. */
@ExtendWith(Descriptors.class)
class SignalRelayTest {
    private static final SignalSet SIGNALS = SignalSet.of(SIGURG);
    private static final int PAGE = 4096;
    private static final long PATIENCE_SECONDS = 20;

    private final Posix posix = Posix.get();
    private int[] pipe;
    private Thread signalled;

    @BeforeEach
    void fill() throws IOException {
        pipe = posix.io().pipe();
        posix.io().fcntl(pipe[1], F_SETFL, O_NONBLOCK);
        int written;
        do {
            written = posix.io().writeOrErrno(pipe[1], ByteBuffer.allocate(PAGE));
        } while (written > 0);
        assertEquals(-EAGAIN, written);
        posix.io().fcntl(pipe[1], F_SETFL, 0);
    }

    @AfterEach
    void close() throws Exception {
        drain();
        signalled.join();
        posix.io().close(pipe[0]);
        posix.io().close(pipe[1]);
    }

    private void drain() throws IOException {
        posix.io().fcntl(pipe[0], F_SETFL, O_NONBLOCK);
        int read;
        do {
            read = posix.io().readOrErrno(pipe[0], ByteBuffer.allocate(PAGE));
        } while (read > 0);
        assertEquals(-EAGAIN, read);
    }

    /** Returns a relay with a handler that waits. */
    private SignalRelay waiting(long patienceNanos) throws Exception {
        SignalRelay relay = new SignalRelay(
                LinuxBodies.over(Native.process()), new JnrLinuxCalls(Native.process()).kernel(), patienceNanos);
        relay.attach(SIGNALS, pipe[1]);
        FutureTask<Path> thread =
                new FutureTask<>(() -> Path.of("/proc/thread-self").toRealPath());
        signalled = new Thread(() -> {
            thread.run();
            try {
                int tid = Integer.parseInt(thread.get().getFileName().toString());
                posix.onLinux().signals().tgkill(posix.processes().getpid(), tid, SIGURG);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        signalled.start();
        Path call = thread.get().resolve("syscall");
        long start = System.nanoTime();
        while (!Files.readString(call).startsWith(SYS_write + " ")) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
            Thread.sleep(1);
        }
        return relay;
    }

    @Test
    void detachingWaitsForTheHandler() throws Exception {
        SignalRelay relay = waiting(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        FutureTask<Boolean> detaching = new FutureTask<>(() -> relay.detach(SIGNALS));
        new Thread(detaching).start();
        assertThrows(TimeoutException.class, () -> detaching.get(200, TimeUnit.MILLISECONDS));
        drain();
        assertTrue(detaching.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aHandlerThatDoesNotEndIsTold() throws Exception {
        SignalRelay relay = waiting(TimeUnit.MILLISECONDS.toNanos(50));
        assertFalse(relay.detach(SIGNALS));
    }
}
