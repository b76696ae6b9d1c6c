package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_TIMER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_USER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_WRITE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DISABLE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ENABLE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_EOF;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ERROR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ONESHOT;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_RECEIPT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXIT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_TRIGGER;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.darwin.call.KqueueCalls;
import posixkit.ffi.Native;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.process.Spawn;

class DarwinKqueueTest extends WithKqueue {
    @Test
    void aReadablePipeTellsHowMuchAndCarriesItsMark() throws IOException {
        changes.set(0, read.num(), EVFILT_READ, EV_ADD, 0, 0, MARK);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, events, 0), "nothing written yet");
        io.write(write.num(), new byte[5]);
        assertEquals(1, kqueue.kevent(queue.num(), null, 0, events, -1));
        assertEquals(read.num(), events.ident(0));
        assertEquals(EVFILT_READ, events.filter(0));
        assertEquals(5, events.data(0));
        assertEquals(MARK, events.udata(0));
        assertEquals(0, events.flags(0) & (EV_EOF | EV_ERROR));
    }

    @Test
    void severalEventsArriveInOneArrayEachWithItsOwn() throws IOException {
        changes.set(0, read.num(), EVFILT_READ, EV_ADD, 0, 0, 1).set(1, write.num(), EVFILT_WRITE, EV_ADD, 0, 0, 2);
        io.write(write.num(), new byte[1]);
        assertEquals(2, kqueue.kevent(queue.num(), changes, 2, events, -1));
        assertEquals(3, events.udata(0) + events.udata(1));
        assertEquals(EVFILT_READ + EVFILT_WRITE, events.filter(0) + events.filter(1));
        assertEquals(read.num() + write.num(), events.ident(0) + events.ident(1));
    }

    @Test
    void theEndOfAPipeIsMarked() throws IOException {
        write.close();
        changes.set(0, read.num(), EVFILT_READ, EV_ADD);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, -1));
        assertEquals(EV_EOF, events.flags(0) & EV_EOF);
    }

    @Test
    void oneShotDisableEnableAndDeleteDoWhatTheySay() throws IOException {
        io.write(write.num(), new byte[1]);
        changes.set(0, read.num(), EVFILT_READ, EV_ADD | EV_ONESHOT);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, -1));
        assertEquals(0, kqueue.kevent(queue.num(), null, 0, events, 0), "one shot");
        assertEquals(1, kqueue.kevent(queue.num(), changes.set(0, read.num(), EVFILT_READ, EV_ADD), 1, events, -1));
        assertEquals(0, kqueue.kevent(queue.num(), changes.set(0, read.num(), EVFILT_READ, EV_DISABLE), 1, events, 0));
        assertEquals(1, kqueue.kevent(queue.num(), changes.set(0, read.num(), EVFILT_READ, EV_ENABLE), 1, events, -1));
        assertEquals(0, kqueue.kevent(queue.num(), changes.set(0, read.num(), EVFILT_READ, EV_DELETE), 1, events, 0));
    }

    @Test
    void aTimerRunsOutAndATimeOutReturnsNothingNotEarly() throws IOException {
        changes.set(0, 77, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0, 5, 0);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, TimeUnit.SECONDS.toNanos(60)));
        assertEquals(77, events.ident(0));
        assertEquals(1, events.data(0));
        long start = System.nanoTime();
        assertEquals(0, kqueue.kevent(queue.num(), null, 0, events, TimeUnit.MILLISECONDS.toNanos(30)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(30));
    }

    /** XNU rejects a time-out of more than three years; this library waits for ever then. */
    @Test
    void noTimeIsTooLong() throws IOException {
        io.write(write.num(), new byte[1]);
        changes.set(0, read.num(), EVFILT_READ, EV_ADD);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, Long.MAX_VALUE));
        assertEquals(1, kqueue.kevent(queue.num(), null, 0, events, TimeUnit.DAYS.toNanos(365)));
    }

    @Test
    void anotherThreadsTriggerEndsTheWait() throws Exception {
        changes.set(0, 1, EVFILT_USER, EV_ADD | EV_CLEAR);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, null, 0));
        Thread trigger = new Thread(() -> {
            Kevents change = kqueue.newKevents(1).set(0, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
            kqueue.keventOrErrno(queue.num(), change, 1, null, 0);
        });
        trigger.start();
        assertEquals(1, kqueue.kevent(queue.num(), null, 0, events, TimeUnit.SECONDS.toNanos(60)));
        assertEquals(EVFILT_USER, events.filter(0));
        trigger.join();
    }

    @Test
    void theEndOfAProcessIsAnEvent() throws IOException {
        int pid = posix.processes().spawn(Spawn.of("/bin/cat").dup2(read.num(), 0));
        changes.set(0, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, events, 0));
        write.close();
        assertEquals(1, kqueue.kevent(queue.num(), null, 0, events, TimeUnit.SECONDS.toNanos(60)));
        assertEquals(pid, events.ident(0));
        assertEquals(NOTE_EXIT, events.fflags(0) & NOTE_EXIT);
        assertEquals(pid, posix.processes().wait4(pid, null, 0, null));
    }

    /** A change that fails becomes an event if there is room for one; otherwise the call fails. */
    @Test
    void aFailingChangeIsReportedInItsPlace() throws IOException {
        changes.set(0, read.num(), EVFILT_READ, EV_DELETE, 0, 0, MARK);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, -1));
        assertEquals(EV_ERROR, events.flags(0) & EV_ERROR);
        assertEquals(ENOENT, events.data(0));
        assertEquals(MARK, events.udata(0));
        assertErrno(ENOENT, () -> kqueue.kevent(queue.num(), changes, 1, null, 0));
        changes.set(0, read.num(), EVFILT_READ, EV_ADD | EV_RECEIPT);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 1, events, -1));
        assertEquals(EV_ERROR, events.flags(0) & EV_ERROR);
        assertEquals(0, events.data(0), "a receipt for what went well");
    }

    @Test
    void everyCallFailsWithItsErrno() {
        assertErrno(EBADF, () -> kqueue.kevent(1_000_000, null, 0, events, 0));
        assertMinus(EBADF, kqueue.keventOrErrno(1_000_000, null, 0, events, 0));
        changes.set(0, read.num(), 99, EV_ADD);
        assertMinus(EINVAL, kqueue.keventOrErrno(queue.num(), changes, 1, null, 0));
        changes.set(0, 1_000_000, EVFILT_READ, EV_ADD);
        assertMinus(EBADF, kqueue.keventOrErrno(queue.num(), changes, 1, null, 0));
    }

    @Test
    void aQueueThatCannotBeMadeIsTheErrno() throws IOException {
        try (Fd twin = Fd.own(kqueue.kqueueOrErrno())) {
            assertEquals(FD_CLOEXEC, io.fcntl(twin.num(), F_GETFD, 0));
        }
        Kqueue none = DarwinPosix.bind(Native.process()).onDarwin().kqueue();
        assertMinus(ENOSYS, none.kqueueOrErrno());
        assertErrno(ENOSYS, none::kqueue);
    }

    /** The first attempt makes the changes; after a signal only the wait goes on. */
    @Test
    void afterASignalTheChangesAreNotMadeAgain() throws IOException {
        List<List<Object>> attempts = new ArrayList<>();
        KqueueCalls calls = (KqueueCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KqueueCalls.class}, (proxy, method, arguments) -> {
                    attempts.add(List.of(arguments));
                    return attempts.size() < 3 ? -EINTR : 0;
                });
        Kqueue interrupted = new DarwinKqueue(null, calls);
        assertEquals(0, interrupted.kevent(7, changes, 2, events, TimeUnit.SECONDS.toNanos(1)));
        assertEquals(3, attempts.size());
        assertEquals(
                List.of(7, changes.address(), 2, events.address(), 4),
                attempts.get(0).subList(0, 5));
        assertEquals(List.of(7, 0L, 0, events.address(), 4), attempts.get(1).subList(0, 5));
        assertEquals(List.of(7, 0L, 0, events.address(), 4), attempts.get(2).subList(0, 5));
    }

    @Test
    void queuesAreCloseOnExec() throws IOException {
        assertEquals(FD_CLOEXEC, io.fcntl(queue.num(), F_GETFD, 0));
    }

    @Test
    void changesBeyondTheArrayAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> kqueue.kevent(queue.num(), changes, 5, events, 0));
        assertThrows(IllegalArgumentException.class, () -> kqueue.kevent(queue.num(), changes, -1, events, 0));
        assertThrows(IllegalArgumentException.class, () -> kqueue.kevent(queue.num(), null, 1, events, 0));
        assertThrows(IllegalArgumentException.class, () -> kqueue.newKevents(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> changes.set(4, 1, EVFILT_READ, EV_ADD));
    }
}
