package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Signal.SIGWINCH;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.onlinux.constants.LinuxSigCode.SI_TKILL;
import static posixkit.onlinux.constants.LinuxSignalfd.SFD_NONBLOCK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.onlinux.OnLinuxSiginfo;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.SignalEvents;
import posixkit.process.SignalSet;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.OwnThread;
import posixkit.testing.Programs;

/** Tests {@link OnLinuxSignals}, except for pipes. Signals go to a thread that blocks them; the JVM blocks none. */
@ExtendWith(Descriptors.class)
class LinuxOnlySignalsTest {
    private static final int NOT_OPEN = 1_000_000;
    private static final int NO_THREAD = 1 << 22;

    private final Posix posix = Posix.get();
    private final OnLinuxSignals signals = posix.onLinux().signals();
    private final int pid = posix.processes().getpid();

    /** Runs {@code action} on a thread that blocks SIGUSR1, SIGURG and SIGWINCH. */
    private void blocking(OwnThread.Action action) throws Exception {
        OwnThread.run(() -> {
            posix.signals().pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGUSR1, SIGURG, SIGWINCH), null);
            action.run();
        });
    }

    private static int tid() throws IOException {
        return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
    }

    private static boolean isPending(int tid, int signal) throws IOException {
        String set = Programs.output(
                "sed",
                "-n",
                "s/^SigPnd:[[:space:]]*//p",
                "/proc/self/../" + ProcessHandle.current().pid() + "/task/" + tid + "/status");
        return (Long.parseUnsignedLong(set, 16) >>> signal - 1 & 1) != 0;
    }

    @Test
    void signalsToAThreadAreReadFromADescriptor() throws Exception {
        blocking(() -> {
            try (Fd fd = Fd.own(signals.signalfd(-1, SignalSet.of(SIGUSR1, SIGURG), SFD_NONBLOCK))) {
                SignalEvents events = signals.newEvents(1);
                assertErrno(EAGAIN, () -> signals.readEvents(fd.num(), events));
                signals.tgkill(pid, tid(), SIGURG);
                signals.tgkill(pid, tid(), SIGUSR1);
                assertTrue(isPending(tid(), SIGUSR1));
                // A buffer for one signal gets them one after the other, each of them whole.
                for (int signal : new int[] {SIGUSR1, SIGURG}) {
                    assertTrue(signals.readEvents(fd.num(), events) > 0);
                    assertTrue(events.next());
                    assertEquals(signal, events.signal());
                    assertEquals(pid, events.pid());
                    assertEquals(SI_TKILL, events.code());
                    assertEquals(Integer.parseInt(Programs.output("id", "-ru")), events.uid());
                    assertFalse(events.next());
                }
                assertFalse(isPending(tid(), SIGUSR1));
                assertMinus(EAGAIN, signals.readEventsOrErrno(fd.num(), events));
                assertThrows(IllegalStateException.class, events::signal);
                SignalEvents more = signals.newEvents(5);
                signals.tgkill(pid, tid(), SIGURG);
                signals.tgkill(pid, tid(), SIGUSR1);
                assertEquals(2 * 128, signals.readEvents(fd.num(), more));
                assertTrue(more.next() && more.next());
                assertTrue(more.toString().startsWith("SignalEvents[signal=SIGURG, code="), more.toString());
                assertFalse(more.next());
                assertEquals("SignalEvents[no current signal]", more.toString());
            }
        });
    }

    /** Members lie where {@code linux/signalfd.h} has them. What comes from a pipe is read like what the kernel makes. */
    @Test
    void eachMemberIsRead() throws Exception {
        ByteBuffer record = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 12; i++) {
            record.putInt(4 * i, 100 + i);
        }
        record.putInt(28, -1).putLong(56, 1L << 40).putLong(64, 1L << 41);
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            posix.io().write(write.num(), record.array());
            SignalEvents event = signals.newEvents(1);
            assertEquals(128, signals.readEvents(read.num(), event));
            assertTrue(event.next());
            assertEquals(
                    List.of(100, 102, 103, 104, 105, 108, 110, 111),
                    List.of(
                            event.signal(),
                            event.code(),
                            event.pid(),
                            event.uid(),
                            event.fd(),
                            event.overrun(),
                            event.status(),
                            event.intValue()));
            assertEquals(
                    List.of(0xFFFF_FFFFL, 1L << 40, 1L << 41), List.of(event.band(), event.utime(), event.stime()));
        }
    }

    @Test
    void theSignalsOfADescriptorCanChange() throws Exception {
        blocking(() -> {
            try (Fd fd = Fd.own(signals.signalfd(-1, new SignalSet(), SFD_NONBLOCK))) {
                SignalEvents events = signals.newEvents(1);
                signals.tgkill(pid, tid(), SIGWINCH);
                assertMinus(EAGAIN, signals.readEventsOrErrno(fd.num(), events));
                assertEquals(fd.num(), signals.signalfd(fd.num(), SignalSet.of(SIGWINCH), 0));
                String seen = Files.readString(Path.of("/proc/self/fdinfo/" + fd.num()));
                assertTrue(seen.contains("sigmask:\t0000000008000000"), seen);
                assertTrue(signals.readEvents(fd.num(), events) > 0);
            }
        });
    }

    @Test
    void waitingTakesAPendingSignal() throws Exception {
        blocking(() -> {
            OnLinuxSiginfo info = (OnLinuxSiginfo) posix.signals().newSiginfo();
            SignalSet set = SignalSet.of(SIGUSR1, SIGURG);
            signals.tgkill(pid, tid(), SIGUSR1);
            assertEquals(SIGUSR1, signals.sigwaitinfo(set, info));
            assertEquals(List.of(SIGUSR1, pid), List.of(info.signo(), info.pid()));
            assertFalse(isPending(tid(), SIGUSR1));
            posix.processes().raise(SIGURG);
            assertEquals(SIGURG, signals.sigtimedwait(set, info, 0));
            assertEquals(SIGURG, info.signo());
            assertErrno(EAGAIN, () -> signals.sigtimedwait(set, info, 0));
            long start = System.nanoTime();
            assertErrno(EAGAIN, () -> signals.sigtimedwait(set, info, 1_020_000_000));
            assertTrue(System.nanoTime() - start >= 1_020_000_000, "too early");
            assertEquals(SIGURG, info.signo(), "unchanged after a failure");
            int tid = tid();
            Thread sender = new Thread(() -> signals.tgkillOrErrno(pid, tid, SIGURG));
            sender.start();
            assertEquals(SIGURG, signals.sigtimedwait(set, info, -1));
            sender.join();
        });
    }

    @Test
    void failuresHaveTheirErrno() throws Exception {
        assertErrno(EINVAL, () -> signals.signalfd(-1, new SignalSet(), 1));
        assertErrno(EBADF, () -> signals.signalfd(NOT_OPEN, new SignalSet(), 0));
        int[] pipe = posix.io().pipe();
        assertErrno(EINVAL, () -> signals.signalfd(pipe[0], new SignalSet(), 0));
        SignalEvents events = signals.newEvents(1);
        posix.io().write(pipe[1], new byte[5]);
        assertEquals(5, signals.readEvents(pipe[0], events));
        assertThrows(IllegalStateException.class, events::next);
        posix.io().close(pipe[0]);
        posix.io().close(pipe[1]);
        assertErrno(EBADF, () -> signals.readEvents(NOT_OPEN, events));
        assertErrno(ESRCH, () -> signals.tgkill(pid, NO_THREAD, 0));
        assertErrno(ESRCH, () -> signals.tgkill(1, tid(), 0));
        assertErrno(EINVAL, () -> signals.tgkill(pid, tid(), 65));
        assertErrno(EINVAL, () -> signals.tgkill(0, tid(), 0));
        signals.tgkill(pid, tid(), 0);
        assertRefused("capacity", () -> signals.newEvents(0));
        assertRefused("capacity", () -> signals.newEvents(Integer.MAX_VALUE));
    }

    /** A JVM that was started with a signal blocked can read it, because HotSpot does not use SIGUSR1. */
    @Test
    void aSignalThatTheWholeJvmBlocksIsReadFromADescriptor() throws IOException {
        try (ChildJvm jvm = ChildJvm.startBy(List.of("env", "--block-signal=USR1"), SignalsProgram.class)) {
            assertEquals("ok", jvm.ask("signalfd 10"));
            assertEquals(
                    0,
                    Programs.run("/bin/kill", "-q", "4711", "-s", "USR1", "" + jvm.pid())
                            .exit());
            assertEquals("10 4711", jvm.ask("value"));
        }
    }

    @Test
    void aTimerEndsAJvmThatDoesNotCatchItsSignal() throws IOException {
        for (String timer : List.of("setitimer", "alarm")) {
            try (ChildJvm jvm = ChildJvm.start(SignalsProgram.class)) {
                assertEquals(128 + 14, jvm.last(timer).exit());
            }
        }
    }
}
